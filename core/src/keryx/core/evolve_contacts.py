"""What facts about a contact change: its arrival, its way through a flow, its place in a queue, its offers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from keryx.core import facts as f
from keryx.core.state import (
    Interaction,
    Offer,
    Position,
    State,
    Wait,
    agent_of,
    forget_playback,
    free_capacity,
    move,
    note_playback,
    take_capacity,
)

REST_AFTER_TECHNICAL_MS = 5_000
"""An agent whose phone failed is not tried again at once: the call would bounce on it for ever."""


def _started(state: State, fact: f.InteractionStarted) -> None:
    state.interactions[fact.interaction] = Interaction(
        id=fact.interaction,
        channel=fact.channel,
        site=fact.site,
        entry=fact.entry,
        dialled=fact.dialled,
        caller_ref=fact.caller_ref,
        caller_withheld=fact.caller_withheld,
        party=fact.party,
        leg=fact.leg,
        bridge=fact.bridge,
        trunk=fact.trunk,
        language=fact.language,
        priority=fact.priority,
        config_version=fact.config_version,
        recovered=fact.recovered,
        started_at=fact.at,
    )
    state.legs[fact.leg] = fact.interaction
    state.strays.pop(fact.leg, None)


def _answered(state: State, fact: f.ContactAnswered) -> None:
    state.interactions[fact.interaction].answered_at = fact.at


def _step_started(state: State, fact: f.StepStarted) -> None:
    interaction = state.interactions[fact.interaction]
    move(interaction, "in_flow")
    forget_playback(state, interaction)
    if fact.kind == "words" and fact.step == "recording_notice":
        interaction.told_of_recording = True
    interaction.position = Position(
        flow=fact.flow,
        version=fact.flow_version,
        step=fact.step,
        kind=fact.kind,
        playback=fact.playback,
        until=fact.until,
        attempt=fact.attempt,
        sensitive=fact.sensitive,
    )
    note_playback(state, interaction, fact.playback)


def _prompted(state: State, fact: f.StepPrompted) -> None:
    interaction = state.interactions[fact.interaction]
    forget_playback(state, interaction)
    if interaction.position is not None:
        interaction.position.until = fact.until


def _step_finished(state: State, fact: f.StepFinished) -> None:
    interaction = state.interactions[fact.interaction]
    forget_playback(state, interaction)
    if interaction.position is not None:
        interaction.position.finished = True
        interaction.position.until = None
    if fact.label is not None:
        interaction.choices.append(fact.label)


def _key_taken(state: State, fact: f.KeyTaken) -> None:
    interaction = state.interactions[fact.interaction]
    if fact.stopped_playback is not None:
        forget_playback(state, interaction)
    if interaction.position is not None:
        interaction.position.count = fact.count
        interaction.position.until = fact.until


def _variable(state: State, fact: f.VariableSet) -> None:
    interaction = state.interactions[fact.interaction]
    interaction.variables.pop(fact.name, None)
    interaction.refs.pop(fact.name, None)
    if fact.value is not None:
        interaction.variables[fact.name] = fact.value
        if fact.name == "language":
            interaction.language = fact.value
    elif fact.value_ref is not None:
        interaction.refs[fact.name] = fact.value_ref


def _skills(state: State, fact: f.SkillsAssigned) -> None:
    state.interactions[fact.interaction].minima = dict(fact.minima)


def _priority(state: State, fact: f.PrioritySet) -> None:
    state.interactions[fact.interaction].priority = fact.priority


def _queue_entered(state: State, fact: f.QueueEntered) -> None:
    interaction = state.interactions[fact.interaction]
    move(interaction, "waiting")
    forget_playback(state, interaction)
    interaction.position = None
    interaction.minima = dict(fact.minima)
    interaction.wait = Wait(
        queue=fact.queue,
        priority=fact.priority,
        entered_at=fact.entered_at,
        since=fact.at,
        ahead=fact.ahead,
        overflow_at=fact.overflow_at,
        announce_at=fact.announce_at,
        music=fact.music,
        from_queue=fact.from_queue,
    )
    interaction.queues.append(fact.queue)


def _queue_left(state: State, fact: f.QueueLeft) -> None:
    interaction = state.interactions[fact.interaction]
    forget_playback(state, interaction)
    interaction.wait = None
    if fact.cause in ("overflowed", "closed", "queue_removed"):
        interaction.overflows.append(fact.queue)


def _announced(state: State, fact: f.WaitAnnounced) -> None:
    interaction = state.interactions[fact.interaction]
    if interaction.wait is None:
        return
    interaction.wait.announce_at = fact.next_at
    note_playback(state, interaction, fact.playback)


def _announcement_ended(state: State, fact: f.WaitAnnouncementEnded) -> None:
    forget_playback(state, state.interactions[fact.interaction])


def _decided(state: State, fact: f.RoutingDecided) -> None:
    wait = state.interactions[fact.interaction].wait
    if wait is not None and fact.chosen is None:
        wait.decisions += 1
        wait.reasons = tuple(sorted(reasons_of(fact)))


def reasons_of(fact: f.RoutingDecided) -> frozenset[str]:
    """The rules that excluded somebody."""
    listed = {one.excluded_by for one in fact.considered if one.excluded_by is not None}
    return frozenset(listed | {rule for rule, count in fact.left_out.items() if count})


def _offer_made(state: State, fact: f.OfferMade) -> None:
    interaction = state.interactions[fact.interaction]
    move(interaction, "offered")
    take_capacity(agent_of(state, fact.agent), fact.channel, fact.interaction)
    interaction.offer = Offer(
        offer=fact.offer,
        channel=fact.channel,
        agent=fact.agent,
        queue=fact.queue,
        leg=fact.leg,
        endpoint=fact.endpoint,
        party=fact.party,
        made_at=fact.at,
        until=fact.until,
        wrap_up_ms=fact.wrap_up_ms,
        max_extensions=fact.max_extensions,
        extension_ms=fact.extension_ms,
        whisper=fact.whisper,
        direct_from=fact.direct_from,
    )
    state.legs[fact.leg] = fact.interaction


def _offer_ended(state: State, fact: f.OfferEnded) -> None:
    if fact.result == "accepted":
        return  # the offer is given up by the talk that follows
    interaction = state.interactions[fact.interaction]
    agent = agent_of(state, fact.agent)
    move(interaction, "waiting")
    free_capacity(agent, interaction.channel)
    interaction.offer = None
    state.legs.pop(fact.leg, None)
    if fact.result == "technical":
        agent.technical += 1
        agent.rest_until = fact.at + REST_AFTER_TECHNICAL_MS


CONTACT_CHANGES: dict[type[f.Fact], Callable[[State, Any], None]] = {
    f.InteractionStarted: _started,
    f.ContactAnswered: _answered,
    f.StepStarted: _step_started,
    f.StepPrompted: _prompted,
    f.StepFinished: _step_finished,
    f.KeyTaken: _key_taken,
    f.VariableSet: _variable,
    f.SkillsAssigned: _skills,
    f.PrioritySet: _priority,
    f.QueueEntered: _queue_entered,
    f.QueueLeft: _queue_left,
    f.WaitAnnounced: _announced,
    f.WaitAnnouncementEnded: _announcement_ended,
    f.RoutingDecided: _decided,
    f.OfferMade: _offer_made,
    f.OfferEnded: _offer_ended,
}
