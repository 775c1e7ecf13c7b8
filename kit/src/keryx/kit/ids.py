"""Ids: UUIDv7 (RFC 9562 §5.7), in the order they were made, from a source of randomness that is given."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable

_VERSION = 0x7 << 76
_VARIANT = 0b10 << 62


class Ids:
    """Makes ids. Calling it gives the next one, always greater than the one before, also within a millisecond (method 1 of RFC 9562 §6.2).

    `randbits(n)` gives n random bits: the system's by default, a seeded generator's `getrandbits` in simulations.
    """

    def __init__(self, now: Callable[[], int], randbits: Callable[[int], int] = secrets.randbits) -> None:
        self._now = now
        self._randbits = randbits
        self._last_ms = 0
        self._counter = 0

    def __call__(self) -> str:
        ms = max(self._now(), self._last_ms)
        if ms == self._last_ms:
            self._counter += 1
        else:
            self._counter = self._randbits(11)
        if self._counter > 0xFFF:
            ms, self._counter = ms + 1, 0
        self._last_ms = ms
        return str(uuid.UUID(int=(ms << 80) | _VERSION | (self._counter << 64) | _VARIANT | self._randbits(62)))
