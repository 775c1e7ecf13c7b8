"""What a site agent and the worker tell each other about tracks."""

from __future__ import annotations

import msgspec


class TrackStored(msgspec.Struct, frozen=True, kw_only=True):
    """A track lies in the store, whole. `sha256` (hex), `bytes` and `milliseconds` are of the plain WAV file."""

    recording: str
    uri: str
    sha256: str
    bytes: int
    milliseconds: int


class TracksStored(msgspec.Struct, frozen=True):
    """Several at once."""

    tracks: list[TrackStored]


class TracksFinished(msgspec.Struct, frozen=True):
    """Nobody records into these any more. (The engine tells a site agent.)"""

    recordings: list[str]


class TracksAsked(msgspec.Struct, frozen=True):
    """Which of these have ended? (A site agent found their files.)"""

    recordings: list[str]


class TracksAnswer(msgspec.Struct, frozen=True):
    """`ended`: nobody records into them any more. `unknown`: no record names them (yet)."""

    ended: list[str]
    unknown: list[str]
