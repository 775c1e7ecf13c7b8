"""Recording tracks, as the facts tell them: when each began, when it was paused, when it stopped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from keryx.core import facts as f
from keryx.core.ledger.records import InteractionRecord, Track


def stop_tracks(record: InteractionRecord, at: int) -> InteractionRecord:
    """The interaction is over: no track outlives it, whether or not its stop was seen."""
    return replace(record, tracks=tuple(_ended(track, at) for track in record.tracks))


def _started(record: InteractionRecord, fact: f.RecordingStarted) -> InteractionRecord:
    if any(track.recording == fact.recording for track in record.tracks):
        return record
    track = Track(
        recording=fact.recording,
        leg=fact.leg,
        site=fact.site,
        party=fact.party,
        role=fact.role,
        policy=fact.policy,
        started_at=fact.at,
    )
    return replace(record, tracks=(*record.tracks, track))


def _paused(record: InteractionRecord, fact: f.RecordingPaused) -> InteractionRecord:
    def pause(track: Track) -> Track:
        if track.pauses and track.pauses[-1][1] is None:
            return track
        return replace(track, pauses=(*track.pauses, (fact.at, None)))

    return _with_track(record, fact.recording, pause)


def _resumed(record: InteractionRecord, fact: f.RecordingResumed) -> InteractionRecord:
    return _with_track(record, fact.recording, lambda track: _unpaused(track, fact.at))


def _stopped(record: InteractionRecord, fact: f.RecordingStopped) -> InteractionRecord:
    return record if record.ended_at is not None else _with_track(record, fact.recording, lambda x: _ended(x, fact.at))


def _ended(track: Track, at: int) -> Track:
    """Ended at the earlier of `at` and what it is known to have ended at."""
    at = max(at, track.started_at)
    if track.ended_at is not None and track.ended_at <= at:
        return track
    return replace(_unpaused(track, at), ended_at=at)


def _unpaused(track: Track, at: int) -> Track:
    if not track.pauses or track.pauses[-1][1] is not None:
        return track
    return replace(track, pauses=(*track.pauses[:-1], (track.pauses[-1][0], at)))


def _with_track(record: InteractionRecord, recording: str, change: Callable[[Track], Track]) -> InteractionRecord:
    tracks = tuple(change(track) if track.recording == recording else track for track in record.tracks)
    return replace(record, tracks=tracks)


TRACK_PROJECTIONS: dict[type[f.Fact], Callable[[InteractionRecord, Any], InteractionRecord]] = {
    f.RecordingStarted: _started,
    f.RecordingPaused: _paused,
    f.RecordingResumed: _resumed,
    f.RecordingStopped: _stopped,
}
