"""An agent's own day. Wrong numbers here are told to supervisors as true, and a missed call is blamed on whom did not miss it."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from msgspec.structs import replace

from keryx.core.ledger import Offer
from keryx.tenant_runtime.gateway.day import figures, midnight

from .stack import ALICE, BOB, BOSS, Stack, people
from .test_records import NUMBER, answered, keep, until

DAY = "/api/tenant/v1/desk/day"
MINUTE = 60_000


def test_the_day_begins_at_midnight_where_the_tenant_is() -> None:
    """At one in the morning in Paris it is still yesterday in London."""
    assert midnight(datetime(2026, 7, 1, 23, 30, tzinfo=UTC), "Europe/Paris").isoformat() == "2026-07-02T00:00:00+02:00"
    assert midnight(datetime(2026, 7, 1, 21, 30, tzinfo=UTC), "Europe/Paris").isoformat() == "2026-07-01T00:00:00+02:00"


def test_occupancy_is_work_out_of_work_and_readiness_and_a_pause_is_neither() -> None:
    """Else who pauses longest looks idlest, or who never pauses looks lazy."""
    own = [
        ("a", "talking", None, 3, 30 * MINUTE), ("a", "wrap_up", None, 3, 6 * MINUTE),
        ("a", "available", None, 0, 20 * MINUTE), ("a", "offered", None, 4, 4 * MINUTE),
        ("a", "paused", "lunch", 0, 60 * MINUTE),
    ]  # fmt: skip
    day = figures(own)
    assert (day.calls, day.occupancy, day.paused_ms) == (3, 0.6, 60 * MINUTE)
    assert figures([]).occupancy is None


def test_a_team_is_averaged_over_those_who_were_there() -> None:
    """Colleagues on leave do not make the others look quick."""
    team = figures([("a", "talking", None, 3, 30 * MINUTE), ("b", "talking", None, 4, 10 * MINUTE)])
    assert (team.agents, team.calls, team.talk_ms) == (2, 3.5, 20 * MINUTE)


def _interval(stack: Stack, agent: str, state: str, minutes: tuple[float, float | None], **more: Any) -> None:
    """Began and ended so many minutes ago; None: goes on."""
    began, ended = minutes
    now = datetime.now(UTC)
    with psycopg.connect(stack.database) as connection:
        connection.execute(
            "INSERT INTO agent_interval (agent, login, started_at, ended_at, state, reason, interaction)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s)",
            (agent, str(uuid.uuid4()), now - timedelta(minutes=began), None if ended is None else now - timedelta(minutes=ended),
             state, more.get("reason"), more.get("interaction")),
        )  # fmt: skip


@pytest.mark.integration
async def test_own_figures_beside_the_teams_with_pauses_left_and_each_missed_calls_reason(stack: Stack) -> None:
    """The whole page's numbers, from the tables the worker writes, and nobody else's missed calls."""
    team = {ALICE: "north", BOB: "north"}
    stack.put_directory({key: _in_team(person, team.get(key)) for key, person in people().items()})
    stack.put_config(1, pauseReasons={"lunch": {"displayName": "Repas", "budgetMinutes": 45}})
    await keep(stack, *_missed_by(ALICE, "technical"), *_missed_by(BOB, "declined"))
    began = min(20.0, _minutes_today() / 2)
    _interval(stack, ALICE, "talking", (began, began / 2), interaction=str(uuid.uuid4()))
    _interval(stack, ALICE, "paused", (began / 2, None), reason="lunch")
    _interval(stack, BOB, "available", (began, None))
    _interval(stack, BOB, "talking", (3000, 2900), interaction=str(uuid.uuid4()))
    with stack.signed_in(ALICE) as client:
        await until(lambda: client.get(DAY).json()["pauses"] and client.get(DAY).json()["team"])
        day = client.get(DAY).json()
    assert (day["own"]["calls"], day["own"]["occupancy"]) == (1, 1.0)
    assert day["own"]["talkMs"] == pytest.approx(began / 2 * MINUTE, abs=2000)
    assert (day["team"]["agents"], day["team"]["calls"]) == (2, 0.5)
    (lunch,) = day["pauses"]
    assert (lunch["displayName"], lunch["budgetMs"]) == ("Repas", 45 * MINUTE)
    assert lunch["takenMs"] == pytest.approx(began / 2 * MINUTE, abs=5000)
    assert [(one["result"], one["caller"]) for one in day["missed"]] == [("technical", NUMBER)]
    with stack.signed_in(BOSS) as client:
        assert client.get(DAY).status_code == 200, "an administrator may use a desk too"


def _in_team(person: Any, team: str | None) -> Any:
    return replace(person, team=team)


def _missed_by(agent: str, result: Any) -> list[Any]:
    now = round(datetime.now(UTC).timestamp() * 1000)
    offer = Offer(
        offer=str(uuid.uuid4()),
        agent=agent,
        queue="sales",
        site="paris",
        started_at=now,
        ended_at=now + 1,
        result=result,
    )
    return [answered(1 if agent == ALICE else 2, BOSS, offers=(offer,))]


def _minutes_today() -> float:
    """Since midnight in Paris."""
    now = datetime.now(UTC)
    return (now - midnight(now, "Europe/Paris")).total_seconds() / 60
