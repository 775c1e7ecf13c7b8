"""`evolve(state, fact)`: what a fact changes. Looks at nothing but state and fact, so a replayed journal gives the
same state.

One small function a fact type, found by a table. A fact about an interaction that is not there (any more) changes
nothing: journals may be joined to a snapshot that already contains their first facts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from keryx.core import facts as f
from keryx.core.state import (
    Agent,
    Handled,
    IllegalTransition,
    Interaction,
    Offer,
    Outside,
    Position,
    QueueStats,
    Site,
    State,
    Talk,
    Track,
    Wait,
    WrapUp,
    free_capacity,
    move,
    move_agent,
    take_capacity,
)

REST_AFTER_TECHNICAL_MS = 5_000
"""An agent whose phone failed is not tried again at once: the call would bounce on it for ever."""
_AVERAGE_OVER = 20


def evolve(state: State, fact: f.AnyFact) -> State:
    """The state after `fact`. Changes `state` in place and returns it. IllegalTransition when the tables forbid it."""
    change = _CHANGES.get(type(fact))
    if change is not None:
        change(state, fact)
    state.last_at = max(state.last_at, fact.at)
    return state


def agent_of(state: State, agent: str) -> Agent:
    """The agent's state, made on first mention."""
    found = state.agents.get(agent)
    if found is None:
        found = state.agents[agent] = Agent(id=agent)
    return found


# --- the centre ---------------------------------------------------------------------------------------------------


def _config(state: State, fact: f.ConfigActivated) -> None:
    state.config_version, state.config_hash = fact.version, fact.hash


def _directory(state: State, fact: f.DirectoryActivated) -> None:
    state.directory_version = fact.version


def _leader(state: State, fact: f.LeadershipTaken) -> None:
    state.epoch = fact.epoch


def _site_up(state: State, fact: f.SiteUp) -> None:
    state.sites[fact.site] = Site(name=fact.site, up=True, instance=fact.instance, since=fact.at)


def _site_down(state: State, fact: f.SiteDown) -> None:
    instance = state.sites[fact.site].instance if fact.site in state.sites else ""
    state.sites[fact.site] = Site(
        name=fact.site, up=False, instance=instance, since=fact.at if fact.since is None else fact.since
    )


# --- arrival and flow ---------------------------------------------------------------------------------------------


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
    _forget_playback(state, interaction)
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
    _note_playback(state, interaction, fact.playback)


def _prompted(state: State, fact: f.StepPrompted) -> None:
    interaction = state.interactions[fact.interaction]
    _forget_playback(state, interaction)
    if interaction.position is not None:
        interaction.position.until = fact.until


def _step_finished(state: State, fact: f.StepFinished) -> None:
    interaction = state.interactions[fact.interaction]
    _forget_playback(state, interaction)
    if interaction.position is not None:
        interaction.position.finished = True
        interaction.position.until = None
    if fact.label is not None:
        interaction.choices.append(fact.label)


def _key_taken(state: State, fact: f.KeyTaken) -> None:
    interaction = state.interactions[fact.interaction]
    if fact.stopped_playback is not None:
        _forget_playback(state, interaction)
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


# --- queue and offers ---------------------------------------------------------------------------------------------


def _queue_entered(state: State, fact: f.QueueEntered) -> None:
    interaction = state.interactions[fact.interaction]
    move(interaction, "waiting")
    _forget_playback(state, interaction)
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
    _forget_playback(state, interaction)
    interaction.wait = None
    if fact.cause in ("overflowed", "closed", "queue_removed"):
        interaction.overflows.append(fact.queue)


def _announced(state: State, fact: f.WaitAnnounced) -> None:
    interaction = state.interactions[fact.interaction]
    if interaction.wait is None:
        return
    interaction.wait.announce_at = fact.next_at
    _note_playback(state, interaction, fact.playback)


def _announcement_ended(state: State, fact: f.WaitAnnouncementEnded) -> None:
    _forget_playback(state, state.interactions[fact.interaction])


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


# --- talk ---------------------------------------------------------------------------------------------------------


