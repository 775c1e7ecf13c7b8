"""Rows of the records' tables into the API's shapes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from psycopg import AsyncConnection

from keryx.core.directory import Directory

from .schemas import (
    AgentRef,
    CallRecord,
    CallSummary,
    CallTimeline,
    ConsideredAgent,
    Decision,
    Disposition,
    Gap,
    Offer,
    Recording,
    Segment,
    Step,
    Track,
)
from .store import Row

_T = TypeVar("_T")

_QUERIES = {
    "segments": "SELECT interaction, party, role, kind, queue, agent::text, started_at, ended_at, cause, config_version"
    " FROM segment WHERE interaction = ANY(%s) ORDER BY interaction, n",
    "steps": "SELECT interaction, flow, flow_version, step, kind, outcome, label, next, started_at, ended_at"
    " FROM step WHERE interaction = ANY(%s) ORDER BY interaction, n",
    "offers": "SELECT interaction, offer, agent::text, queue, started_at, ended_at, result"
    " FROM offer WHERE interaction = ANY(%s) ORDER BY interaction, n",
    "decisions": "SELECT interaction, at, queue, chosen::text, considered, left_out"
    " FROM decision WHERE interaction = ANY(%s) ORDER BY interaction, n",
    "dispositions": "SELECT interaction, at, agent::text, code, comment_ref::text"
    " FROM disposition WHERE interaction = ANY(%s) ORDER BY interaction, n",
    "tracks": "SELECT interaction, recording::text, party, role, started_at, ended_at, milliseconds"
    " FROM track LEFT JOIN track_file USING (recording) WHERE interaction = ANY(%s) ORDER BY interaction, n",
    "recordings": "SELECT interaction, sha256, seconds, channels, gaps"
    " FROM recording WHERE interaction = ANY(%s) AND sha256 IS NOT NULL",
}


@dataclass(frozen=True)
class Naming:
    """What ids and references mean to people. `revealed` by vault reference: numbers and comments this person may see."""

    tenant: str
    directory: Directory
    revealed: Mapping[str, str]

    def agent(self, agent_id: Any) -> AgentRef | None:
        return None if agent_id is None else self.known_agent(str(agent_id))

    def known_agent(self, agent_id: str) -> AgentRef:
        person = self.directory.people.get(agent_id)
        return AgentRef(id=agent_id, login=person.login if person else None, name=person.name if person else None)


@dataclass(frozen=True)
class Rows:
    """Rows by table and interaction."""

    tables: dict[str, dict[UUID, list[Row]]] = field(default_factory=dict)

    def comment_refs(self) -> set[str]:
        """References of the comments agents gave."""
        given = self.tables["dispositions"].values()
        return {row[4] for rows in given for row in rows if row[4] is not None}

    def of(self, table: str, interaction: UUID, shape: Callable[..., _T]) -> list[_T]:
        return [shape(*row[1:]) for row in self.tables[table].get(interaction, ())]


async def read_rows(connection: AsyncConnection[Any], interactions: Sequence[UUID]) -> Rows:
    """All rows of these interactions."""
    rows = Rows()
    for table, query in _QUERIES.items():
        cursor = await connection.execute(query, (list(interactions),))
        grouped: dict[UUID, list[Row]] = defaultdict(list)
        for row in await cursor.fetchall():
            grouped[row[0]].append(row)
        rows.tables[table] = grouped
    return rows


def to_summary(row: Row, naming: Naming) -> CallSummary:
    """A row of `record_sql.SUMMARY_COLUMNS`."""
    return CallSummary(**_summary(row, naming))


def to_record(row: Row, rows: Rows, naming: Naming, play: str) -> CallRecord:
    segments, recordings = _segments(row[0], rows, naming), _recordings(row[0], rows, play)
    return CallRecord(**_summary(row, naming), segments=segments, recordings=recordings)


def to_timeline(row: Row, rows: Rows, naming: Naming, play: str) -> CallTimeline:
    """`play` is the address of the recording."""
    interaction = row[0]
    return CallTimeline(
        call=to_summary(row, naming),
        dispositions=rows.of("dispositions", interaction, lambda *values: _disposition(naming, *values)),
        segments=_segments(interaction, rows, naming),
        steps=rows.of("steps", interaction, _step),
        offers=rows.of("offers", interaction, lambda *values: _offer(naming, *values)),
        decisions=rows.of("decisions", interaction, lambda *values: _decision(naming, *values)),
        recordings=_recordings(interaction, rows, play),
    )


def _summary(row: Row, naming: Naming) -> dict[str, Any]:
    (
        interaction, channel, entry, dialled, withheld, caller_ref, started_at, answered_at, ended_at, outcome, first_queue,
        last_queue, first_agent, last_agent, wait_ms, talk_ms, disposition, recorded,
    ) = row  # fmt: skip
    return {
        "interaction_id": interaction,
        "tenant": naming.tenant,
        "channel": channel,
        "entry": entry,
        "dialled": dialled,
        "caller": None if withheld else naming.revealed.get(str(caller_ref)) or None,
        "caller_withheld": withheld,
        "first_queue": first_queue,
        "last_queue": last_queue,
        "first_agent": naming.agent(first_agent),
        "last_agent": naming.agent(last_agent),
        "started_at": started_at,
        "answered_at": answered_at,
        "ended_at": ended_at,
        "outcome": outcome,
        "wait_ms": wait_ms,
        "talk_ms": talk_ms,
        "disposition": disposition,
        "recorded": recorded,
    }


def _segments(interaction: UUID, rows: Rows, naming: Naming) -> list[Segment]:
    def segment(
        party: str, role: str, kind: str, queue: str | None, agent: str | None, started_at: datetime,
        ended_at: datetime | None, cause: str, config_version: int,
    ) -> Segment:  # fmt: skip
        return Segment(
            party=party, role=role, kind=kind, queue=queue, agent=naming.agent(agent), started_at=started_at,
            ended_at=ended_at, cause=cause, config_version=config_version,
        )  # fmt: skip

    return rows.of("segments", interaction, segment)


def _step(
    flow: str, flow_version: int, step: str, kind: str, outcome: str | None, label: str | None, following: str | None,
    started_at: datetime, ended_at: datetime | None,
) -> Step:  # fmt: skip
    return Step(
        flow=flow, flow_version=flow_version, step=step, kind=kind, outcome=outcome, label=label, next=following,
        started_at=started_at, ended_at=ended_at,
    )  # fmt: skip


def _offer(
    naming: Naming,
    offer: str,
    agent: str,
    queue: str | None,
    made_at: datetime,
    ended_at: datetime | None,
    result: str | None,
) -> Offer:
    known = naming.known_agent(agent)
    return Offer(offer=offer, agent=known, queue=queue, made_at=made_at, ended_at=ended_at, result=result)


def _disposition(naming: Naming, at: datetime, agent: str, code: str, comment_ref: str | None) -> Disposition:
    comment = naming.revealed.get(comment_ref or "") or None
    return Disposition(at=at, agent=naming.known_agent(agent), code=code, comment=comment)


def _decision(
    naming: Naming,
    at: datetime,
    queue: str,
    chosen: str | None,
    considered: Iterable[dict[str, Any]],
    left_out: dict[str, int],
) -> Decision:
    return Decision(
        at=at,
        queue=queue,
        chosen=naming.agent(chosen),
        considered=[_considered(naming, one) for one in considered],
        left_out=left_out,
    )


def _considered(naming: Naming, one: dict[str, Any]) -> ConsideredAgent:
    return ConsideredAgent(
        agent=naming.known_agent(one["agent"]),
        excluded_by=one.get("excluded_by"),
        detail=one.get("detail"),
        level=one.get("level"),
        idle_ms=one.get("idle_ms"),
    )


def _recordings(interaction: UUID, rows: Rows, play: str) -> list[Recording]:
    """The rendered recording, if there is one yet."""
    tracks = rows.tables["tracks"].get(interaction, [])
    start = min((row[4] for row in tracks), default=None)
    return rows.of(
        "recordings",
        interaction,
        lambda sha256, seconds, channels, gaps: Recording(
            uri=play,
            sha256=sha256,
            seconds=seconds,
            channels=channels,
            gaps=[_gap(one) for one in gaps or ()],
            tracks=[_track(row, start) for row in tracks],
        ),
    )


def _track(row: Row, start: datetime | None) -> Track:
    _, recording, party, role, started_at, _, milliseconds = row
    return Track(
        id=recording,
        party=party,
        role=role,
        channel=0 if role == "contact" else 1,
        offset_seconds=(started_at - start).total_seconds() if start else 0.0,
        seconds=None if milliseconds is None else milliseconds / 1000,
    )


def _gap(gap: dict[str, Any]) -> Gap:
    return Gap(
        track=gap.get("recording"),
        from_seconds=gap["from_ms"] / 1000,
        to_seconds=gap["to_ms"] / 1000,
        cause=gap.get("cause"),
    )
