"""A leg was answered or ended: what that means depends on whose leg it is. Late events of dead legs mean nothing."""

from __future__ import annotations

from keryx.core import facts as f
from keryx.core import offers, outside, presence, watches
from keryx.core.ending import end
from keryx.core.inputs import LegAnswered, LegEnded
from keryx.core.state import Interaction
from keryx.core.turn import Turn


def on_answered(turn: Turn, report: LegAnswered) -> None:
    interaction = turn.of_leg(report.leg)
    if interaction is None:
        return
    if interaction.offer is not None and interaction.offer.leg == report.leg:
        offers.answered(turn, interaction)
    elif interaction.talk is not None and interaction.talk.new_leg == report.leg:
        presence.replaced(turn, interaction)
    elif interaction.outside is not None and interaction.outside.leg == report.leg:
        outside.answered(turn, interaction)
    elif (watch := watches.of_leg(interaction, report.leg)) is not None and not watch.up:
        watches.place(turn, interaction, watch, watch.mode)


def on_ended(turn: Turn, report: LegEnded) -> None:
    interaction = turn.of_leg(report.leg)
    if report.leg in turn.state.strays:
        turn.emit(f.StrayLegEnded(at=turn.now, leg=report.leg, hang_up_leg=False))
    elif interaction is None:
        return
    elif interaction.leg == report.leg:
        contact_left(turn, interaction, report.cause, report.at)
    elif interaction.offer is not None and interaction.offer.leg == report.leg:
        offers.leg_ended(turn, interaction, report.cause)
    elif (watch := watches.of_leg(interaction, report.leg)) is not None:
        watches.end(turn, interaction, watch, "leg_ended", leg_up=False)
    elif interaction.talk is not None:
        presence.agent_leg_ended(turn, interaction, interaction.talk, report.leg, report.cause)
    elif interaction.outside is not None and interaction.outside.leg == report.leg:
        outside.ended(turn, interaction, report.cause)


def contact_left(turn: Turn, interaction: Interaction, cause: str, at: int | None = None) -> None:
    """The caller hung up, in whatever state."""
    end(turn, interaction, _outcome(interaction), cause=cause, by="contact", contact_up=False, at=at)


def _outcome(interaction: Interaction) -> f.Outcome:
    """During its last words a call has already got what its flow or rule gives."""
    position = interaction.position
    if interaction.outside is not None and interaction.outside.answered:
        return "contained"
    if interaction.state != "in_flow" or position is None:
        return "abandoned"
    if position.kind == "words" and position.step not in ("welcome", "recording_notice"):
        return "closed" if position.step == "closed" else "overflowed"
    return "contained" if position.kind == "hang_up" else "abandoned"
