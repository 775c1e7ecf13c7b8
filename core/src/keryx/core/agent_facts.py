"""What happened to agents: logins, states, wishes, wrap-up, phones and desks."""

from __future__ import annotations

from typing import Literal

from keryx.core.fact import Fact

AgentState = Literal["available", "offered", "talking", "wrap_up", "paused", "not_answering", "unreachable"]


class AgentSignedIn(Fact, frozen=True, kw_only=True, tag="agent.signed_in"):
    agent: str
    login: str
    """Id of this login: agent intervals partition it."""
    phone: Literal["browser", "sip"]
    site: str


class AgentStateChanged(Fact, frozen=True, kw_only=True, tag="agent.state"):
    """`state` is what routing sees from now on; `until` when the server ends it (wrap-up)."""

    agent: str
    login: str
    state: AgentState
    reason: str | None = None
    """Pause reason's name, or why (no_answer, desk_gone, …)."""
    interaction: str | None = None
    by: str | None = None
    """Person who did it, if not the agent."""
    until: int | None = None


class AgentAsked(Fact, frozen=True, kw_only=True, tag="agent.asked"):
    """What the agent asked to be next, while busy: None clears it."""

    agent: str
    next: Literal["ready", "pause", "sign_out"] | None
    reason: str | None = None
    by: str | None = None
    """Person who asked it, if not the agent."""


class WrapUpExtended(Fact, frozen=True, kw_only=True, tag="wrap_up.extended"):
    agent: str
    interaction: str
    until: int


class AgentSignedOut(Fact, frozen=True, kw_only=True, tag="agent.signed_out"):
    agent: str
    login: str
    cause: str
    by: str | None = None
    """Person who did it, if not the agent."""


class PhoneReachable(Fact, frozen=True, kw_only=True, tag="phone.reachable"):
    """The agent's phone is (not) registered at `site` as `endpoint`."""

    agent: str
    site: str
    endpoint: str
    reachable: bool


class DeskPresence(Fact, frozen=True, kw_only=True, tag="desk.presence"):
    """The agent's desk page is (not) connected; `grace_until` is when absence becomes "unreachable"."""

    agent: str
    present: bool
    grace_until: int | None = None
