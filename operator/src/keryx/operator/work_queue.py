"""A queue of keys: a key that is asked for many times while it waits or is worked on is worked on once more, never twice at once.

A key that failed comes back after a pause that doubles; one that did not fail starts again from the shortest.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from keryx.kit.signals import log

FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 4.0


class WorkQueue:
    """`work(key)` returns seconds until the key wants to be looked at again, or None. What it raises is logged and tried again.

    `gap_seconds`: least time between the beginnings of two works on one key, which bounds how often a hectic tenant is compiled.
    """

    def __init__(self, work: Callable[[str], Awaitable[float | None]], *, workers: int, gap_seconds: float) -> None:
        self._work, self._workers, self._gap = work, workers, gap_seconds
        self._due: dict[str, float] = {}
        self._begun: dict[str, float] = {}
        self._pauses: dict[str, float] = {}
        self._busy: set[str] = set()
        self._changed = asyncio.Event()

    def add(self, key: str, *, after: float = 0.0) -> None:
        """Ask for `key`, in `after` seconds at the latest. An earlier wish stands."""
        due = asyncio.get_running_loop().time() + after
        self._due[key] = min(due, self._due.get(key, due))
        self._changed.set()

    def forget(self, key: str) -> None:
        """The key's thing is gone."""
        for kept in (self._due, self._begun, self._pauses):
            kept.pop(key, None)

    @property
    def waiting(self) -> int:
        """Keys asked for and not begun."""
        return len(self._due)

    async def run(self) -> None:
        """Until cancelled; works under way are cancelled with it."""
        async with asyncio.TaskGroup() as group:
            while True:
                self._changed.clear()
                now = asyncio.get_running_loop().time()
                for key in self._ready(now):
                    self._begin(key, now)
                    group.create_task(self._one(key), name=f"reconcile {key}")
                await self._wait(now)

    def _ready(self, now: float) -> list[str]:
        """Keys whose time has come, the longest due first, as many as there are free workers."""
        free = self._workers - len(self._busy)
        due = sorted((when, key) for key, when in self._when().items() if when <= now)
        return [key for _, key in due[:free]]

    def _when(self) -> dict[str, float]:
        begun = self._begun
        return {
            key: max(due, begun[key] + self._gap) if key in begun else due
            for key, due in self._due.items()
            if key not in self._busy
        }

    def _begin(self, key: str, now: float) -> None:
        del self._due[key]
        self._busy.add(key)
        self._begun[key] = now

    async def _one(self, key: str) -> None:
        try:
            again = await self._work(key)
            self._pauses.pop(key, None)
        except Exception as error:  # whatever it was, this key is tried again and the others go on
            again = self._pause(key)
            log.warning("reconcile_failed", key=key, again_seconds=again, reason=f"{type(error).__name__}: {error}")
        finally:
            self._busy.discard(key)
            self._changed.set()
        if again is not None:
            self.add(key, after=again)

    def _pause(self, key: str) -> float:
        pause = self._pauses.get(key, FIRST_PAUSE_SECONDS)
        self._pauses[key] = min(pause * 2, LONGEST_PAUSE_SECONDS)
        return pause

    async def _wait(self, now: float) -> None:
        """Until something changed or the next key is due."""
        full = len(self._busy) >= self._workers
        due = min(self._when().values(), default=None) if not full else None
        try:
            async with asyncio.timeout(None if due is None else max(due - now, 0.0)):
                await self._changed.wait()
        except TimeoutError:
            return
