"""What a list of calls is narrowed to."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID


@dataclass(frozen=True)
class CallFilter:
    """Every part that is None does not narrow. Times without a zone are UTC."""

    queue: str | None
    agent: UUID | None
    entry: str | None
    outcome: str | None
    started_from: datetime | None
    started_before: datetime | None
    number: str | None
    cursor: str | None
    limit: int


@dataclass(frozen=True)
class Place:
    """Where a page ended: the last line's start and id."""

    started_at: datetime
    interaction: UUID


def cursor_of(place: Place) -> str:
    raw = f"{place.started_at.astimezone(UTC).isoformat()}|{place.interaction}"
    return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")


def place_of(cursor: str) -> Place:
    """The place behind a cursor. ValueError when it is none of ours."""
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        started_at, _, interaction = raw.partition("|")
        return Place(datetime.fromisoformat(started_at), UUID(interaction))
    except (binascii.Error, UnicodeDecodeError) as error:
        raise ValueError("not a cursor") from error
