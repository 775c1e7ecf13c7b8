"""How an interaction ends, whatever it is in: every agent, leg and track of it is let go, once."""

from __future__ import annotations

from typing import Literal

from keryx.core import facts as f
from keryx.core import recording, watches
from keryx.core.agents import after_offer, after_talk
from keryx.core.state import Interaction
from keryx.core.turn import Turn

By = Literal["contact", "agent", "flow", "overflow", "engine", "lost", "supervisor"]
_TALK_BY: dict[By, Literal["contact", "agent", "transfer", "supervisor", "lost", "unreachable"]] = {
    "contact": "contact",
    "agent": "agent",
    "lost": "lost",
    "supervisor": "supervisor",
}
SITE_RESTARTED = "site_restarted"
"""Cause: the site's telephony died under the call."""
_LEAVING: dict[By, f.QueueLeaving] = {"contact": "abandoned", "overflow": "overflowed", "lost": "lost"}


def end(
    turn: Turn,
    interaction: Interaction,
    outcome: f.Outcome,
    *,
    cause: str,
    by: By,
    contact_up: bool = True,
    agent_leg_up: bool | None = None,
    at: int | None = None,
) -> None:
    """End it. `contact_up`, `agent_leg_up`: that leg must still be ended; `at`: when it truly ended, if earlier than
    now."""
    outside, talk = interaction.outside, interaction.talk
    end_offer(turn, interaction, "lost" if by == "lost" else "withdrawn")
    if cause == SITE_RESTARTED:
        end_talk(turn, interaction, "lost", leg_up=False, wrap_up=False)
    end_talk(turn, interaction, _TALK_BY.get(by, "agent"), leg_up=agent_leg_up)
    if interaction.wait is not None:
        turn.emit(
            f.QueueLeft(
                at=turn.now, interaction=interaction.id, queue=interaction.wait.queue, cause=_LEAVING.get(by, "ended")
            )
        )
    recording.stop_all(turn, interaction)
    legs = [interaction.leg] if contact_up else []
    if outside is not None:
        legs.append(outside.leg)
    turn.emit(
        f.InteractionEnded(
            at=turn.now,
            interaction=interaction.id,
            outcome=outcome_of(interaction, outcome, cause),
            cause=cause,
            by=by,
            hang_up_legs=tuple(legs),
            bridge=interaction.bridge,
            ended_at=at if at is not None and at < turn.now else None,
        )
    )
    _forget_personal(turn, interaction, keep_caller=talk is not None and talk.wrap_up_ms > 0)


def outcome_of(interaction: Interaction, outcome: f.Outcome, cause: str) -> f.Outcome:
    """The first that is true: answered, lost, closed, overflowed, contained, abandoned. A talk that our failure cut is lost."""
    if interaction.talked and cause != SITE_RESTARTED:
        return "answered"
    if outcome in ("contained", "abandoned") and interaction.overflows and interaction.wait is None:
        return "overflowed" if not interaction.queues or _last_left(interaction) else outcome
    return outcome


def _last_left(interaction: Interaction) -> bool:
    """Its last queue was left by an overflow rule, and no other entered since."""
    return interaction.overflows[-1] == interaction.queues[-1]


def end_offer(turn: Turn, interaction: Interaction, result: f.OfferResult, *, leg_up: bool = True) -> None:
    """Take back an open offer; the agent is as before, unless the result says otherwise."""
    offer = interaction.offer
    if offer is None:
        return
    turn.emit(
        f.OfferEnded(
            at=turn.now,
            offer=offer.offer,
            interaction=interaction.id,
            agent=offer.agent,
            leg=offer.leg,
            result=result,
            hang_up_leg=leg_up,
        )
    )
    after_offer(turn, offer.agent, result)


def end_talk(
    turn: Turn,
    interaction: Interaction,
    by: Literal["contact", "agent", "transfer", "supervisor", "lost", "unreachable"],
    *,
    leg_up: bool | None = None,
    wrap_up: bool = True,
    person: str | None = None,
) -> None:
    """The agent is out of the interaction and goes on to wrap-up. `person`: the supervisor who took the call over."""
    talk = interaction.talk
    if talk is None:
        return
    watches.end_all(turn, interaction)
    if talk.new_leg is not None:
        turn.emit(
            f.LegReplacementFailed(
                at=turn.now, interaction=interaction.id, agent=talk.agent, new_leg=talk.new_leg, hang_up_leg=True
            )
        )
    recording.stop_leg(turn, interaction, talk.leg)
    turn.emit(
        f.TalkEnded(
            at=turn.now,
            interaction=interaction.id,
            agent=talk.agent,
            party=talk.party,
            leg=talk.leg,
            by=by,
            hang_up_leg=talk.leg_up if leg_up is None else leg_up,
        )
    )
    after_talk(
        turn, talk.agent, interaction.id, talk.wrap_up_ms if wrap_up else 0, unreachable=by == "unreachable", by=person
    )


def _forget_personal(turn: Turn, interaction: Interaction, *, keep_caller: bool) -> None:
    """Values in memory live as long as the interaction; the caller's number until the wrap-up is over."""
    for ref in interaction.refs.values():
        turn.state.personal.pop(ref, None)
    turn.state.personal.pop(keys_ref(interaction.id), None)
    if not keep_caller:
        turn.state.personal.pop(interaction.caller_ref, None)


def keys_ref(interaction: str) -> str:
    """Where keys that are being read stand in memory; they are personal data from the first."""
    return f"keys:{interaction}"
