"""What facts about an agent change: login, state, phone and desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from keryx.core import facts as f
from keryx.core.state import Agent, State, WrapUp, agent_of, move_agent


def _signed_in(state: State, fact: f.AgentSignedIn) -> None:
    agent = agent_of(state, fact.agent)
    agent.login, agent.phone, agent.site = fact.login, fact.phone, fact.site
    agent.technical, agent.rest_until, agent.last = 0, 0, None
    agent.help_since = agent.changed_by = None


def _agent_state(state: State, fact: f.AgentStateChanged) -> None:
    agent = agent_of(state, fact.agent)
    move_agent(agent, fact.state)
    agent.since, agent.reason, agent.changed_by = fact.at, fact.reason, fact.by
    agent.wrap_up = None
    if fact.state == "available":
        agent.idle_since = fact.at
    if fact.state == "unreachable":
        agent.technical = 0
    if fact.state not in ("talking", "wrap_up"):
        agent.help_since = None
    if fact.state == "wrap_up":
        _begin_wrap_up(agent, fact)


def _begin_wrap_up(agent: Agent, fact: f.AgentStateChanged) -> None:
    last = agent.last
    agent.wrap_up = WrapUp(
        interaction=fact.interaction or "",
        queue=None if last is None else last.queue,
        until=fact.until if fact.until is not None else fact.at,
        max_extensions=0 if last is None else last.max_extensions,
        extension_ms=0 if last is None else last.extension_ms,
    )


def _asked(state: State, fact: f.AgentAsked) -> None:
    agent = agent_of(state, fact.agent)
    agent.next, agent.next_reason, agent.next_by = fact.next, fact.reason, fact.by


def _extended(state: State, fact: f.WrapUpExtended) -> None:
    wrap_up = agent_of(state, fact.agent).wrap_up
    if wrap_up is not None:
        wrap_up.until = fact.until
        wrap_up.extensions += 1


def _signed_out(state: State, fact: f.AgentSignedOut) -> None:
    agent = agent_of(state, fact.agent)
    move_agent(agent, None)
    agent.login = agent.reason = agent.next = agent.next_reason = agent.next_by = None
    agent.help_since, agent.changed_by = None, fact.by
    agent.wrap_up = agent.last = None
    agent.since = fact.at


def _phone(state: State, fact: f.PhoneReachable) -> None:
    agent = agent_of(state, fact.agent)
    if fact.reachable:
        agent.endpoints[fact.site] = fact.endpoint
    elif agent.endpoints.get(fact.site) == fact.endpoint:
        del agent.endpoints[fact.site]


def _desk(state: State, fact: f.DeskPresence) -> None:
    agent = agent_of(state, fact.agent)
    agent.desk, agent.grace_until = fact.present, fact.grace_until


AGENT_CHANGES: dict[type[f.Fact], Callable[[State, Any], None]] = {
    f.AgentSignedIn: _signed_in,
    f.AgentStateChanged: _agent_state,
    f.AgentAsked: _asked,
    f.WrapUpExtended: _extended,
    f.AgentSignedOut: _signed_out,
    f.PhoneReachable: _phone,
    f.DeskPresence: _desk,
}
