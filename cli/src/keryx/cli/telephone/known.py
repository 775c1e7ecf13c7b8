"""Knowing a sound again: which of the sounds a centre can play is being heard, and where in it one is.

A second of speech or music correlates with its own place in its file and with nothing else, through a telephone's codec too; so what is
heard is not guessed but found. The search is a cross-correlation by blocks (overlap-save), normalised by the loudness of each place.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

import numpy as np

from keryx.cli.telephone.hearing import similarity
from keryx.cli.telephone.line import FRAME, RATE, Samples

PROBE = RATE
"""Samples that are looked for: a second."""
ALIKE = 0.8
"""Normalised correlation (0-1) from which it is the same sound; strangers reach 0.5."""
_CLEARLY = 0.05
"""By how much the best must be better than the next: "you are number 2 …" and "… 3 …" begin alike."""
_BLOCK = 1 << 16
_QUIET_RMS = 60.0
"""Of 32,767: correlating with silence finds anything."""


class Sound(NamedTuple):
    """`text` is what a prompt says (or where it is from), the file's name of music. 8 kHz."""

    kind: Literal["prompt", "music"]
    text: str
    samples: Samples


class Place(NamedTuple):
    """The probe begins at `at` (samples) of `sound`; `likeness` is how well it fits (0-1)."""

    sound: Sound
    at: int
    likeness: float


class KnownSounds:
    """All that a centre plays; empty when nothing is known of it."""

    def __init__(self, sounds: Iterable[Sound] = ()) -> None:
        usable = [sound for sound in sounds if len(sound.samples) >= PROBE]
        self._prompts = [sound for sound in usable if sound.kind == "prompt"]
        self._music = [sound for sound in usable if sound.kind == "music"]

    def __bool__(self) -> bool:
        return bool(self._prompts or self._music)

    def find(self, probe: Samples) -> Place | None:
        """Where the last second of `probe` is from; None when it is from none of these, or could be from two.

        Blocks: some 0.3 s for 20 minutes of sound on a quiet machine.
        """
        probe = probe[-PROBE:]
        if len(probe) < PROBE or _rms(probe) < _QUIET_RMS:
            return None
        places = sorted((_place(sound, probe) for sound in self._prompts), key=lambda place: -place.likeness)
        if places and places[0].likeness >= ALIKE:
            sure = len(places) == 1 or places[0].likeness - places[1].likeness >= _CLEARLY
            return places[0] if sure else None
        found = (_place(sound, probe) for sound in self._music)
        return next((place for place in found if place.likeness >= ALIKE), None)

    @staticmethod
    def goes_on(place: Place, heard_since: int, probe: Samples) -> bool:
        """Whether `probe`, `heard_since` samples later than the one that was found, is where the same sound has come to by then."""
        at = place.at + heard_since
        there = place.sound.samples[max(0, at - FRAME) : at + PROBE + FRAME]
        return similarity(there, probe[-PROBE:]) >= ALIKE


def _place(sound: Sound, probe: Samples) -> Place:
    likeness, at = best_place(sound.samples, probe)
    return Place(sound, at, likeness)


def best_place(known: Samples, probe: Samples) -> tuple[float, int]:
    """How well (0-1) `probe` fits where it fits best in `known`, and where that is (samples)."""
    size, step = len(probe), _BLOCK - len(probe) + 1
    needle = probe.astype(np.float32) - np.float32(probe.mean())
    spectrum, length = np.conj(np.fft.rfft(needle, _BLOCK)), float(np.linalg.norm(needle))
    best = (0.0, 0)
    for start in range(0, max(1, len(known) - size + 1), step):
        block = known[start : start + _BLOCK].astype(np.float32)
        places = len(block) - size + 1
        products = np.abs(np.fft.irfft(np.fft.rfft(block, _BLOCK) * spectrum, _BLOCK)[:places])
        squares = np.concatenate(([0.0], np.cumsum(block.astype(np.float64) ** 2)))
        energy = np.sqrt(np.maximum(squares[size:] - squares[:places], size * _QUIET_RMS**2)) * length
        at = int(np.argmax(products / energy))
        best = max(best, (float(products[at] / energy[at]), start + at))
    return best


def _rms(samples: Samples) -> float:
    return float(np.sqrt(np.mean(samples.astype(np.float64) ** 2)))
