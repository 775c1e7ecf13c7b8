"""Asterisk's REST interface over websockets: events on one, commands on N lanes.

Asterisk works through the requests of one websocket one after the other, so one slow request would hold up all: requests about one
interaction always take the same lane, and every lane has a time limit and an alarm. A lane registers a helper application of its
own; the application that calls enter is registered by the events' socket alone.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import zlib
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import quote

import msgspec
from prometheus_client import Counter, Histogram
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from keryx.kit.signals import log

APPLICATION = "keryx"
LANES = 4
REQUEST_SECONDS = 5.0
_OPEN_SECONDS = 3.0
_MAX_FRAME = 16 * 1024 * 1024

Event = dict[str, Any]
_LATENCY = Histogram(
    "keryx_ari_request_seconds", "Time of a request to Asterisk", ["site"],
    buckets=(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5),
)  # fmt: skip
_LATE = Counter(
    "keryx_ari_requests_late_total", "Requests Asterisk did not answer in time: a lane stands still", ["site"]
)


class AriAway(Exception):
    """The request was not answered: the connection is gone, or the answer is late. It may or may not have been done."""


class AriRefused(Exception):
    """Asterisk answered no. `status` as in HTTP: 404 it is gone, 409 it exists or is in the wrong state."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(f"{status} {message}")
        self.status = status


class _Lane:
    """One websocket for requests. Answers come in any order and are told apart by request id."""

    def __init__(self, socket: ClientConnection, site: str) -> None:
        self._socket = socket
        self._site = site
        self._waiting: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self._ids = itertools.count(1)

    async def request(self, method: str, uri: str, body: Any) -> Any:
        request_id = str(next(self._ids))
        answered: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._waiting[request_id] = answered
        message = {
            "type": "RESTRequest", "transaction_id": request_id, "request_id": request_id, "method": method, "uri": uri,
        }  # fmt: skip
        if body is not None:
            message |= {"content_type": "application/json", "message_body": json.dumps(body)}
        try:
            with _LATENCY.labels(self._site).time():
                async with asyncio.timeout(REQUEST_SECONDS):
                    await self._socket.send(json.dumps(message))
                    answer = await answered
        except TimeoutError as late:
            _LATE.labels(self._site).inc()
            log.error("ari_request_late", site=self._site, method=method, seconds=REQUEST_SECONDS)
            raise AriAway("no answer in time") from late
        except WebSocketException as broken:
            raise AriAway("the connection broke") from broken
        finally:
            del self._waiting[request_id]
        return _content(answer)

    async def read(self) -> None:
        """Hand answers to who waits, until the socket breaks."""
        try:
            async for frame in self._socket:
                answer = msgspec.json.decode(frame)
                waiting = self._waiting.get(answer.get("request_id", ""))
                if waiting is not None and not waiting.done():
                    waiting.set_result(answer)
        finally:
            for waiting in self._waiting.values():
                if not waiting.done():
                    waiting.set_exception(AriAway("the connection broke"))


def _content(answer: dict[str, Any]) -> Any:
    status = int(answer["status_code"])
    body = answer.get("message_body")
    content = json.loads(body) if body else None
    if status >= 400:
        message = content.get("message", "") if isinstance(content, dict) else ""
        raise AriRefused(status, message or answer.get("reason_phrase", ""))
    return content


class Ari:
    """A connection to one site's Asterisk: `open`, read its lanes, then `take_events`."""

    def __init__(self, site: str, url: str, user: str, password: str, on_event: Callable[[Event], None]) -> None:
        self._site = site
        self._base = url.replace("http", "ws", 1).rstrip("/")
        self._key = quote(f"{user}:{password}", safe=":")
        self._on_event = on_event
        self._events: ClientConnection | None = None
        self._sockets: list[ClientConnection] = []
        self._lanes: list[_Lane] = []

    async def open(self) -> None:
        """Connect. OSError or WebSocketException when Asterisk is not there; nothing is left open then."""
        try:
            async with asyncio.timeout(_OPEN_SECONDS):
                for number in range(LANES):
                    socket = await self._connect(f"{APPLICATION}-lane-{number}")
                    self._lanes.append(_Lane(socket, self._site))
        except BaseException:
            await self.close()
            raise

    async def take_events(self) -> None:
        """Register the application: from here calls enter it and events flow. An older engine's registration is replaced."""
        async with asyncio.timeout(_OPEN_SECONDS):
            self._events = await self._connect(APPLICATION)

    async def read_lanes(self) -> None:
        """Read answers until a lane breaks; returns then."""
        await _first_ended([lane.read() for lane in self._lanes])

    async def read_events(self) -> None:
        """Read events until their socket breaks; returns then."""
        assert self._events is not None, "take_events comes first"
        try:
            async for frame in self._events:
                self._on_event(msgspec.json.decode(frame))
        except WebSocketException:
            return

    async def request(
        self, key: str, method: str, path: str, query: Mapping[str, str | None] | None = None, body: Any = None
    ) -> Any:
        """One request on `key`'s lane; AriRefused, AriAway. `query` values of None are left out."""
        if not self._lanes:
            raise AriAway("not connected")
        words = "&".join(
            f"{name}={quote(value, safe='')}" for name, value in (query or {}).items() if value is not None
        )
        lane = self._lanes[zlib.crc32(key.encode()) % len(self._lanes)]
        return await lane.request(method, f"{path}?{words}" if words else path, body)

    async def close(self) -> None:
        sockets, self._sockets, self._lanes, self._events = self._sockets, [], [], None
        for socket in sockets:
            socket.transport.abort()
            await socket.wait_closed()

    async def _connect(self, application: str) -> ClientConnection:
        socket = await connect(
            f"{self._base}/ari/events?app={application}&api_key={self._key}",
            max_size=_MAX_FRAME, max_queue=None, ping_interval=2, ping_timeout=4, close_timeout=1, proxy=None,
            compression=None,
        )  # fmt: skip
        self._sockets.append(socket)
        return socket


async def _first_ended(work: list[Awaitable[None]]) -> None:
    tasks = [asyncio.ensure_future(one) for one in work]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
