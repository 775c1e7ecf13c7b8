"""One browser's websocket: what it asks for, and what it is sent.

Nothing is queued per change: a topic that moved on is merely marked, and what the browser lacks is looked up when it can be sent. A slow
reader therefore costs no memory; it gets a snapshot once it is far behind.
"""

from __future__ import annotations

import asyncio
from collections import deque

from fastapi import WebSocket, WebSocketDisconnect
from pydantic import ValidationError

from keryx.kit.problems import Problem

from .access import Caller, current, require
from .auditing import actor_of
from .closing import GARBAGE, SESSION_OVER, TOO_SLOW, close_quietly
from .commands import COMMANDS
from .followed import DESK, TopicRow, row_of
from .messages import (
    Command,
    CommandProblem,
    Connection,
    Delta,
    Fresh,
    Hello,
    Ping,
    Pong,
    Refusal,
    Result,
    Snapshot,
    Subscribe,
    Unsubscribe,
    client_message,
)
from .schemas import Shape, moment
from .tenant import TenantGateway
from .topics import At

PING_SECONDS = 30.0
_SILENT_PINGS = 2
MAX_IN_FLIGHT = 16
_MAX_REPLIES = 256
_MAX_REFUSALS = 50


class Browser:
    """Follows topics for one caller and carries commands; `run` returns when it is over."""

    def __init__(self, websocket: WebSocket, caller: Caller, tenant: TenantGateway) -> None:
        self._websocket = websocket
        self._caller = caller
        self._tenant = tenant
        self._followed: dict[str, str] = {}
        """Engine's topic name -> the name the browser knows it by."""
        self._sent: dict[str, At | None] = {}
        self._dirty: set[str] = set()
        self._fresh: set[str] = set()
        self._replies: deque[Shape] = deque()
        self._wake = asyncio.Event()
        self._commands: set[asyncio.Task[None]] = set()
        self._refusals = 0
        self._unanswered_pings = 0
        self._close_code: int | None = None
        self._ending = asyncio.Event()

    async def run(self) -> None:
        """Serve until either side closes, the session ends or the browser talks garbage."""
        self._tenant.hub.join(self)
        self.engine(self._tenant.link.is_up)
        try:
            async with self._tenant.sessions.attached(self._caller.session) as over:
                await self._serve(over)
        finally:
            self._unfollow(list(self._followed))
            self._tenant.hub.leave(self)
            for task in self._commands:
                task.cancel()

    # --- the hub tells ------------------------------------------------------------------------------------------

    def changed(self, topic: str) -> None:
        self._dirty.add(topic)
        self._wake.set()

    def confirmed(self, topic: str) -> None:
        row, _ = row_of(self._followed.get(topic, ""))
        if row is not None and row.aged and topic not in self._dirty:
            self._fresh.add(topic)
            self._wake.set()

    def engine(self, up: bool) -> None:
        self._reply(Connection(engine=up))

    # --- within -------------------------------------------------------------------------------------------------

    async def _serve(self, over: asyncio.Event) -> None:
        tasks = {
            asyncio.create_task(self._listen(), name="browser listens"),
            asyncio.create_task(self._send_what_is_new(), name="browser is sent"),
            asyncio.create_task(self._ping(), name="browser is pinged"),
            asyncio.create_task(self._watch(over), name="browser's session"),
            asyncio.create_task(self._ending.wait(), name="browser's end"),
        }
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        for task in done:
            error = task.exception()
            if error is not None and not isinstance(error, WebSocketDisconnect):
                raise error
        if self._close_code is not None:
            await close_quietly(self._websocket, self._close_code)

    async def _watch(self, over: asyncio.Event) -> None:
        await over.wait()
        self._end(SESSION_OVER)

    def _end(self, code: int) -> None:
        """Have the connection closed with this code."""
        self._close_code = self._close_code or code
        self._ending.set()

    async def _listen(self) -> None:
        while True:
            frame = await self._websocket.receive()
            if frame["type"] == "websocket.disconnect":
                return
            text = frame.get("text")
            try:
                self._hear(client_message.validate_json(text if text is not None else b"\xff"))
            except ValidationError:
                self._refuse("not_understood", "This message is none that the gateway knows.")

    def _hear(self, message: Hello | Subscribe | Unsubscribe | Command | Pong) -> None:
        match message:
            case Hello():
                for topic, position in message.resume.items():
                    self._follow(topic, At(position.epoch, position.seq))
            case Subscribe():
                self._follow(message.topic, None)
            case Unsubscribe():
                self._unfollow([name for name, known in self._followed.items() if known == message.topic])
            case Command():
                self._start(message)
            case Pong():
                self._unanswered_pings = 0

    # --- topics -------------------------------------------------------------------------------------------------

    def _follow(self, topic: str, seen: At | None) -> None:
        row, _ = row_of(topic)
        if row is None:
            self._refuse("unknown_topic", "There is no such topic.", topic)
            return
        try:
            name = self._engine_name(topic, row)
        except Problem as problem:
            self._refuse(problem.code, problem.detail, topic)
            return
        if name is None:
            self._refuse("unknown_topic", "There is no such topic.", topic)
            return
        if topic.startswith(DESK) and name not in self._followed:
            self._tenant.desk_connected(self._caller.person.id)
        self._followed[name] = topic
        self._sent[name] = seen
        self._tenant.hub.subscribe(self, name)

    def _engine_name(self, topic: str, row: TopicRow) -> str | None:
        """What the engine calls the topic for this person now. Problem when their role does not give it."""
        caller = current(self._caller, self._tenant)
        require(caller.principal, row.action)
        return row.engine_name(self._tenant.people.directory, caller.person, row_of(topic)[1])

    def _unfollow(self, names: list[str]) -> None:
        for name in names:
            if self._followed.pop(name, "").startswith(DESK):
                self._tenant.desk_gone(self._caller.person.id)
            self._sent.pop(name, None)
            self._dirty.discard(name)
            self._tenant.hub.unsubscribe(self, name)

    async def _send_what_is_new(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._replies:
                await self._send(self._replies.popleft())
            for name in sorted(self._dirty):
                self._dirty.discard(name)
                await self._send_topic(name)
            await self._send_confirmed()

    async def _send_confirmed(self) -> None:
        """Say what is still as it was sent."""
        confirmed, self._fresh = sorted(self._fresh & self._followed.keys()), set()
        topics = [self._followed[name] for name in confirmed if self._still_theirs(name, self._followed[name])]
        if topics:
            await self._send(Fresh(topics=topics))

    async def _send_topic(self, name: str) -> None:
        """What the browser lacks of a topic: the patches it missed, or all of it."""
        if name not in self._followed:
            return
        known_as = self._followed[name]
        if not self._still_theirs(name, known_as):
            return
        topic = self._tenant.hub.topic(name)
        if topic.at is None:
            return
        missed = topic.since(self._sent.get(name))
        self._sent[name] = topic.at
        if missed is None:
            at = topic.at
            now = moment(self._tenant.clock.now())
            await self._send(Snapshot(topic=known_as, epoch=at.epoch, seq=at.seq, data=topic.data, now=now))
            return
        for delta in missed:
            await self._send(Delta(topic=known_as, epoch=delta.at.epoch, seq=delta.at.seq, patch=delta.patch))

    def _still_theirs(self, name: str, topic: str) -> bool:
        """Roles change while topics are followed: what is no longer the person's is not sent, and what it is now is followed instead."""
        row, _ = row_of(topic)
        try:
            now = None if row is None else self._engine_name(topic, row)
        except Problem as problem:
            self._unfollow([name])
            self._refuse(problem.code, problem.detail, topic)
            return False
        if now == name:
            return True
        self._unfollow([name])
        self._follow(topic, None)
        return False

    # --- commands -----------------------------------------------------------------------------------------------

    def _start(self, command: Command) -> None:
        if len(self._commands) >= MAX_IN_FLIGHT:
            self._answer(command, code="too_many", message="Too many commands at once; wait for an answer.")
            return
        task = asyncio.create_task(self._carry_out(command), name=f"command {command.name}")
        self._commands.add(task)
        task.add_done_callback(self._commands.discard)

    async def _carry_out(self, command: Command) -> None:
        row = COMMANDS.get(command.name)
        if row is None:
            self._answer(command, code="unknown_command", message="There is no such command.")
            return
        try:
            caller = current(self._caller, self._tenant)
            require(caller.principal, row.action)
            arguments = row.arguments.model_validate(command.args)
        except Problem as problem:
            self._answer(command, code=problem.code, message=problem.detail)
            return
        except ValidationError as error:
            self._answer(command, code="bad_arguments", message=_told(error))
            return
        args = arguments.model_dump(mode="json", by_alias=False, exclude_none=True)
        actor = actor_of(self._websocket, caller.principal, caller.session.id)
        try:
            await self._tenant.auditing.record_command(actor, row, args)
            answer = await self._tenant.command(caller, row.name or command.name, dict(args), command.key)
            if not answer.ok:
                await self._tenant.auditing.record_command(actor, row, args, refused=answer.code)
        except Problem as problem:
            self._answer(command, code=problem.code, message=problem.detail)
            return
        if answer.ok:
            self._reply(Result(id=command.id, ok=True, data=answer.data))
        else:
            self._answer(command, code=answer.code, message=answer.message)

    def _answer(self, command: Command, *, code: str, message: str) -> None:
        self._reply(Result(id=command.id, ok=False, problem=CommandProblem(code=code, message=message)))

    # --- the wire -----------------------------------------------------------------------------------------------

    def _refuse(self, code: str, message: str, topic: str | None = None) -> None:
        self._reply(Refusal(code=code, message=message, topic=topic))
        self._refusals += 1
        if self._refusals > _MAX_REFUSALS:
            self._end(GARBAGE)

    def _reply(self, message: Shape) -> None:
        if len(self._replies) >= _MAX_REPLIES:
            self._end(TOO_SLOW)
            return
        self._replies.append(message)
        self._wake.set()

    async def _ping(self) -> None:
        while self._unanswered_pings < _SILENT_PINGS:
            await asyncio.sleep(PING_SECONDS)
            self._unanswered_pings += 1
            self._reply(Ping())
        self._end(TOO_SLOW)

    async def _send(self, message: Shape) -> None:
        await self._websocket.send_text(message.model_dump_json(exclude_none=isinstance(message, Result)))


def _told(error: ValidationError) -> str:
    """What is wrong with the arguments, without repeating what they were."""
    first = error.errors(include_input=False, include_url=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    return f"{where}: {first['msg']}" if where else str(first["msg"])
