"""At most so many tenants are rolled out at once: an upgrade must not start every pod of the platform in one minute."""

from __future__ import annotations

import time

_GIVEN_UP_SECONDS = 600.0
"""One that never gets ready does not hold up the others for ever."""


class Progress:
    """Who is being rolled out."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._since: dict[str, float] = {}

    def begin(self, name: str) -> bool:
        """Whether `name` may be rolled out now; it counts from now on."""
        now = time.monotonic()
        counted = [one for one, since in self._since.items() if now - since < _GIVEN_UP_SECONDS and one != name]
        if name not in self._since and len(counted) >= self._most:
            return False
        self._since.setdefault(name, now)
        return True

    def end(self, name: str) -> None:
        """`name` serves, or is gone."""
        self._since.pop(name, None)
