"""An agent's desk without a browser: the gateway's API as the page uses it. For agents whose phone is a SIP phone, and for many agents."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import uuid
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import websockets

View = dict[str, Any]
_WAIT_SECONDS = 20.0


class Desk:
    """One signed-in person's live connection. `view` is the DeskView of this moment."""

    def __init__(self, socket: websockets.ClientConnection, http: httpx.AsyncClient, person: View) -> None:
        self._socket = socket
        self.http = http
        self.person = person
        self.view: View = {}
        self._changed = asyncio.Condition()
        self._results: dict[str, asyncio.Future[View]] = {}
        self._ids = itertools.count(1)

    async def do(self, name: str, **args: Any) -> View:
        """One command; its data. AssertionError when it is refused."""
        result = await self.ask(name, **args)
        assert result["ok"], result
        return result.get("data") or {}

    async def ask(self, name: str, **args: Any) -> View:
        """One command; its result, also a refusal."""
        key = str(next(self._ids))
        answer: asyncio.Future[View] = asyncio.get_running_loop().create_future()
        self._results[key] = answer
        message = {"type": "command", "id": key, "name": name, "args": args, "key": uuid.uuid4().hex}
        await self._socket.send(json.dumps(message))
        return await asyncio.wait_for(answer, _WAIT_SECONDS)

    async def until(self, true: Callable[[View], Any], *, within: float = _WAIT_SECONDS) -> View:
        """The view as soon as `true` holds of it. TimeoutError with the last view after `within` seconds."""
        try:
            async with asyncio.timeout(within), self._changed:
                await self._changed.wait_for(lambda: true(self.view))
        except TimeoutError as late:
            raise TimeoutError(f"the desk still shows {json.dumps(self.view)}") from late
        return self.view

    async def read(self) -> None:
        """Keep `view` up to date until the connection ends."""
        async for text in self._socket:
            message = json.loads(text)
            if message["type"] == "ping":
                await self._socket.send('{"type":"pong"}')
            elif message["type"] == "result":
                self._results.pop(message["id"]).set_result(message)
            elif message["type"] in ("snapshot", "delta") and message["topic"].startswith("agent:"):
                await self._show(message)

    async def _show(self, message: View) -> None:
        async with self._changed:
            whole = message["type"] == "snapshot"
            self.view = message["data"] if whole else merged(self.view, message["patch"])
            self._changed.notify_all()


def merged(target: Any, patch: Any) -> Any:
    """`target` after a JSON merge patch (RFC 7396)."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = merged(result.get(name), value)
    return result


@contextlib.asynccontextmanager
async def signed_in(connect: str, host: str, login: str, password: str) -> AsyncIterator[Desk]:
    """Log in at the control plane, be admitted by the gateway, and connect as the page does. `connect` is 127.0.0.1:PORT."""
    origin = f"http://{host}:{connect.rpartition(':')[2]}"
    headers = {"Host": origin.removeprefix("http://"), "Origin": origin}
    async with httpx.AsyncClient(base_url=f"http://{connect}", headers=headers, trust_env=False) as http:
        answer = await http.post("/api/platform/v1/login", json={"login": login, "password": password})
        answer.raise_for_status()
        admitted = await http.post("/api/tenant/v1/session", json={"token": answer.json()["token"]})
        admitted.raise_for_status()
        cookie = admitted.headers["set-cookie"].partition(";")[0]
        http.headers["Cookie"] = cookie
        person = (await http.get("/api/tenant/v1/session")).raise_for_status().json()["person"]
        address, _, port = connect.rpartition(":")
        async with websockets.connect(
            f"{origin.replace('http', 'ws', 1)}/api/tenant/v1/ws",
            host=address,
            port=int(port),
            origin=websockets.Origin(origin),
            additional_headers={"Cookie": cookie},
            proxy=None,
        ) as socket:
            desk = Desk(socket, http, person)
            reading = asyncio.create_task(desk.read())
            await socket.send(json.dumps({"type": "hello", "resume": {}}))
            await socket.send(json.dumps({"type": "subscribe", "topic": "agent:me"}))
            try:
                await desk.until(bool)
                yield desk
            finally:
                reading.cancel()
                await asyncio.gather(reading, return_exceptions=True)
