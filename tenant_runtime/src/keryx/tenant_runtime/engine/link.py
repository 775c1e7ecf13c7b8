"""The engine's end of the line to each gateway: commands and answers, presence of desks, snapshots and heads of live topics."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import Any, Protocol

import msgspec
from fastapi import WebSocket, WebSocketDisconnect

from keryx.core.inputs import Refused
from keryx.kit.signals import log
from keryx.tenant_runtime.engine.live import Topics

HEADS_SECONDS = 1.0
_REMEMBERED_KEYS = 5_000
Message = dict[str, Any]


class Led(Protocol):
    """What the link needs of a tenant that this engine leads."""

    @property
    def topics(self) -> Topics: ...
    async def command(self, agent: str, by: str, name: str, args: Message) -> Message:
        """Do it and return its data once it is durable; Refused changes nothing."""

    def present(self, gateway: object, agents: frozenset[str]) -> None:
        """These agents' desks are connected at `gateway` now."""

    def gateway_gone(self, gateway: object) -> None:
        """The line broke: nothing more is known of its desks."""


class Links:
    """All lines of one tenant. Answers are remembered by idempotency key, so that a command sent twice is done once."""

    def __init__(self, led: Led) -> None:
        self._led = led
        self._lines: set[_Line] = set()
        self._answers: OrderedDict[str, asyncio.Task[Message]] = OrderedDict()

    async def serve(self, socket: WebSocket) -> None:
        """Talk with one gateway until its line ends."""
        line = _Line(socket, self)
        self._lines.add(line)
        try:
            await line.talk()
        finally:
            self._lines.discard(line)
            self._led.gateway_gone(line)

    def forget_unfollowed(self) -> None:
        """Views that no gateway follows are made no more. A line that has not said yet what it follows keeps all."""
        if all(line.followed is not None for line in self._lines):
            self._led.topics.keep(frozenset().union(*(line.followed or frozenset() for line in self._lines)))

    def tell_heads(self) -> None:
        """At once, not only at the next second: patches did not go out."""
        for line in self._lines:
            line.heads_due.set()

    @property
    def led(self) -> Led:
        return self._led

    def answer(self, message: Message) -> asyncio.Task[Message]:
        """The answer to a command, begun once a key."""
        key = str(message["key"])
        known = self._answers.get(key)
        if known is None:
            known = asyncio.create_task(self._do(message), name=f"command {message['name']}")
            self._answers[key] = known
            if len(self._answers) > _REMEMBERED_KEYS:
                self._answers.popitem(last=False)
        return known

    async def _do(self, message: Message) -> Message:
        try:
            data = await self._led.command(message["agent"], message["by"], message["name"], message["args"])
        except Refused as refusal:
            return {"ok": False, "problem": {"code": refusal.code, "message": str(refusal)}}
        return {"ok": True, "data": data}


class _Line:
    """One gateway's websocket. Commands of one gateway are answered as they are done, not in the order asked."""

    def __init__(self, socket: WebSocket, links: Links) -> None:
        self._socket = socket
        self._links = links
        self._answering: set[asyncio.Task[None]] = set()
        self.heads_due = asyncio.Event()
        self.followed: frozenset[str] | None = None
        """Topics its gateway follows; None: it never said."""

    async def talk(self) -> None:
        telling = asyncio.create_task(self._tell_heads(), name="link heads")
        try:
            async for frame in self._socket.iter_text():
                await self._hear(frame)
        except WebSocketDisconnect:
            return
        finally:
            for task in (telling, *self._answering):
                task.cancel()
            await asyncio.gather(telling, *self._answering, return_exceptions=True)

    async def _hear(self, frame: str) -> None:
        message = _decode(frame)
        match message["type"]:
            case "command":
                task = asyncio.create_task(self._answer(message))
                self._answering.add(task)
                task.add_done_callback(self._answering.discard)
            case "presence":
                self._links.led.present(self, frozenset(message["agents"]))
                if "topics" in message:
                    self.followed = frozenset(message["topics"])
                    self._links.forget_unfollowed()
            case "snapshot":
                await self._snapshot(message["topic"])
            case other:
                log.error("link_message_unknown", type=str(other)[:40])

    async def _answer(self, message: Message) -> None:
        answer = await asyncio.shield(self._links.answer(message))
        await self._send({"type": "result", "id": message["id"], **answer})

    async def _snapshot(self, topic: str) -> None:
        snapshot = self._links.led.topics.snapshot(topic)
        if self.followed is not None:
            self.followed |= {topic}
        if snapshot is not None:
            await self._send({"type": "snapshot", **msgspec.to_builtins(snapshot)})

    async def _tell_heads(self) -> None:
        while True:
            self.heads_due.clear()
            topics = self._links.led.topics
            await self._send({"type": "heads", "epoch": topics.epoch, "topics": topics.heads()})
            try:
                async with asyncio.timeout(HEADS_SECONDS):
                    await self.heads_due.wait()
            except TimeoutError:
                continue

    async def _send(self, message: Message) -> None:
        await self._socket.send_text(msgspec.json.encode(message).decode())


_decode = msgspec.json.Decoder(Message).decode
