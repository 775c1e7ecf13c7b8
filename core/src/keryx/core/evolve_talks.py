"""What facts about a talk change: hold, legs that are replaced, numbers outside, recording, the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from keryx.core import facts as f
from keryx.core.state import (
    Agent,
    Handled,
    IllegalTransition,
    Outside,
    QueueStats,
    State,
    Talk,
    Track,
    agent_of,
    forget_playback,
    free_capacity,
    move,
)

_AVERAGE_OVER = 20


def _talk_started(state: State, fact: f.TalkStarted) -> None:
    interaction = state.interactions[fact.interaction]
    move(interaction, "talking")
    offer, interaction.offer = interaction.offer, None
    forget_playback(state, interaction)
    interaction.talked = True
    interaction.talk = Talk(
        offer=fact.offer,
        agent=fact.agent,
        party=fact.party,
        leg=fact.leg,
        queue=fact.queue or (interaction.queues[-1] if interaction.queues else None),  # handed from agent to agent
        since=fact.at,
        wrap_up_ms=0 if offer is None else offer.wrap_up_ms,
        max_extensions=0 if offer is None else offer.max_extensions,
        extension_ms=0 if offer is None else offer.extension_ms,
    )
    agent_of(state, fact.agent).technical = 0


def _hold_started(state: State, fact: f.HoldStarted) -> None:
    interaction = state.interactions[fact.interaction]
    talk = interaction.talk
    if talk is None:
        return
    move(interaction, "held")
    if fact.cause == "unreachable" and talk.held in ("agent", "phone"):
        talk.held_before = talk.held
    talk.held, talk.grace_until, talk.music = fact.cause, fact.until, fact.music


def _hold_ended(state: State, fact: f.HoldEnded) -> None:
    interaction = state.interactions[fact.interaction]
    move(interaction, "talking")
    if interaction.talk is not None:
        interaction.talk.held = interaction.talk.held_before = interaction.talk.grace_until = None


def _mute(state: State, fact: f.MuteChanged) -> None:
    talk = state.interactions[fact.interaction].talk
    if talk is not None:
        talk.muted = fact.muted


def _leg_lost(state: State, fact: f.AgentLegLost) -> None:
    talk = state.interactions[fact.interaction].talk
    state.legs.pop(fact.leg, None)
    if talk is not None:
        talk.leg_up = False


def _replacing(state: State, fact: f.LegReplacing) -> None:
    talk = state.interactions[fact.interaction].talk
    if talk is not None:
        talk.new_leg, talk.new_leg_until = fact.new_leg, fact.until
        state.legs[fact.new_leg] = fact.interaction


def _replacement_failed(state: State, fact: f.LegReplacementFailed) -> None:
    talk = state.interactions[fact.interaction].talk
    state.legs.pop(fact.new_leg, None)
    if talk is not None:
        talk.new_leg = talk.new_leg_until = None


def _replaced(state: State, fact: f.LegReplaced) -> None:
    interaction = state.interactions[fact.interaction]
    talk = interaction.talk
    if talk is None:
        return
    state.legs.pop(fact.old_leg, None)
    talk.leg, talk.leg_up, talk.muted = fact.new_leg, True, False
    talk.new_leg = talk.new_leg_until = talk.grace_until = None
    talk.held, talk.held_before = (talk.held_before or "agent") if fact.was_held else None, None
    move(interaction, "held" if fact.was_held else "talking")


def _talk_ended(state: State, fact: f.TalkEnded) -> None:
    interaction = state.interactions[fact.interaction]
    talk, interaction.talk = interaction.talk, None
    agent = agent_of(state, fact.agent)
    move(interaction, "waiting")
    free_capacity(agent, interaction.channel)
    agent.last = Handled(
        interaction=fact.interaction,
        queue=None if talk is None else talk.queue,
        caller_ref=interaction.caller_ref,
        caller_withheld=interaction.caller_withheld,
        max_extensions=0 if talk is None else talk.max_extensions,
        extension_ms=0 if talk is None else talk.extension_ms,
        disposition=_disposition_so_far(agent, fact.interaction),
    )
    state.legs.pop(fact.leg, None)
    if talk is not None:
        state.legs.pop(talk.new_leg or "", None)
        _count_handling(state, talk, fact.at)


def _disposition_so_far(agent: Agent, interaction: str) -> str | None:
    return agent.last.disposition if agent.last is not None and agent.last.interaction == interaction else None


def _count_handling(state: State, talk: Talk, at: int) -> None:
    if talk.queue is None:
        return
    stats = state.stats.setdefault(talk.queue, QueueStats())
    stats.handled += 1
    weight = 1 / min(stats.handled, _AVERAGE_OVER)
    stats.handling_ms += ((at - talk.since) + talk.wrap_up_ms - stats.handling_ms) * weight


def _outside_dialled(state: State, fact: f.OutsideDialled) -> None:
    interaction = state.interactions[fact.interaction]
    move(interaction, "outside")
    interaction.outside = Outside(leg=fact.leg, trunk=fact.trunk, party=fact.party, step=fact.step, until=fact.until)
    state.legs[fact.leg] = fact.interaction


def _outside_answered(state: State, fact: f.OutsideAnswered) -> None:
    outside = state.interactions[fact.interaction].outside
    if outside is not None:
        outside.answered, outside.until = True, None


def _outside_ended(state: State, fact: f.OutsideEnded) -> None:
    interaction = state.interactions[fact.interaction]
    move(interaction, "in_flow")
    interaction.outside = None
    state.legs.pop(fact.leg, None)


def _recording_started(state: State, fact: f.RecordingStarted) -> None:
    state.interactions[fact.interaction].tracks[fact.recording] = Track(
        recording=fact.recording, leg=fact.leg, site=fact.site, role=fact.role, policy=fact.policy
    )


def _recording_paused(state: State, fact: f.RecordingPaused) -> None:
    track = state.interactions[fact.interaction].tracks.get(fact.recording)
    if track is not None:
        track.paused = fact.cause


def _recording_resumed(state: State, fact: f.RecordingResumed) -> None:
    track = state.interactions[fact.interaction].tracks.get(fact.recording)
    if track is not None:
        track.paused = None


def _recording_stopped(state: State, fact: f.RecordingStopped) -> None:
    interaction = state.interactions.get(fact.interaction)
    if interaction is not None:
        interaction.tracks.pop(fact.recording, None)


def _ended(state: State, fact: f.InteractionEnded) -> None:
    interaction = state.interactions[fact.interaction]
    if interaction.talk is not None or interaction.offer is not None:
        raise IllegalTransition(f"interaction {interaction.id} ends with an agent still in it")
    move(interaction, "ended")
    forget_playback(state, interaction)
    del state.interactions[fact.interaction]
    for leg in [interaction.leg, *fact.hang_up_legs, *([interaction.outside.leg] if interaction.outside else [])]:
        state.legs.pop(leg, None)


def _partner(state: State, fact: f.PartnerRecovered) -> None:
    interaction = state.interactions[fact.interaction]
    move(interaction, "outside")
    interaction.outside = Outside(leg=fact.leg, trunk="", party=fact.party, step=None, until=None, answered=True)
    state.legs[fact.leg] = fact.interaction


def _stray_found(state: State, fact: f.StrayLegFound) -> None:
    state.strays[fact.leg] = fact.until


def _stray_ended(state: State, fact: f.StrayLegEnded) -> None:
    state.strays.pop(fact.leg, None)


def _disposition(state: State, fact: f.DispositionGiven) -> None:
    agent = agent_of(state, fact.agent)
    if agent.last is not None and agent.last.interaction == fact.interaction:
        agent.last.disposition = fact.code
        return
    interaction = state.interactions.get(fact.interaction)
    if interaction is not None and interaction.talk is not None:
        agent.last = Handled(
            interaction=fact.interaction,
            queue=interaction.talk.queue,
            caller_ref=interaction.caller_ref,
            caller_withheld=interaction.caller_withheld,
            max_extensions=interaction.talk.max_extensions,
            extension_ms=interaction.talk.extension_ms,
            disposition=fact.code,
        )


TALK_CHANGES: dict[type[f.Fact], Callable[[State, Any], None]] = {
    f.TalkStarted: _talk_started,
    f.HoldStarted: _hold_started,
    f.HoldEnded: _hold_ended,
    f.MuteChanged: _mute,
    f.AgentLegLost: _leg_lost,
    f.LegReplacing: _replacing,
    f.LegReplacementFailed: _replacement_failed,
    f.LegReplaced: _replaced,
    f.TalkEnded: _talk_ended,
    f.OutsideDialled: _outside_dialled,
    f.OutsideAnswered: _outside_answered,
    f.OutsideEnded: _outside_ended,
    f.RecordingStarted: _recording_started,
    f.RecordingPaused: _recording_paused,
    f.RecordingResumed: _recording_resumed,
    f.RecordingStopped: _recording_stopped,
    f.InteractionEnded: _ended,
    f.PartnerRecovered: _partner,
    f.StrayLegFound: _stray_found,
    f.StrayLegEnded: _stray_ended,
    f.DispositionGiven: _disposition,
}
