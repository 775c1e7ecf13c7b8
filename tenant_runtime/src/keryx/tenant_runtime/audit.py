"""The tenant's own audit trail: who signed in, listened, read records. Chained in the transaction of the act itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import msgspec
from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

from keryx.core.audit import Event, Head, link

_COLUMNS = (
    "seq", "at", "actor_kind", "actor", "actor_login", "address", "session", "action", "object_kind", "object_id",
    "object_name", "before", "after", "why",
)  # fmt: skip
_INSERT = (
    f"INSERT INTO audit_event ({', '.join(_COLUMNS)}, hash)"
    f" VALUES ({', '.join(f'%({name})s' for name in _COLUMNS)}, %(hash)s)"
)
_CONDITIONS = {
    "since": "at >= %(since)s",
    "before": "at < %(before)s",
    "actor": "actor = %(actor)s",
    "action": "action = %(action)s",
    "about": "object_id = %(about)s",
    "words": "concat_ws(' ', actor_login, object_name, object_id, action) ILIKE %(words)s",
    "below": "seq < %(below)s",
    "above": "seq > %(above)s",
}

_LIKE = re.compile(r"[%_\\]")
"""What would mean something else in a LIKE pattern."""

Chained = tuple[Event, bytes]
"""An event and its hash."""


def chain_of(tenant: str) -> str:
    """The name of the tenant's chain here."""
    return f"{tenant}/runtime"


async def add(connection: AsyncConnection[Any], event: Event) -> None:
    """Chain an event to the trail, giving it its number, within the connection's transaction."""
    cursor = await connection.execute("SELECT seq, hash FROM audit_head FOR UPDATE")
    row = await cursor.fetchone()
    assert row is not None, "the migration made it"
    numbered = msgspec.structs.replace(event, seq=row[0] + 1)
    hashed = link(bytes(row[1]), numbered)
    values = msgspec.structs.asdict(numbered)
    for side in ("before", "after"):
        values[side] = Jsonb(values[side]) if values[side] is not None else None
    await connection.execute(_INSERT, {**values, "hash": hashed})
    await connection.execute("UPDATE audit_head SET seq = %s, hash = %s", (numbered.seq, hashed))


@dataclass(frozen=True)
class AuditFilter:
    """Which events are wanted; None: all. Times are ms UTC, `before` excluded; `below` and `above` are numbers."""

    since: int | None = None
    before: int | None = None
    actor: str | None = None
    action: str | None = None
    about: str | None = None
    words: str | None = None
    below: int | None = None
    above: int | None = None


async def events(
    connection: AsyncConnection[Any], tenant: str, wanted: AuditFilter, limit: int, *, oldest_first: bool = False
) -> list[Chained]:
    """Events with their hashes, the newest first unless asked otherwise."""
    values = {name: getattr(wanted, name) for name in _CONDITIONS}
    where = " AND ".join(text for name, text in _CONDITIONS.items() if values[name] is not None) or "true"
    if wanted.words:
        values["words"] = "%" + _LIKE.sub(r"\\\g<0>", wanted.words) + "%"
    query = f"SELECT {', '.join(_COLUMNS)}, hash FROM audit_event WHERE {where} ORDER BY seq"
    query += f" {'ASC' if oldest_first else 'DESC'} LIMIT %(limit)s"
    cursor = await connection.execute(query, {**values, "limit": limit})
    return [_chained(tenant, row) for row in await cursor.fetchall()]


async def head(connection: AsyncConnection[Any], tenant: str) -> Head:
    """The end of the chain."""
    cursor = await connection.execute("SELECT seq, hash FROM audit_head")
    row = await cursor.fetchone()
    assert row is not None, "the migration made it"
    return Head(chain=chain_of(tenant), seq=row[0], hash=bytes(row[1]).hex())


def _chained(tenant: str, row: tuple[Any, ...]) -> Chained:
    return Event(chain=chain_of(tenant), **dict(zip(_COLUMNS, row[:-1], strict=True))), bytes(row[-1])
