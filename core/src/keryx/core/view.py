"""What all views have in common: camelCase in JSON, times RFC 3339 UTC with milliseconds."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec


class View(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Base of all views."""


def rfc3339(at: int) -> str:
    """`at` (ms UTC) as 2026-11-23T09:42:00.000Z."""
    moment = datetime.fromtimestamp(at // 1000, UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{at % 1000:03}Z"
