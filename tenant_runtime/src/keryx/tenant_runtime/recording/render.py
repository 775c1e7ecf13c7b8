"""Tracks to one stereo file: the contact left, everybody else right, each at its own time.

Each track is what one leg said, from its journaled start. Blocks of some seconds are mixed at a time, so a call of hours
needs no more memory than one of minutes. Where a recording was paused there is silence, whatever the file holds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import msgspec
import numpy as np
from numpy.typing import NDArray

from keryx.core.ledger import Track
from keryx.tenant_runtime.recording.wav import SAMPLE_BYTES, Readable, WavLayout, header, layout

CHANNELS = 2
_BLOCK_SECONDS = 10
_TOLERANCE_MS = 1_000
_TOLERANCE_SHARE = 0.02

Samples = NDArray[np.float32]


class Gap(msgspec.Struct, frozen=True):
    """Part of a leg's talk that is not in the recording: [from_ms, to_ms) of it.

    `cause`: `paused` on purpose, or else `short` or `missing`, which should not be.
    """

    recording: str
    role: str
    from_ms: int
    to_ms: int
    cause: str


class Rendered(msgspec.Struct, frozen=True):
    """The stereo file: SHA-256 of its plain bytes (hex), length in ms, and what is missing in it."""

    sha256: str
    milliseconds: int
    rate: int
    gaps: tuple[Gap, ...]

    @property
    def is_whole(self) -> bool:
        """Whether all is there that should be."""
        return all(gap.cause == "paused" for gap in self.gaps)


@dataclass(frozen=True)
class Source:
    """A track with its file; None when the file never came."""

    track: Track
    file: Readable | None


@dataclass(frozen=True)
class _Placed:
    track: Track
    file: Readable
    wav: WavLayout
    offset_ms: int

    @property
    def end_ms(self) -> int:
        return self.offset_ms + self.wav.milliseconds


def render(sources: Sequence[Source], write: Callable[[bytes], object]) -> Rendered:
    """Mix the tracks and hand the WAV file to `write`, piece by piece. ValueError without any track."""
    start = min(source.track.started_at for source in sources)
    placed = [
        _Placed(source.track, source.file, layout(source.file), source.track.started_at - start)
        for source in sources
        if source.file is not None
    ]
    rate = max((one.wav.rate for one in placed), default=8000)
    length_ms = max([0, *(one.end_ms for one in placed), *(_told_end(source.track, start) for source in sources)])
    frames = length_ms * rate // 1000
    digest = hashlib.sha256()
    for piece in _pieces(placed, rate, frames):
        digest.update(piece)
        write(piece)
    return Rendered(digest.hexdigest(), length_ms, rate, tuple(_gaps(sources, placed, start)))


def _pieces(placed: Sequence[_Placed], rate: int, frames: int) -> Iterator[bytes]:
    yield header(rate, CHANNELS, frames)
    block = _BLOCK_SECONDS * rate
    for first in range(0, frames, block):
        count = min(block, frames - first)
        mixed = np.zeros((count, CHANNELS), dtype=np.float32)
        for one in placed:
            mixed[:, _channel(one.track)] += _samples(one, rate, first, count)
        yield np.clip(np.rint(mixed), -32768, 32767).astype("<i2").tobytes()


def _channel(track: Track) -> int:
    return 0 if track.role == "contact" else 1


def _samples(one: _Placed, rate: int, first: int, count: int) -> Samples:
    """The track's samples at output frames [first, first + count), silence where it has none or was paused."""
    out = np.zeros(count, dtype=np.float32)
    begin = one.offset_ms * rate // 1000
    available = one.wav.frames * rate // one.wav.rate
    low, high = max(first, begin), min(first + count, begin + available)
    if low >= high:
        return out
    out[low - first : high - first] = _resampled(one, rate, low - begin, high - begin)
    for pause_start, pause_end in one.track.pauses:
        silent = [_frame(one, moment, rate) for moment in (pause_start, pause_end)]
        left = max(low, silent[0] if silent[0] is not None else low)
        right = high if silent[1] is None else min(high, silent[1])
        out[max(0, left - first) : max(0, right - first)] = 0
    return out


def _frame(one: _Placed, moment: int | None, rate: int) -> int | None:
    return None if moment is None else (moment - one.track.started_at + one.offset_ms) * rate // 1000


def _resampled(one: _Placed, rate: int, low: int, high: int) -> Samples:
    """Output frames [low, high) counted from the track's start; a lower rate is interpolated."""
    if one.wav.rate == rate:
        return _frames(one, low, high)
    ratio = one.wav.rate / rate
    first, last = int(low * ratio), min(one.wav.frames, int(high * ratio) + 2)
    known = _frames(one, first, last)
    between: Samples = np.interp(np.arange(low, high) * ratio, np.arange(first, first + len(known)), known).astype(
        np.float32
    )
    return between


def _frames(one: _Placed, low: int, high: int) -> Samples:
    frame_bytes = one.wav.channels * SAMPLE_BYTES
    raw = one.file.read(one.wav.first_byte + low * frame_bytes, one.wav.first_byte + high * frame_bytes)
    samples = np.frombuffer(raw, dtype="<i2").reshape(-1, one.wav.channels)
    mono: Samples = samples.mean(axis=1, dtype=np.float32)
    return mono


def _told_end(track: Track, start: int) -> int:
    return (track.started_at if track.ended_at is None else track.ended_at) - start


def _gaps(sources: Sequence[Source], placed: Sequence[_Placed], start: int) -> Iterator[Gap]:
    """What the journal says was recorded, held against what is there."""
    recorded = {one.track.recording: one.wav.milliseconds for one in placed}
    for source in sources:
        track = source.track
        yield from _pauses(track, start)
        begin, end = track.started_at - start, _told_end(track, start)
        there = recorded.get(track.recording, 0)
        if end - begin - there > _TOLERANCE_MS + _TOLERANCE_SHARE * (end - begin) or (there == 0 and end > begin):
            cause = "short" if source.file is not None else "missing"
            yield Gap(track.recording, track.role, begin + there, end, cause)


def _pauses(track: Track, start: int) -> Iterator[Gap]:
    for begun, ended in track.pauses:
        end = _told_end(track, start) if ended is None else ended - start
        yield Gap(track.recording, track.role, begun - start, end, "paused")
