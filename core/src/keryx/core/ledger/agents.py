"""An agent's logins, cut into intervals of one state each."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from keryx.core import facts as f

SIGNED_IN = "signed_in"
"""The state between signing in and the first state told: usually it lasts no time at all and leaves no interval."""


class AgentInterval(msgspec.Struct, frozen=True, kw_only=True):
    """An agent was in `state` during [started_at, ended_at) of the login; None while it goes on. ms UTC."""

    agent: str
    login: str
    state: str
    reason: str | None = None
    interaction: str | None = None
    started_at: int
    ended_at: int | None = None


class AgentRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What an agent is in now, and what the last fact closed."""

    current: AgentInterval | None = None
    closed: tuple[AgentInterval, ...] = ()
    """Intervals that this very fact ended, to be written once: none of them is empty."""


def project_agent(record: AgentRecord, recorded: f.Recorded) -> AgentRecord:
    """The agent after one more of its facts."""
    match recorded.fact:
        case f.AgentSignedIn() as fact:
            return _over_to(
                record, AgentInterval(agent=fact.agent, login=fact.login, state=SIGNED_IN, started_at=fact.at)
            )
        case f.AgentStateChanged() as fact:
            return _state(record, fact)
        case f.AgentSignedOut(at=at):
            return _over_to(record, None, at)
        case _:
            return replace(record, closed=())


def _state(record: AgentRecord, fact: f.AgentStateChanged) -> AgentRecord:
    interval = AgentInterval(
        agent=fact.agent,
        login=fact.login,
        state=fact.state,
        reason=fact.reason,
        interaction=fact.interaction,
        started_at=fact.at,
    )
    current = record.current
    if current is not None and interval == replace(current, started_at=fact.at):
        return replace(record, closed=())
    return _over_to(record, interval)


def _over_to(record: AgentRecord, interval: AgentInterval | None, at: int | None = None) -> AgentRecord:
    """End what there is where the next begins, never before it began itself."""
    current = record.current
    if current is None:
        return AgentRecord(current=interval)
    wanted = interval.started_at if interval is not None else current.started_at if at is None else at
    moment = max(wanted, current.started_at)
    following = None if interval is None else replace(interval, started_at=moment)
    closed = () if moment == current.started_at else (replace(current, ended_at=moment),)
    return AgentRecord(current=following, closed=closed)
