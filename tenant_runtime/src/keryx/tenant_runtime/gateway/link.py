"""The line to the tenant's leading engine: commands and their answers, presence, snapshots of live topics.

The leader is whom the lease row names. The line is dialled again with growing, jittered pauses, and at once when another leads. A
command is answered honestly: done, refused with the engine's reason, "the engine is away" when nothing was sent, or "no answer"
when it was sent and nobody knows.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec
import structlog
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidHandshake, InvalidURI, WebSocketException

from . import figures
from .topics import At, View

ANSWER_SECONDS = 5.0
AWAY_SECONDS = 2.0
"""How long a command waits for a line before it is answered "away": a takeover is not a person's concern."""
PRESENCE_SECONDS = 1.0
_DIAL_SECONDS = 1.5
_SILENCE_SECONDS = 5.0
"""The engine says its heads each second: a line that is silent for longer is dead, whatever TCP thinks."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 2.0
_MAX_FRAME = 8 * 1024 * 1024

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Leader:
    """Who leads, by the lease row."""

    address: str
    epoch: int


@dataclass(frozen=True)
class Answer:
    """Of a command: `data` when ok, else code and message."""

    ok: bool
    data: View
    code: str = ""
    message: str = ""


@dataclass(frozen=True)
class Ears:
    """What the line tells: a topic's snapshot, the heads of all topics, whether there is a line."""

    snapshot: Callable[[str, At, View], None]
    heads: Callable[[int, dict[str, int]], None]
    connected: Callable[[bool], None]


@dataclass(frozen=True)
class Present:
    """Whose desks are connected here, and which topics are followed."""

    agents: list[str]
    topics: list[str]


AWAY = Answer(False, {}, "engine_away", "The call centre's engine is not reachable right now; nothing was done.")
UNANSWERED = Answer(
    False,
    {},
    "unanswered",
    "The engine gave no answer in time; it may or may not have been done. Look before you try again.",
)


class EngineLink:
    """One line for one tenant. `token` signs a fresh bearer token for each dial, `present` says whose desks are connected."""

    def __init__(self, tenant_id: str, token: Callable[[], str], present: Callable[[], Present], ears: Ears) -> None:
        self._line = figures.ENGINE_LINK.labels(tenant_id)
        self._path = f"/internal/v1/tenants/{tenant_id}/link"
        self._token = token
        self._present = present
        self._ears = ears
        self._leader: Leader | None = None
        self._leader_changed = asyncio.Event()
        self._socket: ClientConnection | None = None
        self._up = asyncio.Event()
        self._presence_changed = asyncio.Event()
        self._pending: dict[str, asyncio.Future[Answer]] = {}
        self._count = 0

    @property
    def is_up(self) -> bool:
        return self._up.is_set()

    def led_by(self, leader: Leader | None) -> None:
        """The lease row says who leads."""
        if leader != self._leader:
            self._leader = leader
            self._leader_changed.set()

    def presence_changed(self) -> None:
        """Tell the engine at once, not only at the next second."""
        self._presence_changed.set()

    async def run(self) -> None:
        """Keep the line up, for ever."""
        pause = _FIRST_PAUSE
        while True:
            self._leader_changed.clear()
            leader = self._leader
            if leader is not None and await self._serve(leader):
                pause = _FIRST_PAUSE
            await self._wait_for_another(pause * random.uniform(0.5, 1.0))
            pause = min(pause * 2, _LONGEST_PAUSE)

    async def command(self, agent: str, by: str, name: str, args: View, key: str) -> Answer:
        """Ask the engine to do something for `agent`, asked by `by`; at most ANSWER_SECONDS + AWAY_SECONDS."""
        try:
            async with asyncio.timeout(AWAY_SECONDS):
                await self._up.wait()
        except TimeoutError:
            return AWAY
        self._count += 1
        command_id = str(self._count)
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._pending[command_id] = answer
        message = {
            "type": "command", "id": command_id, "agent": agent, "by": by, "name": name, "args": args, "key": key,
        }  # fmt: skip
        try:
            if not await self._send(message):
                return AWAY
            async with asyncio.timeout(ANSWER_SECONDS):
                return await answer
        except TimeoutError:
            return UNANSWERED
        finally:
            del self._pending[command_id]

    async def ask_snapshot(self, topic: str) -> None:
        """Ask for a topic whole; it comes by `Ears.snapshot`. Without a line nothing happens: a new line asks again."""
        await self._send({"type": "snapshot", "topic": topic})

    async def _serve(self, leader: Leader) -> bool:
        """Dial the leader and talk until the line breaks or another leads; whether there was a line at all."""
        url = leader.address.replace("http", "ws", 1).rstrip("/") + self._path
        try:
            async with connect(
                url,
                additional_headers={"Authorization": f"Bearer {self._token()}"},
                open_timeout=_DIAL_SECONDS,
                close_timeout=1,
                max_size=_MAX_FRAME,
                ping_interval=None,
                proxy=None,
            ) as socket:
                await self._talk(socket)
                return True
        except (OSError, TimeoutError, InvalidHandshake, InvalidURI, WebSocketException) as error:
            log.info("engine link down", address=leader.address, epoch=leader.epoch, error=str(error))
            return False

    async def _talk(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._up.set()
        self._line.set(1)
        self._ears.connected(True)
        log.info("engine link up", address=self._leader.address if self._leader else None)
        tasks = {
            asyncio.create_task(self._listen(socket), name="link listens"),
            asyncio.create_task(self._tell_presence(), name="link tells presence"),
            asyncio.create_task(self._leader_changed.wait(), name="link watches the leader"),
        }
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._socket = None
            self._up.clear()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self._line.set(0)
            self._nobody_answers()
            self._ears.connected(False)

    def _nobody_answers(self) -> None:
        for answer in self._pending.values():
            if not answer.done():
                answer.set_result(UNANSWERED)

    async def _listen(self, socket: ClientConnection) -> None:
        while True:
            async with asyncio.timeout(_SILENCE_SECONDS):
                frame = await socket.recv()
            try:
                self._hear(_decode(frame))
            except (msgspec.MsgspecError, KeyError, TypeError, ValueError) as error:
                log.error("engine link: message not understood", error=str(error))

    def _hear(self, message: dict[str, Any]) -> None:
        match message.get("type"):
            case "result":
                self._answered(message)
            case "snapshot":
                self._ears.snapshot(message["topic"], At(message["epoch"], message["seq"]), message["data"])
            case "heads":
                self._ears.heads(message["epoch"], message["topics"])

    def _answered(self, message: dict[str, Any]) -> None:
        answer = self._pending.get(str(message["id"]))
        if answer is None or answer.done():
            return
        if message["ok"]:
            answer.set_result(Answer(True, message.get("data") or {}))
        else:
            problem = message["problem"]
            answer.set_result(Answer(False, {}, problem["code"], problem["message"]))

    async def _tell_presence(self) -> None:
        while True:
            self._presence_changed.clear()
            present = self._present()
            await self._send({"type": "presence", "agents": present.agents, "topics": present.topics})
            try:
                async with asyncio.timeout(PRESENCE_SECONDS):
                    await self._presence_changed.wait()
            except TimeoutError:
                continue

    async def _send(self, message: dict[str, Any]) -> bool:
        """Whether it went out."""
        socket = self._socket
        if socket is None:
            return False
        try:
            await socket.send(msgspec.json.encode(message).decode())
        except WebSocketException:
            return False
        return True

    async def _wait_for_another(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._leader_changed.wait()
        except TimeoutError:
            return


_decode = msgspec.json.Decoder(dict[str, Any]).decode
