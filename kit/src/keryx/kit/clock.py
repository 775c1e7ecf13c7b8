"""The time of a program: UTC anchored once and advanced by the monotonic clock, so that it never goes backwards and never jumps."""

from __future__ import annotations

import time
from collections.abc import Callable


class Clock:
    """`now()` is milliseconds since the Unix epoch, UTC. `not_before` is a lower bound: the last moment an earlier leader recorded."""

    def __init__(
        self,
        *,
        wall_ns: Callable[[], int] = time.time_ns,
        monotonic_ns: Callable[[], int] = time.monotonic_ns,
        not_before: int = 0,
    ) -> None:
        self._monotonic_ns = monotonic_ns
        self._offset_ns = max(wall_ns(), not_before * 1_000_000) - monotonic_ns()

    def now(self) -> int:
        return (self._monotonic_ns() + self._offset_ns) // 1_000_000