def _talk_started(state: State, fact: f.TalkStarted) -> None:
    interaction = state.interactions[fact.interaction]
    move(interaction, "talking")
    offer, interaction.offer = interaction.offer, None
    _forget_playback(state, interaction)
    interaction.talked = True
    interaction.talk = Talk(
        offer=fact.offer,
        agent=fact.agent,
        party=fact.party,
        leg=fact.leg,
        queue=fact.queue,
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


# --- recording and end --------------------------------------------------------------------------------------------


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
    _forget_playback(state, interaction)
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


# --- agents -------------------------------------------------------------------------------------------------------


def _signed_in(state: State, fact: f.AgentSignedIn) -> None:
    agent = agent_of(state, fact.agent)
    agent.login, agent.phone, agent.site = fact.login, fact.phone, fact.site
    agent.technical, agent.rest_until, agent.last = 0, 0, None


def _agent_state(state: State, fact: f.AgentStateChanged) -> None:
    agent = agent_of(state, fact.agent)
    move_agent(agent, fact.state)
    agent.since, agent.reason = fact.at, fact.reason
    agent.wrap_up = None
    if fact.state == "available":
        agent.idle_since = fact.at
    if fact.state == "unreachable":
        agent.technical = 0
    if fact.state == "wrap_up":
        _begin_wrap_up(agent, fact)


def _begin_wrap_up(agent: Agent, fact: f.AgentStateChanged) -> None:
    last = agent.last
    agent.wrap_up = WrapUp(
        interaction=fact.interaction or "",
        queue=None if last is None else last.queue,
        until=fact.until if fact.until is not None else fact.at,
        max_extensions=0 if last is None else last.max_extensions,
        extension_ms=0 if last is None else last.extension_ms,
    )


def _asked(state: State, fact: f.AgentAsked) -> None:
    agent = agent_of(state, fact.agent)
    agent.next, agent.next_reason = fact.next, fact.reason


def _extended(state: State, fact: f.WrapUpExtended) -> None:
    wrap_up = agent_of(state, fact.agent).wrap_up
    if wrap_up is not None:
        wrap_up.until = fact.until
        wrap_up.extensions += 1


def _signed_out(state: State, fact: f.AgentSignedOut) -> None:
    agent = agent_of(state, fact.agent)
    move_agent(agent, None)
    agent.login = agent.reason = agent.next = agent.next_reason = None
    agent.wrap_up = agent.last = None
    agent.since = fact.at


def _phone(state: State, fact: f.PhoneReachable) -> None:
    agent = agent_of(state, fact.agent)
    if fact.reachable:
        agent.endpoints[fact.site] = fact.endpoint
    elif agent.endpoints.get(fact.site) == fact.endpoint:
        del agent.endpoints[fact.site]


def _desk(state: State, fact: f.DeskPresence) -> None:
    agent = agent_of(state, fact.agent)
    agent.desk, agent.grace_until = fact.present, fact.grace_until


# --- playbacks ----------------------------------------------------------------------------------------------------


def _note_playback(state: State, interaction: Interaction, playback: str | None) -> None:
    if playback is None:
        return
    state.playbacks[playback] = interaction.id
    if interaction.wait is not None:
        interaction.wait.playback = playback
    elif interaction.position is not None:
        interaction.position.playback = playback


def _forget_playback(state: State, interaction: Interaction) -> None:
    for holder in (interaction.wait, interaction.position):
        if holder is not None and holder.playback is not None:
            state.playbacks.pop(holder.playback, None)
            holder.playback = None


_CHANGES: dict[type[f.Fact], Callable[[State, Any], None]] = {
    f.ConfigActivated: _config,
    f.DirectoryActivated: _directory,
    f.LeadershipTaken: _leader,
    f.SiteUp: _site_up,
    f.SiteDown: _site_down,
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
    f.AgentSignedIn: _signed_in,
    f.AgentStateChanged: _agent_state,
    f.AgentAsked: _asked,
    f.WrapUpExtended: _extended,
    f.AgentSignedOut: _signed_out,
    f.PhoneReachable: _phone,
    f.DeskPresence: _desk,
}
