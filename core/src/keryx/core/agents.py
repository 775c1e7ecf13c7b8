"""An agent's states: signing in and out, ready, pause, and what follows an offer or a talk."""

from __future__ import annotations

from typing import Literal

from keryx.core import facts as f
from keryx.core import watches
from keryx.core.inputs import GetReady, Refused, SignIn, SignOut, TakeBackNext, TakePause
from keryx.core.state import SESSION_REASON, Agent, agent_of
from keryx.core.turn import Turn

Wish = Literal["ready", "pause", "sign_out"]
MAX_TECHNICAL = 3
"""After so many technical failures in a row the agent counts as unreachable."""
BUSY = ("offered", "talking", "wrap_up")


def on_sign_in(turn: Turn, request: SignIn) -> None:
    """A login begins, in a pause: ready is the agent's own word."""
    person = turn.person(request.agent)
    if person is None or not person.active:
        raise Refused("agent_unknown", "This person is not an agent here.")
    agent = turn.agent(request.agent)
    if agent.state is not None:
        raise Refused("already_signed_in", "You are already signed in.")
    _within_quota(turn)
    site = request.site or person.site or next(iter(turn.config.sites), "")
    if site not in turn.config.sites:
        raise Refused("site_unknown", f"There is no site {site}.")
    login = turn.new_id()
    turn.emit(f.AgentSignedIn(at=turn.now, agent=agent.id, login=login, phone=request.phone, site=site))
    set_state(turn, turn.agent(agent.id), "paused", reason=SESSION_REASON, by=_other(request.agent, request.by))


def _within_quota(turn: Turn) -> None:
    if len(turn.board.signed_in) >= turn.config.tenant.quotas.agents:
        raise Refused("quota_agents", f"All {turn.config.tenant.quotas.agents} places for agents are taken.")


def on_sign_out(turn: Turn, request: SignOut) -> None:
    agent = signed_in(turn, request.agent)
    if agent.state in BUSY:
        ask(turn, agent, "sign_out", request.cause)
    else:
        sign_out(turn, agent, request.cause)


def on_ready(turn: Turn, request: GetReady) -> None:
    agent = signed_in(turn, request.agent)
    if agent.state in BUSY:
        ask(turn, agent, "ready", None)
    elif agent.watching is not None:
        raise Refused("supervising", "You are in somebody else's call; leave it first.")
    elif agent.phone == "browser" and not agent.desk:
        raise Refused("desk_absent", "The desk is not connected.")
    elif agent.state != "available":
        set_state(turn, agent, "available", by=_other(request.agent, request.by))


def on_pause(turn: Turn, request: TakePause) -> None:
    agent = signed_in(turn, request.agent)
    if request.reason not in turn.config.pause_reasons:
        raise Refused("pause_reason_unknown", f"There is no pause reason {request.reason}.")
    if agent.state in BUSY:
        ask(turn, agent, "pause", request.reason)
    else:
        set_state(turn, agent, "paused", reason=request.reason, by=_other(request.agent, request.by))


def on_take_back(turn: Turn, request: TakeBackNext) -> None:
    """The agent's own wish, or one a supervisor made for it: only who may change the agent's state takes back theirs."""
    agent = signed_in(turn, request.agent)
    if agent.next_by is not None:
        raise Refused("asked_by_supervisor", "A supervisor asked for this; ask them to take it back.")
    if agent.next is not None:
        turn.emit(f.AgentAsked(at=turn.now, agent=agent.id, next=None))


def signed_in(turn: Turn, agent_id: str) -> Agent:
    """The agent, who must be signed in. Refused when not."""
    agent = turn.state.agents.get(agent_id)
    if agent is None or agent.state is None:
        raise Refused("not_signed_in", "You are not signed in.")
    return agent


def set_state(
    turn: Turn,
    agent: Agent,
    state: f.AgentState,
    *,
    reason: str | None = None,
    interaction: str | None = None,
    until: int | None = None,
    by: str | None = None,
) -> None:
    if agent.wrap_up is not None and agent.last is not None:
        turn.state.personal.pop(agent.last.caller_ref, None)
    turn.emit(
        f.AgentStateChanged(
            at=turn.now,
            agent=agent.id,
            login=agent.login or "",
            state=state,
            reason=reason,
            interaction=interaction,
            until=until,
            by=by,
        )
    )


def sign_out(turn: Turn, agent: Agent, cause: str, *, by: str | None = None) -> None:
    """End the login; who watches a call is out of it first."""
    watched = turn.state.interactions.get(agent.watching or "")
    if watched is not None:
        watches.end(turn, watched, watched.watches[agent.id], "supervisor", leg_up=True)
    turn.emit(f.AgentSignedOut(at=turn.now, agent=agent.id, login=agent.login or "", cause=cause, by=by))


def after_offer(turn: Turn, agent_id: str, result: f.OfferResult) -> None:
    """What an agent is after an offer that was not accepted. Only its own doing is held against it."""
    agent = agent_of(turn.state, agent_id)
    if agent.state != "offered":
        return
    if result in ("no_answer", "declined") and agent.next not in ("pause", "sign_out"):
        set_state(turn, agent, "not_answering", reason=result)
    elif result == "technical" and (not agent.endpoints or agent.technical >= MAX_TECHNICAL):
        set_state(turn, agent, "unreachable", reason="phone")
    else:
        come_free(turn, agent)


def after_talk(
    turn: Turn, agent_id: str, interaction: str, wrap_up_ms: int, *, unreachable: bool = False, by: str | None = None
) -> None:
    """Wrap-up by the server's clock, or straight on to what the agent asked for. `by`: who took the call over."""
    agent = agent_of(turn.state, agent_id)
    if agent.state != "talking":
        return
    if unreachable:
        set_state(turn, agent, "unreachable", reason="desk_gone")
    elif wrap_up_ms > 0:
        set_state(turn, agent, "wrap_up", interaction=interaction, until=turn.now + wrap_up_ms, by=by)
    else:
        come_free(turn, agent)


def come_free(turn: Turn, agent: Agent) -> None:
    """The agent has nothing to do any more: what it asked for, else available; unreachable when its desk is long
    gone."""
    if agent.next in ("pause", "sign_out"):
        follow_wish(turn, agent)
        return
    if agent.next is not None:
        turn.emit(f.AgentAsked(at=turn.now, agent=agent.id, next=None))
    if agent.phone == "browser" and not agent.desk and (agent.grace_until or 0) <= turn.now:
        set_state(turn, agent, "unreachable", reason="desk_gone")
    else:
        set_state(turn, agent, "available")


def follow_wish(turn: Turn, agent: Agent) -> None:
    wish, reason, by = agent.next, agent.next_reason, agent.next_by
    turn.emit(f.AgentAsked(at=turn.now, agent=agent.id, next=None))
    if wish == "sign_out":
        sign_out(turn, agent, reason or "asked", by=by)
    else:
        set_state(turn, agent, "paused", reason=reason, by=by)


def ask(turn: Turn, agent: Agent, wish: Wish, reason: str | None, *, by: str | None = None) -> None:
    """Next, when the agent is done with what it is in."""
    turn.emit(f.AgentAsked(at=turn.now, agent=agent.id, next=wish, reason=reason, by=by))


def _other(agent: str, by: str) -> str | None:
    return by if by != agent else None
