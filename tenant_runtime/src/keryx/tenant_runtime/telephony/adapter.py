"""Commands of the core in Asterisk's words. One interaction's commands are done one after the other, different ones at once.

Everything may be done twice: ids are the core's, what exists is left alone, what is gone is no error.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass

from prometheus_client import Counter

from keryx.core import commands as c
from keryx.core.inputs import Input, LegEnded
from keryx.kit.signals import log
from keryx.tenant_runtime.telephony.actions import Actions
from keryx.tenant_runtime.telephony.ami import AmiAway, AmiRefused
from keryx.tenant_runtime.telephony.ari import AriAway, AriRefused
from keryx.tenant_runtime.telephony.bridges import Bridges
from keryx.tenant_runtime.telephony.places import Places
from keryx.tenant_runtime.telephony.site import Site
from keryx.tenant_runtime.telephony.sound import Sound

_WHISPER_SECONDS = 15.0
_FAILED = Counter("keryx_commands_failed_total", "Commands that Asterisk did not do", ["command"])

Reveal = Callable[[str | None], str | None]


@dataclass(frozen=True)
class _Work:
    """One command of the `decision`-th submission, with the personal value it needs, not to be done before `after`."""

    command: c.AnyCommand
    personal: str | None
    after: Awaitable[object] | None
    decision: int


class Adapter:
    """`guard` is awaited before each command and raises when this engine may not act; `report` takes what went wrong as inputs."""

    def __init__(
        self,
        sites: Mapping[str, Site],
        guard: Callable[[], Awaitable[None]],
        reveal: Reveal,
        report: Callable[[Input], None],
        lost: Callable[[BaseException], None],
    ) -> None:
        self._guard, self._reveal, self._report, self._lost = guard, reveal, report, lost
        self._places = Places(sites)
        self._bridges = Bridges(self._places)
        self._sound = Sound(self._places)
        self._actions = Actions(self._places, self._bridges, self._sound, self._whisper)
        self._queues: dict[str, deque[_Work]] = {}
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._arrived: dict[str, asyncio.Event] = {}
        self._decisions = 0

    @property
    def legs(self) -> dict[str, str]:
        """Leg or bridge -> site."""
        return self._places.of

    @property
    def bridged(self) -> dict[str, str]:
        """Leg -> the bridge it is in."""
        return self._bridges.of

    def submit(self, commands: Iterable[c.AnyCommand], after: Awaitable[object] | None = None) -> None:
        """Do them in order; the first not before `after` (their facts on disk) is done."""
        self._decisions += 1
        for command in commands:
            key = command.interaction or getattr(command, "leg", "")
            personal = self._reveal(getattr(command, "caller_ref", None) or _ref(command))
            self._queues.setdefault(key, deque()).append(_Work(command, personal, after, self._decisions))
            if arrived := self._arrived.get(key):
                arrived.set()
            if key not in self._workers:
                self._workers[key] = asyncio.create_task(self._work(key), name=f"commands of {key}")

    async def close(self) -> None:
        for worker in self._workers.values():
            worker.cancel()
        await asyncio.gather(*self._workers.values(), return_exceptions=True)
        await self._sound.close()

    # --- what Asterisk reported -------------------------------------------------------------------------------------

    def playback_ended(self, playback: str, leg: str) -> bool:
        """A playback is over; whether the core may know of it (music and whispers are the adapter's own)."""
        return self._sound.ended(playback, leg)

    def leg_ended(self, leg: str) -> None:
        self.legs.pop(leg, None)
        self.bridged.pop(leg, None)
        self._sound.leg_gone(leg)

    def is_playing(self, leg: str, playback: str) -> None:
        """What the engine before us had begun to play."""
        self._sound.is_playing(leg, playback)

    def snoop_entered(self, snoop: str) -> None:
        """A channel of our own beside a call takes commands from now on."""
        self._actions.coaching.entered(snoop)

    # --- working ----------------------------------------------------------------------------------------------------

    async def _work(self, key: str) -> None:
        queue = self._queues[key]
        try:
            while queue:
                *before, last = _together(queue)
                if last.after is not None:
                    await last.after
                await self._guard()
                if before:
                    await asyncio.gather(self._do_all(before), self._do(last))
                else:
                    await self._do(last)
        except asyncio.CancelledError:
            raise
        except Exception as error:  # not fit to lead, or a fault of ours: the engine ends and another takes over
            self._lost(error)
        finally:
            del self._workers[key]
            if not queue:
                self._queues.pop(key, None)

    async def _do_all(self, works: Iterable[_Work]) -> None:
        for work in works:
            await self._do(work)

    async def _do(self, work: _Work) -> None:
        command = work.command
        try:
            await self._actions.do(command, work.personal)
        except AriRefused as refused:
            if refused.status in (404, 409):  # it is gone, or done already
                log.info("command_not_needed", command=type(command).__name__, reason=str(refused))
            else:
                self._failed(command, refused)
        except (AriAway, AmiAway, AmiRefused) as error:
            self._failed(command, error)

    def _failed(self, command: c.AnyCommand, error: Exception) -> None:
        _FAILED.labels(type(command).__name__).inc()
        log.warning("command_failed", command=type(command).__name__, interaction=command.interaction, error=str(error))
        if isinstance(command, c.CallAgent | c.CallOutside):
            self._report(LegEnded(leg=command.leg, cause="unreachable"))

    # --- whispers -----------------------------------------------------------------------------------------------------

    async def _whisper(self, key: str, leg: str, media: tuple[str, ...]) -> None:
        """Say something to the agent alone; cut short by whatever comes next for this interaction. Recorders do not wait for it."""
        await self._start_recorders(key)
        over, arrived = await self._sound.whisper(leg, media), asyncio.Event()
        if over is None or self._queues.get(key):
            return
        self._arrived[key] = arrived
        waiting = [asyncio.ensure_future(over.wait()), asyncio.ensure_future(arrived.wait())]
        try:
            await asyncio.wait(waiting, timeout=_WHISPER_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        finally:
            del self._arrived[key]
            for one in waiting:
                one.cancel()

    async def _start_recorders(self, key: str) -> None:
        queue = self._queues.get(key)
        while queue and isinstance(queue[0].command, c.Record):
            work = queue.popleft()
            if work.after is not None:
                await work.after
            await self._do(work)


def _together(queue: deque[_Work]) -> list[_Work]:
    """The next command. When the same decision calls somebody: all up to that call, which need not wait for the others."""
    first = queue.popleft()
    found = [first]
    for work in queue:
        if work.decision != first.decision or isinstance(found[-1].command, c.CallAgent | c.CallOutside):
            break
        found.append(work)
    if not isinstance(found[-1].command, c.CallAgent | c.CallOutside):
        return [first]
    for _ in found[1:]:
        queue.popleft()
    return found


def _ref(command: c.AnyCommand) -> str | None:
    return getattr(command, "digits_ref", None) or getattr(command, "number_ref", None)
