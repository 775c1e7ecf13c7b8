"""The questions put to the records' tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from keryx.core.directory import Directory
from keryx.core.rights import Principal, allowed
from keryx.core.roles import Reach
from keryx.kit.problems import Problem

from .filters import CallFilter, Place

SUMMARY_COLUMNS = (
    "id, channel, entry, dialled, caller_withheld, caller_ref, started_at, answered_at, ended_at, outcome, first_queue,"
    " last_queue, first_agent, last_agent, wait_ms, talk_ms, disposition,"
    " EXISTS (SELECT FROM recording WHERE interaction = i.id AND sha256 IS NOT NULL) AS recorded"
)

_INVOLVES = (
    "(EXISTS (SELECT FROM segment s WHERE s.interaction = i.id AND s.agent = ANY({agents}::uuid[]))"
    " OR EXISTS (SELECT FROM offer o WHERE o.interaction = i.id AND o.agent = ANY({agents}::uuid[])))"
)
_IN_QUEUE = (
    "(i.first_queue = %(queue)s OR i.last_queue = %(queue)s"
    " OR EXISTS (SELECT FROM segment s WHERE s.interaction = i.id AND s.queue = %(queue)s))"
)


@dataclass(frozen=True)
class Visible:
    """Which calls a person may see: all of the tenant (`everything`), or those of some sites, agents or queues."""

    everything: bool = False
    sites: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()
    queues: tuple[str, ...] = ()


def visible(principal: Principal, action: str, directory: Directory) -> Visible:
    """How far `action` reaches for this person. Problem 403 when it does not at all."""
    decision = allowed(principal, action)
    scope = decision.scope
    if scope is None:
        raise Problem(403, "not_allowed", decision.reason)
    if scope.reach is Reach.TENANT:
        return Visible(everything=True)
    sites, teams = set(scope.sites), set(scope.teams)
    if scope.reach is Reach.SITE and principal.site:
        sites.add(principal.site)
    if scope.reach is Reach.TEAM and principal.team:
        teams.add(principal.team)
    mates = {person.id for person in directory.people.values() if person.team in teams}
    return Visible(sites=tuple(sorted(sites)), agents=tuple(sorted(mates | {principal.person_id})), queues=scope.queues)


_VISIBLE = (
    "(i.site = ANY(%(sites)s::text[]) OR "
    + _INVOLVES.format(agents="%(own)s")
    + " OR i.first_queue = ANY(%(queues)s::text[])"
    " OR i.last_queue = ANY(%(queues)s::text[])"
    " OR EXISTS (SELECT FROM segment s WHERE s.interaction = i.id AND s.queue = ANY(%(queues)s::text[])))"
)


def page_query(
    seen: Visible, wanted: CallFilter, place: Place | None, refs: list[str] | None, one: UUID | None
) -> tuple[str, dict[str, Any]]:
    """A page of summaries, latest first, after `place`; `refs` are the vault's references of the number looked for.

    The query's text is put together of constants alone; all values travel as parameters.
    """
    conditions = [
        (one, "i.id = %(one)s"),
        (None if seen.everything else seen, _VISIBLE),
        (wanted.queue, _IN_QUEUE),
        (wanted.agent, _INVOLVES.format(agents="ARRAY[%(agent)s]")),
        (wanted.entry, "i.entry = %(entry)s"),
        (wanted.outcome, "i.outcome = %(outcome)s"),
        (wanted.started_from, "i.started_at >= %(started_from)s"),
        (wanted.started_before, "i.started_at < %(started_before)s"),
        (refs, "i.caller_ref = ANY(%(refs)s::uuid[])"),
        (place, "(i.started_at, i.id) < (%(place_at)s, %(place_id)s)"),
    ]
    where = " AND ".join(condition for value, condition in conditions if value is not None) or "true"
    query = (
        f"SELECT {SUMMARY_COLUMNS} FROM interaction i WHERE {where}"
        " ORDER BY i.started_at DESC, i.id DESC LIMIT %(limit)s"
    )
    parameters = {
        "one": one,
        "sites": list(seen.sites),
        "own": list(seen.agents),
        "queues": list(seen.queues),
        "queue": wanted.queue,
        "agent": wanted.agent,
        "entry": wanted.entry,
        "outcome": wanted.outcome,
        "started_from": _zoned(wanted.started_from),
        "started_before": _zoned(wanted.started_before),
        "refs": refs,
        "place_at": place.started_at if place else None,
        "place_id": place.interaction if place else None,
        "limit": wanted.limit,
    }
    return query, parameters


def agent_states_query() -> str:
    return "SELECT agent::text, state FROM agent_interval WHERE ended_at IS NULL"


def _zoned(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment
