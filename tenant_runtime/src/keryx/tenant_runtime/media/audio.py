"""Audio to what Asterisk plays: 8 kHz and 16 kHz, one channel, 16-bit signed linear."""

from __future__ import annotations

import io
import wave

import numpy as np
from numpy.typing import NDArray

_BLOCK_SECONDS = 10
_GUARD_SECONDS = 1
_STDOUT_SIZE = 0x7FFF0000
_SECONDS_AT_MOST = 15 * 60

Samples = NDArray[np.float64]


class AudioRefused(Exception):
    """The file is no audio we can take; the message is a sentence."""


def playable(content: bytes) -> dict[str, bytes]:
    """A WAV file (8, 16, 24 or 32 bits, any rate and channels) as bytes by format: `wav` (8 kHz) and `sln16` (16 kHz, raw)."""
    samples, rate = _decoded(content)
    return {"wav": _wav(resampled(samples, rate, 8_000), 8_000), "sln16": _linear(resampled(samples, rate, 16_000))}


def resampled(samples: Samples, rate: int, wanted: int) -> Samples:
    """Band-limited: the spectrum of some seconds at a time, cut off or filled up. Neighbouring seconds are taken along
    and thrown away again, so that no seam is heard."""
    if rate == wanted or not len(samples):
        return samples
    seconds = -(-len(samples) // rate)
    block = min(_BLOCK_SECONDS, seconds)
    padded = np.pad(samples, (_GUARD_SECONDS * rate, (_GUARD_SECONDS + block) * rate))
    pieces = [
        _resampled_block(padded[first * rate : (first + block + 2 * _GUARD_SECONDS) * rate], rate, wanted)
        for first in range(0, seconds, block)
    ]
    return np.concatenate(pieces)[: len(samples) * wanted // rate]


def _resampled_block(piece: Samples, rate: int, wanted: int) -> Samples:
    """The block without its guards, at the wanted rate."""
    length = len(piece) * wanted // rate
    spectrum = np.fft.rfft(piece)[: length // 2 + 1]
    edge = len(spectrum) // 20 if wanted < rate else 0
    if edge:
        spectrum[-edge:] *= np.cos(np.linspace(0, np.pi / 2, edge))  # a wall would ring
    result: Samples = np.fft.irfft(spectrum, length) * (wanted / rate)
    return result[_GUARD_SECONDS * wanted : length - _GUARD_SECONDS * wanted]


def _decoded(content: bytes) -> tuple[Samples, int]:
    """Samples from -1 to 1, channels mixed to one, and their rate."""
    try:
        with wave.open(io.BytesIO(content)) as file:
            rate, channels, width = file.getframerate(), file.getnchannels(), file.getsampwidth()
            if file.getnframes() > rate * _SECONDS_AT_MOST and file.getnframes() * channels * width < _STDOUT_SIZE:
                raise AudioRefused(f"the audio is longer than {_SECONDS_AT_MOST // 60} minutes")
            raw = file.readframes(len(content))
    except (wave.Error, EOFError) as error:
        raise AudioRefused(f"not a WAV file of linear samples: {error}") from error
    raw = raw[: len(raw) // (width * channels) * (width * channels)]
    return _normalised(raw, width).reshape(-1, channels).mean(axis=1), rate


def _normalised(raw: bytes, width: int) -> Samples:
    if width == 1:
        return np.frombuffer(raw, np.uint8).astype(np.float64) / 128 - 1
    if width == 3:
        wide = np.frombuffer(raw, np.uint8).reshape(-1, 3).astype(np.int32)
        return ((wide[:, 0] << 8 | wide[:, 1] << 16 | wide[:, 2] << 24) >> 8).astype(np.float64) / (1 << 23)
    kind = {2: "<i2", 4: "<i4"}.get(width)
    if kind is None:
        raise AudioRefused(f"samples of {width} bytes are not supported")
    return np.frombuffer(raw, kind).astype(np.float64) / float(1 << (8 * width - 1))


def _linear(samples: Samples) -> bytes:
    return np.clip(np.rint(samples * 32767), -32768, 32767).astype("<i2").tobytes()


def _wav(samples: Samples, rate: int) -> bytes:
    target = io.BytesIO()
    with wave.open(target, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(_linear(samples))
    return target.getvalue()
