"""What is wrong with a declaration, in words its author understands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Reason = Literal[
    "Unreadable", "Invalid", "Duplicate", "ReferenceNotFound", "MissingBranch", "Unreachable", "EndlessLoop", "OutOfBounds",
    "Overlap", "Immutable", "NamespaceMissing", "TenantNotFound",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong. `message` is a sentence; `missing` the name that leads nowhere, if that is what is wrong."""

    kind: str
    """Empty when the file could not be read so far."""
    name: str
    namespace: str | None
    path: str
    """Field within the object, such as spec.steps[2].menu.onFailure; empty for the object itself."""
    message: str
    reason: Reason = "Invalid"
    missing: str | None = None
    file: str | None = None
    line: int | None = None
    """Of the file, the first is 1."""
