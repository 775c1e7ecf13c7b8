"""The supervisors' legs of a call: placed when they answer, placed anew when the agent's leg changes, ended with the talk."""

from __future__ import annotations

from typing import Literal

from keryx.core import facts as f
from keryx.core.state import Interaction, Watch
from keryx.core.turn import Turn

Cause = Literal["supervisor", "talk_ended", "leg_ended", "no_answer", "took_over"]


def of_leg(interaction: Interaction, leg: str) -> Watch | None:
    return next((one for one in interaction.watches.values() if one.leg == leg), None)


def place(turn: Turn, interaction: Interaction, watch: Watch, mode: f.WatchMode) -> None:
    """In the bridge, heard by whom the mode says."""
    current = interaction.talk
    if current is None:
        return
    turn.emit(
        f.WatchJoined(
            at=turn.now,
            interaction=interaction.id,
            agent=current.agent,
            supervisor=watch.supervisor,
            leg=watch.leg,
            agent_leg=current.leg,
            bridge=interaction.bridge,
            coach=turn.new_id(),
            ended_coach=watch.coach,
            mode=mode,
        )
    )


def agent_leg_changed(turn: Turn, interaction: Interaction) -> None:
    """The agent has a new leg: what is whispered goes there."""
    for watch in list(interaction.watches.values()):
        if watch.up:
            place(turn, interaction, watch, watch.mode)


def end(turn: Turn, interaction: Interaction, watch: Watch, cause: Cause, *, leg_up: bool) -> None:
    turn.emit(
        f.WatchEnded(
            at=turn.now,
            interaction=interaction.id,
            supervisor=watch.supervisor,
            leg=watch.leg,
            coach=watch.coach,
            cause=cause,
            hang_up_leg=leg_up,
        )
    )


def end_all(turn: Turn, interaction: Interaction) -> None:
    """The talk is over, and with it what there was to hear."""
    for watch in list(interaction.watches.values()):
        end(turn, interaction, watch, "talk_ended", leg_up=True)


def on_due(turn: Turn, interaction: Interaction) -> None:
    """A supervisor's phone did not answer."""
    for watch in list(interaction.watches.values()):
        if watch.until is not None and watch.until <= turn.now:
            end(turn, interaction, watch, "no_answer", leg_up=True)
