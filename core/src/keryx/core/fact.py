"""What all facts have in common."""

from __future__ import annotations

from typing import Literal

import msgspec

Channel = Literal["voice"]


class Fact(msgspec.Struct, frozen=True, kw_only=True, tag_field="fact", omit_defaults=True):
    """Base of all facts. `at` is when the core decided it (ms, UTC)."""

    at: int
