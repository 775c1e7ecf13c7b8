"""What a stretch of telephone audio is: silence, a tone, music or speech.

Speech comes in syllables: its loudness goes up and down four times a second and falls silent between words, which music does not do
(Scheirer and Slaney, ICASSP 1997: energy modulation at 4 Hz and the share of quiet frames are the two best single features).
A pure tone has nearly all its energy in one narrow band.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np

from keryx.cli.telephone.line import FRAME, RATE, Samples

Kind = Literal["silence", "tone", "music", "speech"]
_SILENCE_RMS = 60.0
"""Of 32,767: below it nobody hears anything (about -55 dBFS)."""
_TONE_SHARE = 0.8
"""Share of the energy within ±20 Hz of the strongest frequency."""
_QUIET_SHARE = 0.18
"""Share of frames below a quarter of the mean loudness above which it is speech."""


class Heard(NamedTuple):
    """`hertz` is the strongest frequency, meaningful for a tone."""

    kind: Kind
    hertz: float


def classify(samples: Samples) -> Heard:
    """What `samples` (at least half a second) are."""
    if len(samples) < RATE // 2 or _rms(samples) < _SILENCE_RMS:
        return Heard("silence", 0.0)
    hertz, share = strongest(samples)
    if share >= _TONE_SHARE:
        return Heard("tone", hertz)
    return Heard("speech" if _quiet_share(samples) > _QUIET_SHARE else "music", hertz)


def strongest(samples: Samples) -> tuple[float, float]:
    """The strongest frequency (Hz) and the share (0-1) of all energy within 20 Hz of it."""
    windowed = samples.astype(np.float64) * np.hanning(len(samples))
    power = np.abs(np.fft.rfft(windowed)) ** 2
    frequencies = np.fft.rfftfreq(len(samples), 1 / RATE)
    power[frequencies < 80] = 0.0  # hum and offset are not what anyone says
    total = float(power.sum())
    peak = float(frequencies[int(power.argmax())])
    near = float(power[np.abs(frequencies - peak) <= 20].sum())
    return peak, near / total if total else 0.0


def level_at(samples: Samples, hertz: float) -> float:
    """How loud one frequency is: its amplitude (0-32,767) by a single-bin Fourier transform."""
    if not len(samples):
        return 0.0
    times = np.arange(len(samples)) / RATE
    return float(2 * np.abs(np.mean(samples * np.exp(-2j * np.pi * hertz * times))))


def similarity(heard: Samples, known: Samples) -> float:
    """The best normalised cross-correlation (0-1) of `known` anywhere in `heard`: 1 is the very same sound."""
    if len(heard) < len(known) or not len(known):
        return 0.0
    a, b = heard.astype(np.float64), known.astype(np.float64) - known.mean()
    size = 1 << (len(a) + len(b)).bit_length()
    products = np.fft.irfft(np.fft.rfft(a, size) * np.conj(np.fft.rfft(b, size)), size)[: len(a) - len(b) + 1]
    squares = np.concatenate(([0.0], np.cumsum(a**2)))
    energy = np.sqrt(np.maximum(squares[len(b) :] - squares[: -len(b)], 1.0)) * np.linalg.norm(b)
    return float(np.max(np.abs(products) / np.maximum(energy, 1.0)))


def tone(hertz: float, seconds: float, amplitude: int = 8000) -> Samples:
    """A sine to say into a line."""
    times = np.arange(int(seconds * RATE)) / RATE
    return (amplitude * np.sin(2 * np.pi * hertz * times)).astype(np.int16)


def _rms(samples: Samples) -> float:
    return float(np.sqrt(np.mean(samples.astype(np.float64) ** 2)))


def _quiet_share(samples: Samples) -> float:
    frames = samples[: len(samples) // FRAME * FRAME].reshape(-1, FRAME).astype(np.float64)
    loudness = np.sqrt((frames**2).mean(axis=1))
    return float((loudness < loudness.mean() / 4).mean())
