"""The little of WAV that is needed: 16-bit signed linear, one or two channels."""

from __future__ import annotations

import struct
from typing import Protocol

import msgspec

HEADER_BYTES = 44
SAMPLE_BYTES = 2
_SEARCHED_BYTES = 4096


class NotSignedLinear(ValueError):
    """Not a WAV file of 16-bit signed linear samples."""


class Readable(Protocol):
    @property
    def size(self) -> int: ...
    def read(self, start: int, end: int) -> bytes: ...


class WavLayout(msgspec.Struct, frozen=True):
    """Where the samples are. `frames` counts whole frames that are really there, whatever the header says."""

    rate: int
    channels: int
    first_byte: int
    frames: int

    @property
    def milliseconds(self) -> int:
        return self.frames * 1000 // self.rate


def header(rate: int, channels: int, frames: int) -> bytes:
    """The header of a file with `frames` frames."""
    size = frames * channels * SAMPLE_BYTES
    frame_bytes = channels * SAMPLE_BYTES
    return struct.pack(
        "<4sI4s4sIHHIIHH4sI",
        b"RIFF", size + HEADER_BYTES - 8, b"WAVE", b"fmt ", 16, 1, channels, rate, rate * frame_bytes, frame_bytes,
        8 * SAMPLE_BYTES, b"data", size,
    )  # fmt: skip


def layout(source: Readable) -> WavLayout:
    """Read the layout. A data size of 0, or beyond the file, is what a killed recorder leaves: the file's end counts then."""
    start = source.read(0, _SEARCHED_BYTES)
    if start[:4] != b"RIFF" or start[8:12] != b"WAVE":
        raise NotSignedLinear("no RIFF/WAVE header")
    position, form = 12, None
    while position + 8 <= len(start):
        kind, size = start[position : position + 4], int.from_bytes(start[position + 4 : position + 8], "little")
        position += 8
        if kind == b"fmt ":
            form = struct.unpack_from("<HHIIHH", start, position)
        if kind == b"data":
            return _layout(form, position, size, source.size)
        position += size + size % 2
    raise NotSignedLinear("no samples in its first bytes")


def _layout(form: tuple[int, ...] | None, first_byte: int, told: int, file_size: int) -> WavLayout:
    if form is None or form[0] not in (1, 0xFFFE) or form[5] != 8 * SAMPLE_BYTES or form[1] not in (1, 2):
        raise NotSignedLinear(f"unsupported format {form}")
    there = max(0, file_size - first_byte)
    size = told if 0 < told <= there else there
    return WavLayout(form[2], form[1], first_byte, size // (form[1] * SAMPLE_BYTES))
