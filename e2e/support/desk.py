"""An agent's desk without a browser: the gateway's API as the page uses it. For agents whose phone is a SIP phone, and for many agents."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import time
import uuid
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import websockets

View = dict[str, Any]
_WAIT_SECONDS = 20.0
_DIAL_SECONDS = 3.0
_PAUSE_SECONDS = 0.2
_NOT_NOW = ("engine_away", "unanswered", "site_away")
"""Refusals that say nothing of the command itself: a person would click again."""


class Desk:
    """One signed-in person's live connection, dialled again when it breaks. `view` is the DeskView of this moment."""

    def __init__(self, dial: Callable[[], websockets.connect], http: httpx.AsyncClient, person: View) -> None:
        self.dial = dial
        self._socket: websockets.ClientConnection | None = None
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

    async def ask(self, name: str, *, within: float = _WAIT_SECONDS, **args: Any) -> View:
        """One command; its result, also a refusal. While nobody can take it, it is asked again under the same key."""
        key, until = uuid.uuid4().hex, time.monotonic() + within
        while True:
            result = await self._ask(name, key, args, until - time.monotonic())
            code = "" if result["ok"] else result["problem"]["code"]
            if code not in _NOT_NOW or time.monotonic() > until:
                return result
            await asyncio.sleep(_PAUSE_SECONDS)

    async def _ask(self, name: str, key: str, args: View, within: float) -> View:
        message_id = str(next(self._ids))
        answer: asyncio.Future[View] = asyncio.get_running_loop().create_future()
        self._results[message_id] = answer
        message = {"type": "command", "id": message_id, "name": name, "args": args, "key": key}
        try:
            async with asyncio.timeout(max(within, 0.1)):
                async with self._changed:
                    await self._changed.wait_for(lambda: self._socket is not None)
                assert self._socket is not None
                await self._socket.send(json.dumps(message))
                return await answer
        except websockets.ConnectionClosed:
            return {"ok": False, "problem": {"code": "unanswered", "message": "The connection broke."}}
        finally:
            del self._results[message_id]

    async def until(self, true: Callable[[View], Any], *, within: float = _WAIT_SECONDS) -> View:
        """The view as soon as `true` holds of it. TimeoutError with the last view after `within` seconds."""
        try:
            async with asyncio.timeout(within), self._changed:
                await self._changed.wait_for(lambda: true(self.view))
        except TimeoutError as late:
            raise TimeoutError(f"the desk still shows {json.dumps(self.view)}") from late
        return self.view

    async def stay(self) -> None:
        """Be connected, for ever: dial again whenever the connection breaks."""
        while True:
            try:
                async with self.dial() as socket:
                    await self._talk(socket)
            except (OSError, TimeoutError, websockets.InvalidHandshake, websockets.ConnectionClosed):
                await asyncio.sleep(_PAUSE_SECONDS)

    async def _talk(self, socket: websockets.ClientConnection) -> None:
        """Keep `view` up to date until the connection ends."""
        await socket.send(json.dumps({"type": "hello", "resume": {}}))
        await socket.send(json.dumps({"type": "subscribe", "topic": "agent:me"}))
        await self._connected(socket)
        try:
            async for text in socket:
                await self._hear(socket, json.loads(text))
        finally:
            await self._connected(None)
            for waiting in self._results.values():
                if not waiting.done():
                    waiting.set_result({"ok": False, "problem": {"code": "unanswered", "message": "It broke."}})

    async def _hear(self, socket: websockets.ClientConnection, message: View) -> None:
        if message["type"] == "ping":
            await socket.send('{"type":"pong"}')
        elif message["type"] == "result" and (waiting := self._results.get(message["id"])):
            waiting.set_result(message)
        elif message["type"] in ("snapshot", "delta") and message["topic"].startswith("agent:"):
            async with self._changed:
                whole = message["type"] == "snapshot"
                self.view = message["data"] if whole else merged(self.view, message["patch"])
                self._changed.notify_all()

    async def _connected(self, socket: websockets.ClientConnection | None) -> None:
        async with self._changed:
            self._socket = socket
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


async def finish(desk: Desk, code: str = "sale") -> None:
    """Give a disposition and end the wrap-up."""
    view = await desk.until(lambda view: view.get("wrapUp"))
    interaction = view["wrapUp"]["interaction"]
    await desk.do("disposition", interaction=interaction, code=code, comment="rappeler lundi")
    await desk.do("wrap_up_done", interaction=interaction)


@contextlib.asynccontextmanager
async def signed_in(connect: str, host: str, login: str, password: str) -> AsyncIterator[Desk]:
    """Log in at the control plane, be admitted by the gateway, and stay connected as the page does. `connect` is 127.0.0.1:PORT."""
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
        desk = Desk(lambda: _dial(connect, origin, cookie), http, person)
        staying = asyncio.create_task(desk.stay())
        try:
            await desk.until(bool)
            yield desk
        finally:
            staying.cancel()
            await asyncio.gather(staying, return_exceptions=True)


def _dial(connect: str, origin: str, cookie: str) -> websockets.connect:
    address, _, port = connect.rpartition(":")
    return websockets.connect(
        f"{origin.replace('http', 'ws', 1)}/api/tenant/v1/ws",
        host=address,
        port=int(port),
        origin=websockets.Origin(origin),
        additional_headers={"Cookie": cookie},
        open_timeout=_DIAL_SECONDS,
        close_timeout=1,
        proxy=None,
    )
