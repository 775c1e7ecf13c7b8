"""`react(fact, state)`: which commands a fact asks for. A table of small pure functions; facts carry all they need.

The same fact always gives the same commands, so a new leader may send those of the journal's tail again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from keryx.core import commands as c
from keryx.core import facts as f
from keryx.core.state import State

Commands = tuple[c.AnyCommand, ...]


def react(fact: f.AnyFact, state: State | None = None) -> Commands:
    """The commands of `fact`, in the order to send them. `state` is not needed by any fact of today."""
    reaction = _REACTIONS.get(type(fact))
    return () if reaction is None else reaction(fact)


def _rejected(fact: f.InteractionRejected) -> Commands:
    if fact.leg is None:
        return ()
    return (c.RejectLeg(interaction=fact.interaction, leg=fact.leg, sip_code=fact.sip_code),)


def _answered(fact: f.ContactAnswered) -> Commands:
    return (c.AnswerContact(interaction=fact.interaction, leg=fact.leg, bridge=fact.bridge),)


def _step_started(fact: f.StepStarted) -> Commands:
    if fact.playback is None:
        return ()
    return (
        c.PlayTo(
            interaction=fact.interaction,
            leg=fact.leg,
            playback=fact.playback,
            media=fact.media,
            language=fact.language,
        ),
    )


def _stop_playback(fact: f.StepFinished | f.KeyTaken) -> Commands:
    if fact.stopped_playback is None or fact.leg is None:
        return ()
    return (c.StopPlaying(interaction=fact.interaction, leg=fact.leg, playback=fact.stopped_playback),)


def _queue_entered(fact: f.QueueEntered) -> Commands:
    if fact.turned_away:
        return ()
    return (c.StartMusic(interaction=fact.interaction, leg=fact.leg, music=fact.music),)


def _queue_left(fact: f.QueueLeft) -> Commands:
    if fact.leg is None:
        return ()
    stop: Commands = (c.StopMusic(interaction=fact.interaction, leg=fact.leg),)
    if fact.stopped_playback is not None:
        stop = (c.StopPlaying(interaction=fact.interaction, leg=fact.leg, playback=fact.stopped_playback), *stop)
    return stop


def _announced(fact: f.WaitAnnounced) -> Commands:
    return (c.PlayTo(interaction=fact.interaction, leg=fact.leg, playback=fact.playback, media=fact.media),)


def _announcement_ended(fact: f.WaitAnnouncementEnded) -> Commands:
    if not fact.resume_music:
        return ()
    return (c.StartMusic(interaction=fact.interaction, leg=fact.leg, music=fact.music),)


def _offer_made(fact: f.OfferMade) -> Commands:
    music: Commands = ()
    if fact.contact_leg is not None:
        music = (c.StartMusic(interaction=fact.interaction, leg=fact.contact_leg),)
    return (
        *music,
        c.CallAgent(
            interaction=fact.interaction,
            leg=fact.leg,
            site=fact.site,
            endpoint=fact.endpoint,
            agent=fact.agent,
            offer=fact.offer,
            caller_ref=fact.caller_ref,
        ),
    )


def _offer_ended(fact: f.OfferEnded) -> Commands:
    if not fact.hang_up_leg:
        return ()
    cause: c.Cause = "no_answer" if fact.result == "no_answer" else "normal"
    return (c.HangUp(interaction=fact.interaction, leg=fact.leg, cause=cause),)


def _talk_started(fact: f.TalkStarted) -> Commands:
    return (
        c.Join(
            interaction=fact.interaction,
            leg=fact.leg,
            bridge=fact.bridge,
            other_leg=fact.contact_leg,
            stop_playback=fact.stopped_playback,
            whisper=fact.whisper,
        ),
    )


def _hold_started(fact: f.HoldStarted) -> Commands:
    return (
        c.Hold(
            interaction=fact.interaction,
            leg=fact.leg,
            contact_leg=fact.contact_leg,
            bridge=fact.bridge,
            music=fact.music,
        ),
    )


def _hold_ended(fact: f.HoldEnded) -> Commands:
    return (c.Unhold(interaction=fact.interaction, leg=fact.leg, contact_leg=fact.contact_leg, bridge=fact.bridge),)


def _mute(fact: f.MuteChanged) -> Commands:
    return (c.Mute(interaction=fact.interaction, leg=fact.leg, muted=fact.muted),)


def _keys(fact: f.KeysSent) -> Commands:
    return (c.SendKeys(interaction=fact.interaction, leg=fact.contact_leg, digits_ref=fact.digits_ref),)


def _called_in(fact: f.LegReplacing | f.WatchStarted, leg: str, agent: str) -> c.CallAgent:
    """A phone that answers by itself: it comes into a talk that is there already."""
    return c.CallAgent(
        interaction=fact.interaction,
        leg=leg,
        site=fact.site,
        endpoint=fact.endpoint,
        agent=agent,
        offer=None,
        caller_ref=None,
        auto_answer=True,
    )


def _replacing(fact: f.LegReplacing) -> Commands:
    return (_called_in(fact, fact.new_leg, fact.agent),)


def _replaced(fact: f.LegReplaced) -> Commands:
    """The new leg is in the bridge before the old one goes."""
    join = c.Join(
        interaction=fact.interaction,
        leg=fact.new_leg,
        bridge=fact.bridge,
        other_leg=fact.contact_leg,
        stop_music=not fact.was_held,
    )
    end_old = c.HangUp(interaction=fact.interaction, leg=fact.old_leg)
    if not fact.was_held:
        return (join, end_old)
    hold = c.Hold(
        interaction=fact.interaction,
        leg=fact.new_leg,
        contact_leg=fact.contact_leg,
        bridge=fact.bridge,
        music=fact.music,
    )
    return (join, hold, end_old)


def _replacement_failed(fact: f.LegReplacementFailed) -> Commands:
    return (c.HangUp(interaction=fact.interaction, leg=fact.new_leg),) if fact.hang_up_leg else ()


def _outside_dialled(fact: f.OutsideDialled) -> Commands:
    return (
        c.CallOutside(
            interaction=fact.interaction,
            leg=fact.leg,
            site=fact.site,
            trunk=fact.trunk,
            number_ref=fact.number_ref,
            caller_id=fact.caller_id,
            contact_leg=fact.contact_leg,
        ),
    )


def _outside_answered(fact: f.OutsideAnswered) -> Commands:
    return (c.Join(interaction=fact.interaction, leg=fact.leg, bridge=fact.bridge, other_leg=fact.contact_leg),)


def _outside_ended(fact: f.OutsideEnded) -> Commands:
    return (c.HangUp(interaction=fact.interaction, leg=fact.leg),) if fact.hang_up_leg else ()


def _talk_ended(fact: f.TalkEnded) -> Commands:
    return (c.HangUp(interaction=fact.interaction, leg=fact.leg),) if fact.hang_up_leg else ()


def _record(fact: f.RecordingStarted) -> Commands:
    return (c.Record(interaction=fact.interaction, recording=fact.recording, leg=fact.leg, site=fact.site),)


def _pause_recording(fact: f.RecordingPaused | f.RecordingResumed) -> Commands:
    paused = isinstance(fact, f.RecordingPaused)
    return (c.PauseRecording(interaction=fact.interaction, recording=fact.recording, leg=fact.leg, paused=paused),)


def _stop_recording(fact: f.RecordingStopped) -> Commands:
    if not fact.stop:
        return ()
    return (c.StopRecording(interaction=fact.interaction, recording=fact.recording, leg=fact.leg, site=fact.site),)


def _ended(fact: f.InteractionEnded) -> Commands:
    legs = tuple(c.HangUp(interaction=fact.interaction, leg=leg) for leg in fact.hang_up_legs)
    return (*legs, c.CloseBridge(interaction=fact.interaction, bridge=fact.bridge))


def _stray_ended(fact: f.StrayLegEnded) -> Commands:
    return (c.HangUp(interaction="", leg=fact.leg),) if fact.hang_up_leg else ()


def _watch_started(fact: f.WatchStarted) -> Commands:
    return (_called_in(fact, fact.leg, fact.supervisor),)


def _watch_joined(fact: f.WatchJoined) -> Commands:
    return (
        c.Watch(
            interaction=fact.interaction,
            leg=fact.leg,
            bridge=fact.bridge,
            agent_leg=fact.agent_leg,
            coach=fact.coach,
            ended_coach=fact.ended_coach,
            mode=fact.mode,
        ),
    )


def _watch_ended(fact: f.WatchEnded) -> Commands:
    coaching: Commands = ()
    if fact.coach is not None:
        coaching = (c.EndCoaching(interaction=fact.interaction, coach=fact.coach),)
    return (*coaching, c.HangUp(interaction=fact.interaction, leg=fact.leg)) if fact.hang_up_leg else coaching


def _taken_over(fact: f.TalkTakenOver) -> Commands:
    """From listening or whispering to talking."""
    return (
        c.Watch(
            interaction=fact.interaction,
            leg=fact.leg,
            bridge=fact.bridge,
            agent_leg=fact.leg,
            coach="",
            ended_coach=fact.ended_coach,
            mode="join",
        ),
    )


_REACTIONS: dict[type[f.Fact], Callable[[Any], Commands]] = {
    f.InteractionRejected: _rejected,
    f.ContactAnswered: _answered,
    f.StepStarted: _step_started,
    f.StepFinished: _stop_playback,
    f.KeyTaken: _stop_playback,
    f.QueueEntered: _queue_entered,
    f.QueueLeft: _queue_left,
    f.WaitAnnounced: _announced,
    f.WaitAnnouncementEnded: _announcement_ended,
    f.OfferMade: _offer_made,
    f.OfferEnded: _offer_ended,
    f.TalkStarted: _talk_started,
    f.HoldStarted: _hold_started,
    f.HoldEnded: _hold_ended,
    f.MuteChanged: _mute,
    f.KeysSent: _keys,
    f.LegReplacing: _replacing,
    f.LegReplaced: _replaced,
    f.LegReplacementFailed: _replacement_failed,
    f.OutsideDialled: _outside_dialled,
    f.OutsideAnswered: _outside_answered,
    f.OutsideEnded: _outside_ended,
    f.TalkEnded: _talk_ended,
    f.RecordingStarted: _record,
    f.RecordingPaused: _pause_recording,
    f.RecordingResumed: _pause_recording,
    f.RecordingStopped: _stop_recording,
    f.InteractionEnded: _ended,
    f.StrayLegEnded: _stray_ended,
    f.WatchStarted: _watch_started,
    f.WatchJoined: _watch_joined,
    f.WatchEnded: _watch_ended,
    f.TalkTakenOver: _taken_over,
}
