"""A peer that speaks the engine's side of the link (the messages only): for tests of the gateway's own side of it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed

Message = dict[str, Any]
Answer = Callable[[Message], Message | None]


def done(command: Message) -> Message:
    return {"ok": True, "data": {"name": command["name"]}}


class EnginePeer:
    """Answers commands by `answer` (None: not at all), gives snapshots of `views`, tells heads each 200 ms."""

    def __init__(self) -> None:
        self.answer: Answer = done
        self.epoch = 1
        self.views: dict[str, tuple[int, Message]] = {}
        self.commands: list[Message] = []
        self.presences: list[list[str]] = []
        self.presence_came = asyncio.Condition()
        self.authorizations: list[str] = []
        self.server: Server | None = None

    @property
    def address(self) -> str:
        assert self.server is not None
        return f"http://127.0.0.1:{self.server.sockets[0].getsockname()[1]}"

    async def present(self, wanted: list[str]) -> None:
        """Return once the gateway told that exactly these desks are connected."""
        async with self.presence_came:
            await self.presence_came.wait_for(lambda: bool(self.presences) and self.presences[-1] == wanted)

    async def serve_one(self, socket: ServerConnection) -> None:
        assert socket.request is not None
        self.authorizations.append(socket.request.headers.get("Authorization", ""))
        heads = asyncio.create_task(self._heads(socket))
        try:
            async for frame in socket:
                await self._hear(socket, json.loads(frame))
        except ConnectionClosed:
            return
        finally:
            heads.cancel()
            await asyncio.gather(heads, return_exceptions=True)

    async def _hear(self, socket: ServerConnection, message: Message) -> None:
        match message["type"]:
            case "command":
                self.commands.append(message)
                answer = self.answer(message)
                if answer is not None:
                    await socket.send(json.dumps({"type": "result", "id": message["id"], **answer}))
            case "presence":
                async with self.presence_came:
                    self.presences.append(message["agents"])
                    self.presence_came.notify_all()
            case "snapshot" if message["topic"] in self.views:
                seq, data = self.views[message["topic"]]
                answer = {"type": "snapshot", "topic": message["topic"], "epoch": self.epoch, "seq": seq, "data": data}
                await socket.send(json.dumps(answer))

    async def _heads(self, socket: ServerConnection) -> None:
        while True:
            topics = {name: seq for name, (seq, _) in self.views.items()}
            await socket.send(json.dumps({"type": "heads", "epoch": self.epoch, "topics": topics}))
            await asyncio.sleep(0.2)


@asynccontextmanager
async def engine_peer() -> AsyncIterator[EnginePeer]:
    peer = EnginePeer()
    handler: Callable[[ServerConnection], Awaitable[None]] = peer.serve_one
    async with serve(handler, "127.0.0.1", 0) as server:
        peer.server = server
        yield peer
