"""Desks and phones that come and go. Whoever vanishes in a talk has a grace to come back; then the contact goes to
the head of its queue.

A browser's leg that ends without the agent having asked to hang up is a vanished page, not a hang-up: a reload must
not lose the call. The way to hang up is the command. A desk phone's leg that ends normally is a hang-up.
"""

from __future__ import annotations

from keryx.core import facts as f
from keryx.core import offers, recording, talk, watches
from keryx.core.agents import set_state
from keryx.core.ending import end, end_talk
from keryx.core.inputs import DeskGone, DeskSeen, PhoneContact
from keryx.core.state import Agent, Interaction, Talk
from keryx.core.turn import Turn

REPLACED_WITHIN_MS = 10_000
"""How long a new leg rings at a page that is meant to answer by itself."""


def on_desk_seen(turn: Turn, request: DeskSeen) -> None:
    agent = turn.agent(request.agent)
    if not agent.desk:
        turn.emit(f.DeskPresence(at=turn.now, agent=agent.id, present=True))
        agent = turn.agent(agent.id)
    if agent.state == "unreachable" and agent.phone == "browser" and agent.reason == "desk_gone":
        set_state(turn, agent, "paused", reason="desk_back")
    _reconnect(turn, agent)


def on_desk_gone(turn: Turn, request: DeskGone) -> None:
    agent = turn.agent(request.agent)
    if not agent.desk:
        return
    needs_desk = agent.phone == "browser" and agent.state is not None
    until = turn.now + grace_ms(turn) if needs_desk else None
    turn.emit(f.DeskPresence(at=turn.now, agent=agent.id, present=False, grace_until=until))
    interaction = turn.state.interactions.get(agent.interaction or "")
    if not needs_desk or interaction is None:
        return
    if interaction.offer is not None and interaction.offer.agent == agent.id:
        offers.fail(turn, interaction, "technical", leg_up=True)
    elif interaction.talk is not None:
        _hold_for_return(turn, interaction, interaction.talk, until)


def on_phone(turn: Turn, report: PhoneContact) -> None:
    """A phone registered or went away at a site."""
    agent = turn.agent(report.agent)
    before = agent.endpoints.get(report.site)
    if (report.reachable and before != report.endpoint) or (not report.reachable and before == report.endpoint):
        turn.emit(
            f.PhoneReachable(
                at=turn.now,
                agent=agent.id,
                site=report.site,
                endpoint=report.endpoint,
                reachable=report.reachable,
            )
        )
    if not report.reachable:
        return
    agent = turn.agent(report.agent)
    if agent.state == "unreachable" and agent.reason == "phone":
        set_state(turn, agent, "available")
    _give_up_new_leg(turn, agent)
    _reconnect(turn, agent)


def on_desk_due(turn: Turn, agent: Agent) -> None:
    """The desk stayed away for its whole grace; a talk's own grace and a wrap-up end by themselves."""
    if agent.state in ("available", "paused", "not_answering"):
        set_state(turn, agent, "unreachable", reason="desk_gone")


def on_grace_due(turn: Turn, interaction: Interaction) -> None:
    """The agent did not come back: the contact does, to the head of its queue."""
    end_talk(turn, interaction, "unreachable")
    offers.give_back(turn, interaction)


def agent_leg_ended(turn: Turn, interaction: Interaction, current: Talk, leg: str, cause: str) -> None:
    """An agent's leg of a talk is gone: hung up, vanished, or a new one that did not come up."""
    if leg == current.new_leg:
        _new_leg_failed(turn, interaction, current, leg_up=False)
    elif turn.state.agents[current.agent].phone == "sip" and cause == "normal":
        end(turn, interaction, "answered", cause="agent_hung_up", by="agent", agent_leg_up=False)
    elif current.leg_up:
        _leg_lost(turn, interaction, current, cause)


def _leg_lost(turn: Turn, interaction: Interaction, current: Talk, cause: str) -> None:
    agent = turn.state.agents[current.agent]
    recording.stop_leg(turn, interaction, current.leg)
    turn.emit(f.AgentLegLost(at=turn.now, interaction=interaction.id, agent=agent.id, leg=current.leg, cause=cause))
    if current.held != "unreachable":
        _hold_for_return(turn, interaction, current, turn.now + grace_ms(turn))
    _reconnect(turn, agent)


def replaced(turn: Turn, interaction: Interaction) -> None:
    """The new leg is up and takes the old one's place."""
    current = interaction.talk
    if current is None or current.new_leg is None:
        return
    recording.stop_leg(turn, interaction, current.leg)
    turn.emit(
        f.LegReplaced(
            at=turn.now,
            interaction=interaction.id,
            agent=current.agent,
            old_leg=current.leg,
            new_leg=current.new_leg,
            bridge=interaction.bridge,
            contact_leg=interaction.leg,
            was_held=current.held_before is not None,
            music=current.music,
        )
    )
    recording.begin(turn, interaction)
    watches.agent_leg_changed(turn, interaction)


def on_new_leg_due(turn: Turn, interaction: Interaction) -> None:
    if interaction.talk is not None:
        _new_leg_failed(turn, interaction, interaction.talk, leg_up=True)


def grace_ms(turn: Turn) -> int:
    return turn.config.settings.presence_grace_seconds * 1000


def _hold_for_return(turn: Turn, interaction: Interaction, current: Talk, until: int | None) -> None:
    """The contact hears music until the agent is back or the grace is over."""
    talk.hold(turn, interaction, current, "unreachable", until)


def _reconnect(turn: Turn, agent: Agent) -> None:
    """Call the agent's phone into the talk it vanished from, when page and phone are there again."""
    interaction = turn.state.interactions.get(agent.interaction or "")
    current = None if interaction is None else interaction.talk
    if interaction is None or current is None or current.held != "unreachable" or current.new_leg is not None:
        return
    endpoint = agent.endpoints.get(interaction.site)
    if endpoint is None or (agent.phone == "browser" and not agent.desk):
        return
    turn.emit(
        f.LegReplacing(
            at=turn.now,
            interaction=interaction.id,
            agent=agent.id,
            site=interaction.site,
            old_leg=current.leg,
            new_leg=turn.new_id(),
            endpoint=endpoint,
            until=turn.now + REPLACED_WITHIN_MS,
        )
    )


def _give_up_new_leg(turn: Turn, agent: Agent) -> None:
    """A phone that registers anew is a new page: what rings at the old one is in vain."""
    interaction = turn.state.interactions.get(agent.interaction or "")
    if interaction is not None and interaction.talk is not None and interaction.talk.new_leg is not None:
        _new_leg_failed(turn, interaction, interaction.talk, leg_up=True)


def _new_leg_failed(turn: Turn, interaction: Interaction, current: Talk, *, leg_up: bool) -> None:
    if current.new_leg is None:
        return
    turn.emit(
        f.LegReplacementFailed(
            at=turn.now,
            interaction=interaction.id,
            agent=current.agent,
            new_leg=current.new_leg,
            hang_up_leg=leg_up,
        )
    )
