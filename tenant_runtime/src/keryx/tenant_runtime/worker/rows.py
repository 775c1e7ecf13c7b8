"""How a record lies in tables: one table of columns and one function of values for each kind of row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import msgspec
from psycopg import AsyncCursor, sql
from psycopg.types.json import Jsonb

from keryx.core.ledger import AgentInterval, InteractionRecord

Row = tuple[Any, ...]


def moment(ms: int | None) -> datetime | None:
    return None if ms is None else datetime.fromtimestamp(ms / 1000, UTC)


def milliseconds(at: datetime | None) -> int | None:
    return None if at is None else round(at.timestamp() * 1000)


def _json(value: Any) -> Jsonb:
    return Jsonb(msgspec.to_builtins(value))


@dataclass(frozen=True)
class RowTable:
    """A table whose rows are the items of one list of the record, numbered in their order."""

    name: str
    columns: tuple[str, ...]
    items: Callable[[InteractionRecord], Sequence[Any]]
    values: Callable[[Any], Row]

    def statement(self) -> sql.Composed:
        return _upsert(self.name, ("interaction", "n"), self.columns)


def _upsert(table: str, key: tuple[str, ...], columns: tuple[str, ...]) -> sql.Composed:
    return sql.SQL("INSERT INTO {} ({}) VALUES ({}) ON CONFLICT ({}) DO UPDATE SET {}").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, (*key, *columns))),
        sql.SQL(", ").join(sql.Placeholder() * (len(key) + len(columns))),
        sql.SQL(", ").join(map(sql.Identifier, key)),
        sql.SQL(", ").join(sql.SQL("{0} = EXCLUDED.{0}").format(sql.Identifier(column)) for column in columns),
    )


TABLES = (
    RowTable(
        "segment",
        ("party", "role", "kind", "queue", "agent", "started_at", "ended_at", "cause", "config_version"),
        lambda record: record.segments,
        lambda one: (
            one.party, one.role, one.kind, one.queue, one.agent, moment(one.started_at), moment(one.ended_at),
            one.cause, one.config_version,
        ),
    ),
    RowTable(
        "step",
        ("flow", "flow_version", "step", "kind", "started_at", "ended_at", "outcome", "next", "label"),
        lambda record: record.steps,
        lambda one: (
            one.flow, one.flow_version, one.step, one.kind, moment(one.started_at), moment(one.ended_at), one.outcome,
            one.next, one.label,
        ),
    ),
    RowTable(
        "offer",
        ("offer", "agent", "queue", "site", "started_at", "ended_at", "result"),
        lambda record: record.offers,
        lambda one: (
            one.offer, one.agent, one.queue, one.site, moment(one.started_at), moment(one.ended_at), one.result
        ),
    ),
    RowTable(
        "decision",
        ("at", "queue", "chosen", "considered", "left_out"),
        lambda record: record.decisions,
        lambda one: (moment(one.at), one.queue, one.chosen, _json(one.considered), _json(one.left_out)),
    ),
    RowTable(
        "disposition",
        ("at", "agent", "code", "comment_ref"),
        lambda record: record.dispositions,
        lambda one: (moment(one.at), one.agent, one.code, one.comment_ref),
    ),
    RowTable(
        "marker",
        ("at", "marker"),
        lambda record: record.markers,
        lambda one: (moment(one[0]), one[1]),
    ),
    RowTable(
        "track",
        ("recording", "leg", "site", "party", "role", "policy", "started_at", "ended_at", "pauses"),
        lambda record: record.tracks,
        lambda one: (
            one.recording, one.leg, one.site, one.party, one.role, one.policy, moment(one.started_at),
            moment(one.ended_at), _json(one.pauses),
        ),
    ),
)  # fmt: skip

_INTERACTION = (
    "channel", "direction", "site", "entry", "dialled", "caller_ref", "caller_withheld", "trunk", "language", "recovered",
    "party", "started_at", "connected_at", "answered_at", "ended_at", "outcome", "cause", "ended_by", "first_queue",
    "last_queue", "first_agent", "last_agent", "wait_ms", "talk_ms", "disposition", "config_version", "settled",
)  # fmt: skip
_MOMENTS = frozenset({"started_at", "connected_at", "answered_at", "ended_at"})
_INTERACTION_UPSERT = _upsert("interaction", ("id",), _INTERACTION)
_STATEMENTS = {table.name: table.statement() for table in TABLES}
_INTERVAL_UPSERT = _upsert(
    "agent_interval", ("agent", "login", "started_at"), ("ended_at", "state", "reason", "interaction")
)


async def write_record(cursor: AsyncCursor[Any], old: InteractionRecord | None, new: InteractionRecord) -> None:
    """Write what differs from `old`, which is what the tables hold."""
    await cursor.execute(_INTERACTION_UPSERT, (new.interaction, *(_column(new, name) for name in _INTERACTION)))
    for table in TABLES:
        await _write_rows(cursor, table, old, new)


async def write_interval(cursor: AsyncCursor[Any], interval: AgentInterval) -> None:
    await cursor.execute(
        _INTERVAL_UPSERT,
        (
            interval.agent, interval.login, moment(interval.started_at), moment(interval.ended_at), interval.state,
            interval.reason, interval.interaction,
        ),
    )  # fmt: skip


def _column(record: InteractionRecord, name: str) -> Any:
    value = getattr(record, name)
    return moment(value) if name in _MOMENTS else value


async def _write_rows(
    cursor: AsyncCursor[Any], table: RowTable, old: InteractionRecord | None, new: InteractionRecord
) -> None:
    before = () if old is None else table.items(old)
    after = table.items(new)
    if before is after:
        return
    changed = [
        (new.interaction, n, *table.values(item))
        for n, item in enumerate(after)
        if n >= len(before) or before[n] != item
    ]
    if changed:
        await cursor.executemany(_STATEMENTS[table.name], changed)
    if len(before) > len(after):
        delete = sql.SQL("DELETE FROM {} WHERE interaction = %s AND n >= %s").format(sql.Identifier(table.name))
        await cursor.execute(delete, (new.interaction, len(after)))
