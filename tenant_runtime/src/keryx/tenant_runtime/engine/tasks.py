"""What a leader has running. The first failure of something it cannot do without ends its lead."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from keryx.kit.signals import log


class Tasks:
    """`keep` what must not end while this engine leads, `begin` what may fail; `until_failure`, then `close`."""

    def __init__(self) -> None:
        self._failure: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._running: set[asyncio.Task[Any]] = set()

    def keep(self, work: Coroutine[Any, Any, None]) -> None:
        self._start(work).add_done_callback(self._kept_ended)

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Its failure is told in the log, no more."""
        self._start(work).add_done_callback(_told)

    def failed(self, error: BaseException) -> None:
        """What ends this engine's lead."""
        if not self._failure.done():
            self._failure.set_exception(error)

    async def until_failure(self) -> None:
        """Raises what ended the lead."""
        await self._failure

    async def close(self) -> None:
        for task in list(self._running):
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    def _start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return task

    def _kept_ended(self, task: asyncio.Task[None]) -> None:
        _told(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self.failed(error)


def _told(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        log.error("task_failed", task=getattr(task.get_coro(), "__qualname__", task.get_name()), exc_info=error)
