"""What an agent does while talking: hold, mute, keys, blind transfer, hang up."""

from __future__ import annotations

from keryx.core import facts as f
from keryx.core import offers, queueing
from keryx.core.board import why_not_free
from keryx.core.ending import end, end_talk
from keryx.core.inputs import HangUpCall, HoldCall, MuteCall, PhoneHeld, Refused, SendKeysRequest, TransferCall
from keryx.core.state import Interaction, Talk
from keryx.core.turn import Turn

KEYS = frozenset("0123456789*#ABCD")


def talk_of(turn: Turn, interaction_id: str, agent: str) -> tuple[Interaction, Talk]:
    """The interaction `agent` is talking in. Refused when it is not theirs."""
    interaction = turn.interaction(interaction_id)
    if interaction.talk is None or interaction.talk.agent != agent:
        raise Refused("not_your_interaction", "You are not talking in this interaction.")
    return interaction, interaction.talk


def on_hang_up(turn: Turn, request: HangUpCall) -> None:
    interaction, _ = talk_of(turn, request.interaction, request.agent)
    end(turn, interaction, "answered", cause="agent_hung_up", by="agent")


def on_hold(turn: Turn, request: HoldCall) -> None:
    interaction, talk = talk_of(turn, request.interaction, request.agent)
    if talk.held == "unreachable":
        raise Refused("reconnecting", "Your phone is being connected again.")
    if request.held and talk.held is None:
        hold(turn, interaction, talk, "agent")
    elif not request.held and talk.held is not None:
        unhold(turn, interaction, talk)


def on_phone_held(turn: Turn, report: PhoneHeld) -> None:
    """A desk phone's own hold key does the same."""
    interaction = turn.of_leg(report.leg)
    talk = None if interaction is None else interaction.talk
    if interaction is None or talk is None or talk.leg != report.leg:
        return
    if report.held and talk.held is None:
        hold(turn, interaction, talk, "phone")
    elif not report.held and talk.held == "phone":
        unhold(turn, interaction, talk)


def hold(turn: Turn, interaction: Interaction, talk: Talk, cause: f.HoldCause, until: int | None = None) -> None:
    turn.emit(
        f.HoldStarted(
            at=turn.now,
            interaction=interaction.id,
            agent=talk.agent,
            leg=talk.leg,
            contact_leg=interaction.leg,
            bridge=interaction.bridge,
            cause=cause,
            music=turn.music(talk.queue),
            until=until,
        )
    )


def unhold(turn: Turn, interaction: Interaction, talk: Talk) -> None:
    turn.emit(
        f.HoldEnded(
            at=turn.now,
            interaction=interaction.id,
            agent=talk.agent,
            leg=talk.leg,
            contact_leg=interaction.leg,
            bridge=interaction.bridge,
        )
    )


def on_mute(turn: Turn, request: MuteCall) -> None:
    interaction, talk = talk_of(turn, request.interaction, request.agent)
    if talk.muted != request.muted:
        turn.emit(
            f.MuteChanged(at=turn.now, interaction=interaction.id, agent=talk.agent, leg=talk.leg, muted=request.muted)
        )


def on_keys(turn: Turn, request: SendKeysRequest) -> None:
    interaction, talk = talk_of(turn, request.interaction, request.agent)
    if not request.digits or len(request.digits) > 64 or not KEYS.issuperset(request.digits):
        raise Refused("keys_invalid", "Keys are 0-9, *, #, A-D; at most 64 at once.")
    turn.emit(
        f.KeysSent(
            at=turn.now,
            interaction=interaction.id,
            agent=talk.agent,
            contact_leg=interaction.leg,
            digits_ref=turn.keep(interaction.id, "keys", request.digits),
        )
    )


def on_transfer(turn: Turn, request: TransferCall) -> None:
    """Blind: the agent is out at once, the contact goes on to a queue or rings another agent."""
    interaction, _ = talk_of(turn, request.interaction, request.agent)
    if (request.to_queue is None) == (request.to_agent is None):
        raise Refused("transfer_target", "A transfer has exactly one target.")
    if request.to_queue is not None:
        _to_queue(turn, interaction, request.agent, request.to_queue)
    elif request.to_agent is not None:
        _to_agent(turn, interaction, request.agent, request.to_agent)


def _to_queue(turn: Turn, interaction: Interaction, agent: str, queue: str) -> None:
    if queue not in turn.config.queues:
        raise Refused("queue_unknown", f"There is no queue {queue}.")
    turn.emit(f.TransferStarted(at=turn.now, interaction=interaction.id, agent=agent, to_queue=queue))
    end_talk(turn, interaction, "transfer")
    queueing.enter(turn, interaction, queue, cause="transfer")


def _to_agent(turn: Turn, interaction: Interaction, agent: str, target_id: str) -> None:
    target = turn.state.agents.get(target_id)
    if target is None or target_id == agent or why_not_free(target, turn.now) is not None:
        raise Refused("agent_not_available", "This agent is not available.")
    if interaction.site not in target.endpoints:
        raise Refused("agent_not_available", "This agent's phone cannot be reached from the call's site.")
    turn.emit(f.TransferStarted(at=turn.now, interaction=interaction.id, agent=agent, to_agent=target_id))
    end_talk(turn, interaction, "transfer")
    offers.make(turn, interaction, target, None, direct_from=agent)
