"""Ringing an agent: made, taken, refused, run out. Only the agent's own doing is held against it; the contact keeps
its place."""

from __future__ import annotations

from keryx.core import facts as f
from keryx.core import queueing, recording
from keryx.core.agents import set_state
from keryx.core.ending import end_offer
from keryx.core.inputs import DeclineOffer, Refused
from keryx.core.state import Agent, Interaction
from keryx.core.turn import Turn

DIRECT_RING_SECONDS = 20
"""How long an agent rings for a call transferred to it by name."""
_RESULTS: dict[str, f.OfferResult] = {"no_answer": "no_answer", "busy": "declined", "declined": "declined"}


def make(
    turn: Turn, interaction: Interaction, agent: Agent, queue: str | None, *, direct_from: str | None = None
) -> None:
    """Ring `agent`, who is free and reachable at the contact's site."""
    spec = turn.config.queues.get(queue) if queue is not None else None
    ring = DIRECT_RING_SECONDS if spec is None else spec.ring_seconds
    wrap_up = turn.config.settings.wrap_up_seconds if spec is None else spec.wrap_up_seconds
    offer = turn.new_id()
    turn.emit(
        f.OfferMade(
            at=turn.now,
            offer=offer,
            interaction=interaction.id,
            channel=interaction.channel,
            agent=agent.id,
            queue=queue,
            site=interaction.site,
            leg=turn.new_id(),
            endpoint=agent.endpoints[interaction.site],
            party=turn.new_id(),
            until=turn.now + ring * 1000,
            wrap_up_ms=wrap_up * 1000,
            max_extensions=2 if spec is None else spec.wrap_up_max_extensions,
            extension_ms=30_000 if spec is None else spec.wrap_up_extension_seconds * 1000,
            whisper=() if spec is None else turn.media([spec.whisper], interaction.language),
            caller_ref=interaction.caller_ref,
            direct_from=direct_from,
            contact_leg=interaction.leg if queue is None else None,
        )
    )
    set_state(turn, agent, "offered", interaction=interaction.id)


def answered(turn: Turn, interaction: Interaction) -> None:
    """The agent's leg is up: both hear each other from here."""
    offer, wait = interaction.offer, interaction.wait
    if offer is None:
        return
    stopped = None if wait is None else wait.playback
    turn.emit(
        f.OfferEnded(
            at=turn.now,
            offer=offer.offer,
            interaction=interaction.id,
            agent=offer.agent,
            leg=offer.leg,
            result="accepted",
            hang_up_leg=False,
        )
    )
    turn.emit(
        f.TalkStarted(
            at=turn.now,
            interaction=interaction.id,
            offer=offer.offer,
            agent=offer.agent,
            party=offer.party,
            leg=offer.leg,
            contact_leg=interaction.leg,
            bridge=interaction.bridge,
            queue=offer.queue,
            stopped_playback=stopped,
            whisper=offer.whisper,
        )
    )
    if wait is not None:
        turn.emit(f.QueueLeft(at=turn.now, interaction=interaction.id, queue=wait.queue, cause="offered_accepted"))
    set_state(turn, turn.state.agents[offer.agent], "talking", interaction=interaction.id)
    recording.begin(turn, interaction)


def leg_ended(turn: Turn, interaction: Interaction, cause: str) -> None:
    """The ringing leg is gone: refused, or failed for technical reasons."""
    fail(turn, interaction, _RESULTS.get(cause, "technical"), leg_up=False)


def on_due(turn: Turn, interaction: Interaction) -> None:
    """Rung long enough."""
    fail(turn, interaction, "no_answer", leg_up=True)


def on_decline(turn: Turn, request: DeclineOffer) -> None:
    agent = turn.state.agents.get(request.agent)
    found = None if agent is None else turn.state.interactions.get(agent.interaction or "")
    if found is None or found.offer is None or found.offer.offer != request.offer:
        raise Refused("offer_gone", "This offer is not open any more.")
    fail(turn, found, "declined", leg_up=True)


def fail(turn: Turn, interaction: Interaction, result: f.OfferResult, *, leg_up: bool) -> None:
    """The offer is over without an answer; the contact waits on in its old place."""
    end_offer(turn, interaction, result, leg_up=leg_up)
    keep_waiting(turn, interaction)


def keep_waiting(turn: Turn, interaction: Interaction) -> None:
    """After an offer that led to nothing. A contact of no queue (transferred to an agent by name) goes back to its
    last queue."""
    if interaction.state != "waiting":
        return
    wait = interaction.wait
    if wait is None:
        give_back(turn, interaction)
    elif wait.queue not in turn.config.queues:
        queueing.send_away_removed(turn, interaction, None)


def give_back(turn: Turn, interaction: Interaction) -> None:
    """To the head of the last queue; to the entry's target when there was none."""
    if interaction.queues:
        queueing.enter(turn, interaction, interaction.queues[-1], cause="returned", ahead=True)
    else:
        queueing.enter_target(turn, interaction)
