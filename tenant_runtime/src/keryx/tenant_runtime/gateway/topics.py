"""One live topic as this gateway knows it: the view, how far it is, and the latest patches.

Pure: no socket, no clock. A view advances by patches that follow each other without a gap within one epoch; anything else needs a
snapshot of the engine. The latest patches are kept so that a browser that was away for a moment is given what it missed.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Any

KEPT_DELTAS = 64
"""A reader that is further behind is given a snapshot."""

Json = Any
View = dict[str, Json]


@dataclass(frozen=True, order=True)
class At:
    """How far a topic is: `seq` counts within `epoch`."""

    epoch: int
    seq: int


@dataclass(frozen=True)
class Patch:
    at: At
    patch: View


def merge(target: Json, patch: Json) -> Json:
    """RFC 7396: `target` changed by `patch`. Neither is modified."""
    if not isinstance(patch, dict):
        return patch
    merged = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = merge(merged.get(key), value)
    return merged


@dataclass
class Topic:
    """`at` is None until the first snapshot."""

    name: str
    at: At | None = None
    data: View = field(default_factory=dict)
    _deltas: deque[Patch] = field(default_factory=lambda: deque(maxlen=KEPT_DELTAS))

    def whole(self, at: At, data: View) -> bool:
        """Take a snapshot; False when it is older than what is known, and changes nothing."""
        if self.at is not None and at < self.at:
            return False
        if at != self.at:
            self._deltas.clear()
        self.at, self.data = at, data
        return True

    def follows(self, at: At) -> bool:
        return self.at is not None and self.at.epoch == at.epoch and self.at.seq + 1 == at.seq

    def is_behind(self, at: At) -> bool:
        return self.at is None or self.at < at

    def advance(self, delta: Patch) -> None:
        """Apply a patch. ValueError when it does not follow: the caller asks for a snapshot."""
        if not self.follows(delta.at):
            raise ValueError(f"{self.name}: {delta.at} does not follow {self.at}")
        self.at, self.data = delta.at, merge(self.data, delta.patch)
        self._deltas.append(delta)

    def since(self, seen: At | None) -> list[Patch] | None:
        """The patches after `seen`, in order; None when only a snapshot can help."""
        if seen is None or self.at is None or seen.epoch != self.at.epoch or seen > self.at:
            return None
        missed = [delta for delta in self._deltas if delta.at > seen]
        return missed if len(missed) == self.at.seq - seen.seq else None
