"""Recording: one track a leg, by the queue's or the entry's policy, paused for what must not be kept."""

from __future__ import annotations

from typing import Literal

from keryx.core import facts as f
from keryx.core.inputs import PauseRecordingRequest, RecorderEnded, Refused
from keryx.core.state import Interaction, Track
from keryx.core.turn import Turn, share_of
from keryx.crds.config import TenantConfig
from keryx.crds.kinds.recording_policy import RecordingPolicySpec

Role = Literal["contact", "agent", "outside"]
SUPERVISOR = "supervisor"
"""Cause of a pause, and what stands for the policy where none is declared."""


Recording = Literal["off", "on", "paused"]


def recording_of(interaction: Interaction | None) -> Recording:
    """What is shown of an interaction's recording."""
    if interaction is None or not interaction.tracks:
        return "off"
    return "paused" if all(track.paused is not None for track in interaction.tracks.values()) else "on"


def policy_of(
    config: TenantConfig, interaction: Interaction, queue: str | None
) -> tuple[str, RecordingPolicySpec] | None:
    """The policy that holds, by name: the queue's, else the entry's. Who is transferred to an agent directly stays under
    the policy of the queue it came through: the conversation goes on, and so does its recording."""
    queue = queue or (interaction.queues[-1] if interaction.queues else None)
    queue_spec = config.queues.get(queue) if queue is not None else None
    entry = config.entries.get(interaction.entry) if interaction.entry is not None else None
    name = (queue_spec.recording_policy if queue_spec else None) or (entry.recording_policy if entry else None)
    spec = config.recording_policies.get(name) if name is not None else None
    return None if name is None or spec is None else (name, spec)


def wants_recording(interaction: Interaction, spec: RecordingPolicySpec) -> bool:
    """Whether this conversation belongs to the recorded share; the same answer each time it is asked."""
    return spec.mode == "always" and share_of(interaction.id) < spec.percent


def begin(turn: Turn, interaction: Interaction) -> None:
    """An agent talks (or a new leg came): record the legs that are not recorded yet, if the policy wants it."""
    talk = interaction.talk
    policy = policy_of(turn.config, interaction, None if talk is None else talk.queue)
    if talk is None or policy is None or not wants_recording(interaction, policy[1]):
        return
    _start_talk_tracks(turn, interaction, policy[0])


def _start_talk_tracks(turn: Turn, interaction: Interaction, policy: str) -> None:
    talk = interaction.talk
    if talk is None:
        return
    _start(turn, interaction, interaction.leg, interaction.party, "contact", policy)
    _start(turn, interaction, talk.leg, talk.party, "agent", policy)


def _start(turn: Turn, interaction: Interaction, leg: str, party: str, role: Role, policy: str) -> None:
    if any(track.leg == leg for track in interaction.tracks.values()):
        return
    turn.emit(
        f.RecordingStarted(
            at=turn.now,
            interaction=interaction.id,
            recording=turn.new_id(),
            leg=leg,
            site=interaction.site,
            party=party,
            role=role,
            policy=policy,
        )
    )


def stop_leg(turn: Turn, interaction: Interaction, leg: str) -> None:
    """The leg goes: its recorder ends with it."""
    for track in [one for one in interaction.tracks.values() if one.leg == leg]:
        _stop(turn, interaction, track, stop=False)


def stop_all(turn: Turn, interaction: Interaction) -> None:
    for track in list(interaction.tracks.values()):
        _stop(turn, interaction, track, stop=False)


def _stop(turn: Turn, interaction: Interaction, track: Track, *, stop: bool) -> None:
    turn.emit(
        f.RecordingStopped(
            at=turn.now,
            interaction=interaction.id,
            recording=track.recording,
            leg=track.leg,
            site=track.site,
            stop=stop,
        )
    )


def pause(turn: Turn, interaction: Interaction, cause: str) -> None:
    """Silence on every track, as long as `cause` holds."""
    for track in [one for one in interaction.tracks.values() if one.paused is None]:
        turn.emit(
            f.RecordingPaused(
                at=turn.now, interaction=interaction.id, recording=track.recording, leg=track.leg, cause=cause
            )
        )


def resume(turn: Turn, interaction: Interaction, cause: str) -> None:
    """End the pauses of `cause`; a pause of another cause goes on."""
    for track in [one for one in interaction.tracks.values() if one.paused == cause]:
        turn.emit(f.RecordingResumed(at=turn.now, interaction=interaction.id, recording=track.recording, leg=track.leg))


def may_pause(config: TenantConfig, interaction: Interaction) -> bool:
    """Whether the agent may start, pause or resume the recording of this talk."""
    policy = policy_of(config, interaction, None if interaction.talk is None else interaction.talk.queue)
    if policy is None or policy[1].mode == "never":
        return False
    return policy[1].mode == "onDemand" or (policy[1].agent_may_pause and bool(interaction.tracks))


def on_request(turn: Turn, request: PauseRecordingRequest) -> None:
    """The agent pauses, resumes, or (on demand) begins the recording."""
    interaction = turn.interaction(request.interaction)
    talk = interaction.talk
    if talk is None or talk.agent != request.agent:
        raise Refused("not_your_interaction", "You are not talking in this interaction.")
    if not may_pause(turn.config, interaction):
        raise Refused("recording_not_yours", "This recording is not in the agent's hands.")
    if request.paused:
        pause(turn, interaction, "agent")
        return
    resume(turn, interaction, "agent")
    policy = policy_of(turn.config, interaction, talk.queue)
    if policy is not None and policy[1].mode == "onDemand":
        _start_talk_tracks(turn, interaction, policy[0])


def by_supervisor(turn: Turn, interaction: Interaction, *, recorded: bool) -> None:
    """A supervisor begins the recording of this talk, or silences it until they let it go on; the agent's own pause is under theirs.
    What the policy forbids to record nobody records."""
    talk = interaction.talk
    policy = policy_of(turn.config, interaction, None if talk is None else talk.queue)
    if policy is not None and policy[1].mode == "never":
        raise Refused("recording_forbidden", "The recording policy forbids to record this call.")
    if not recorded:
        resume(turn, interaction, "agent")
        pause(turn, interaction, SUPERVISOR)
        return
    resume(turn, interaction, SUPERVISOR)
    _start_talk_tracks(turn, interaction, SUPERVISOR if policy is None else policy[0])


def on_recorder_ended(turn: Turn, report: RecorderEnded) -> None:
    """A recorder ended though its leg lives (disk full, module unloaded): the track ends honestly here."""
    for interaction in turn.state.interactions.values():
        track = interaction.tracks.get(report.recording)
        if track is not None:
            _stop(turn, interaction, track, stop=False)
            return
