"""An agent's own day beside the team's: what the records say since midnight, in the tenant's time zone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from psycopg import AsyncConnection

from keryx.core.directory import Directory, Person
from keryx.core.rights import Principal, allowed
from keryx.crds.config import TenantConfig
from keryx.kit.problems import Problem
from keryx.tenant_runtime.vault import Vault

from .day_shapes import DayFigures, DayView, MissedCall, PauseUse
from .people import Declared, People
from .store import Row, Store, StoreAway

_MOST_MISSED = 50
_MISSED = ("no_answer", "declined", "technical", "withdrawn", "lost")

_SPENT = """
SELECT agent::text, state, reason, count(DISTINCT interaction),
       sum(extract(epoch FROM least(coalesce(ended_at, %(now)s), %(now)s) - greatest(started_at, %(since)s)) * 1000)::bigint
FROM agent_interval
WHERE agent = ANY(%(agents)s::uuid[]) AND (ended_at IS NULL OR ended_at > %(since)s) AND started_at < %(now)s
GROUP BY agent, state, reason"""
"""Per agent, state and reason: contacts and milliseconds, cut off at midnight and now."""

_OFFERS_MISSED = """
SELECT o.ended_at, o.interaction, o.queue, o.result, i.caller_withheld, i.caller_ref::text
FROM offer o JOIN interaction i ON i.id = o.interaction
WHERE o.agent = %(agent)s AND o.started_at >= %(since)s AND o.result = ANY(%(missed)s)
ORDER BY o.started_at DESC LIMIT %(most)s"""


class Days:
    """The days of one tenant's agents."""

    def __init__(self, store: Store, vault: Vault, people: People, declared: Declared) -> None:
        self._store, self._vault, self._people, self._declared = store, vault, people, declared

    async def today(self, principal: Principal, person: Person, now: datetime) -> DayView:
        """Problem 503 while the database is away."""
        config = self._declared.config
        since = midnight(now, config.time_zone() if config else "UTC")
        mates = team_of(person, self._people.directory)
        asked: dict[str, Any] = {
            "agent": person.id, "agents": sorted(mates | {person.id}), "since": since, "now": now,
            "missed": list(_MISSED), "most": _MOST_MISSED,
        }  # fmt: skip
        try:
            async with self._store.connection() as connection:
                spent = await (await connection.execute(_SPENT, asked)).fetchall()
                missed = await (await connection.execute(_OFFERS_MISSED, asked)).fetchall()
                numbers = await self._numbers(connection, principal, missed)
        except StoreAway as away:
            raise Problem(503, "database_away", "Your day cannot be read right now; try again shortly.") from away
        own = [row for row in spent if row[0] == person.id]
        return DayView(
            since=since, as_of=now, own=figures(own), team=figures(spent) if mates else None,
            pauses=pauses(own, config), missed=[_missed(row, numbers) for row in missed],
        )  # fmt: skip

    async def _numbers(
        self, connection: AsyncConnection[Any], principal: Principal, missed: Iterable[Row]
    ) -> Mapping[str, str]:
        if not allowed(principal, "calls.numbers").allowed:
            return {}
        return await self._vault.read(connection, {row[5] for row in missed if row[5]})


def midnight(now: datetime, zone: str) -> datetime:
    """When the day that `now` is in began there."""
    return now.astimezone(ZoneInfo(zone)).replace(hour=0, minute=0, second=0, microsecond=0)


def team_of(person: Person, directory: Directory) -> set[str]:
    """The agents of the person's team; empty for who is in none, or alone in it."""
    if person.team is None:
        return set()
    mates = {one.id for one in directory.people.values() if one.team == person.team and one.queues}
    return mates if mates - {person.id} else set()


def figures(spent: Iterable[Row]) -> DayFigures:
    """Rows of `_SPENT` of one agent, or of several: then the average of those who were signed in."""
    rows = list(spent)
    agents = len({row[0] for row in rows})
    share = max(agents, 1)
    talk, wrap_up, ready, paused = (
        _of(rows, *states) // share for states in (("talking",), ("wrap_up",), ("available", "offered"), ("paused",))
    )
    busy = talk + wrap_up
    return DayFigures(
        agents=agents, calls=round(sum(row[3] for row in rows if row[1] == "talking") / share, 1),
        talk_ms=talk, wrap_up_ms=wrap_up, ready_ms=ready, paused_ms=paused,
        occupancy=round(busy / (busy + ready), 3) if busy + ready else None,
    )  # fmt: skip


def pauses(spent: Iterable[Row], config: TenantConfig | None) -> list[PauseUse]:
    """What was taken of each declared pause, with what is meant for it."""
    rows = list(spent)
    return [
        PauseUse(
            name=name, display_name=reason.display_name or name,
            taken_ms=sum(row[4] for row in rows if row[1] == "paused" and row[2] == name),
            budget_ms=None if reason.budget_minutes is None else reason.budget_minutes * 60_000,
        )
        for name, reason in sorted((config.pause_reasons if config else {}).items())
    ]  # fmt: skip


def _of(rows: Iterable[Row], *states: str) -> int:
    return sum(row[4] for row in rows if row[1] in states)


def _missed(row: Row, numbers: Mapping[str, str]) -> MissedCall:
    at, interaction, queue, result, withheld, caller_ref = row
    return MissedCall(
        at=at, interaction_id=interaction, queue=queue, result=result, caller_withheld=withheld,
        caller=None if withheld else numbers.get(caller_ref or "") or None,
    )  # fmt: skip
