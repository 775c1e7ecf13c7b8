"""Handing a contact to a number outside, through a trunk: a flow's own step."""

from __future__ import annotations

from typing import Any

from keryx.core import facts as f
from keryx.core import flow
from keryx.core.ending import end
from keryx.core.state import Interaction
from keryx.core.turn import Turn


def dial(turn: Turn, interaction: Interaction, step: str, spec: Any) -> None:
    """Ring the number; the contact hears it ring."""
    number_ref = turn.keep(interaction.id, "number", spec.number)
    trunk = turn.config.trunks.get(spec.trunk)
    turn.emit(f.TransferStarted(at=turn.now, interaction=interaction.id, to_number_ref=number_ref))
    turn.emit(
        f.OutsideDialled(
            at=turn.now,
            interaction=interaction.id,
            leg=turn.new_id(),
            site=interaction.site if trunk is None else trunk.site,
            trunk=spec.trunk,
            number_ref=number_ref,
            until=turn.now + spec.ring_seconds * 1000,
            party=turn.new_id(),
            bridge=interaction.bridge,
            caller_id=None if trunk is None else trunk.caller_id,
            step=step,
            contact_leg=interaction.leg,
        )
    )


def answered(turn: Turn, interaction: Interaction) -> None:
    """The other side is there: both hear each other, the flow has done its work."""
    outside = interaction.outside
    if outside is None or outside.answered:
        return
    flow.finish_step(turn, interaction, "answered", None)
    turn.emit(
        f.OutsideAnswered(
            at=turn.now,
            interaction=interaction.id,
            leg=outside.leg,
            bridge=interaction.bridge,
            contact_leg=interaction.leg,
        )
    )


def ended(turn: Turn, interaction: Interaction, cause: str, *, leg_up: bool = False) -> None:
    """The other side left, or never came: then the step's `onFailure` goes on."""
    outside = interaction.outside
    if outside is None:
        return
    turn.emit(
        f.OutsideEnded(
            at=turn.now,
            interaction=interaction.id,
            leg=outside.leg,
            cause=cause,
            answered=outside.answered,
            hang_up_leg=leg_up,
        )
    )
    position = interaction.position
    if interaction.recovered:
        end(turn, interaction, "lost", cause="recovered_partner_left", by="engine")
        return
    if outside.answered or position is None:
        end(turn, interaction, "contained", cause="outside_hung_up", by="flow")
        return
    step = flow.find_step(turn, interaction, position.flow, position.step)
    on_failure = None if step is None or step.transfer is None else step.transfer.on_failure
    flow.finish_step(turn, interaction, "failure", on_failure)
    flow.walk(turn, interaction, position.flow, on_failure)
