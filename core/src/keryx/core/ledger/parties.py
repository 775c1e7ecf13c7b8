"""Cutting a party's time into segments, so that one begins where the last one ended."""

from __future__ import annotations

from msgspec.structs import replace

from keryx.core.ledger.records import InteractionRecord, PartyRole, Segment, SegmentKind


def open_segment(record: InteractionRecord, party: str) -> Segment | None:
    """The segment the party is in now."""
    return next((one for one in reversed(record.segments) if one.party == party and one.ended_at is None), None)


def open_party(record: InteractionRecord, agent: str) -> str | None:
    """The party an agent is in this interaction as, now."""
    return next(
        (
            one.party
            for one in reversed(record.segments)
            if one.role == "agent" and one.agent == agent and one.ended_at is None
        ),
        None,
    )


def begin(
    record: InteractionRecord,
    party: str,
    role: PartyRole,
    kind: SegmentKind,
    at: int,
    *,
    cause: str,
    queue: str | None = None,
    agent: str | None = None,
) -> InteractionRecord:
    """The party goes over to `kind`; what it was in ends at the same instant. What it is in already goes on."""
    current = open_segment(record, party)
    if current is not None and (current.kind, current.queue, current.agent) == (kind, queue, agent):
        return record
    record, at = end(record, party, at), _not_before(record, party, at)
    segment = Segment(
        party=party,
        role=role,
        kind=kind,
        started_at=at,
        queue=queue,
        agent=agent,
        cause=cause,
        config_version=record.config_version,
    )
    return replace(record, segments=(*record.segments, segment))


def end(record: InteractionRecord, party: str, at: int) -> InteractionRecord:
    """The party's open segment ends; one that lasted no time is dropped, for it was never anything."""
    current = open_segment(record, party)
    if current is None:
        return record
    at = max(at, current.started_at)
    closed = () if at == current.started_at else (replace(current, ended_at=at),)
    place = next(i for i, one in enumerate(record.segments) if one is current)
    return replace(record, segments=(*record.segments[:place], *closed, *record.segments[place + 1 :]))


def end_all(record: InteractionRecord, at: int) -> InteractionRecord:
    """The interaction is over since `at`, which may lie before what was projected already: an engine that finds legs gone
    learns late when they went. Nobody was in it after `at`; wrap-up begins where the talk truly ended."""
    kept: list[Segment] = []
    for segment in record.segments:
        if segment.kind == "wrap":
            kept.append(_after_clipped(record, segment, at))
        elif segment.started_at < at:
            kept.append(replace(segment, ended_at=at if segment.ended_at is None else min(at, segment.ended_at)))
    return replace(record, segments=tuple(kept))


def _after_clipped(record: InteractionRecord, wrap: Segment, at: int) -> Segment:
    followed = any(one.party == wrap.party and one.ended_at == wrap.started_at for one in record.segments)
    return replace(wrap, started_at=at) if followed and wrap.started_at > at else wrap


def _not_before(record: InteractionRecord, party: str, at: int) -> int:
    """`at`, but never before what the party was in last began or ended."""
    last = next((one for one in reversed(record.segments) if one.party == party), None)
    if last is None:
        return at
    return max(at, last.started_at if last.ended_at is None else last.ended_at)
