"""Who hears whom: each person says a tone of its own, and lines, browsers and recordings are listened to for it."""

from __future__ import annotations

import asyncio
import io
import wave

import numpy as np

from keryx.cli.telephone.hearing import classify, level_at
from keryx.cli.telephone.line import RATE, Line, Samples

CALLER_HZ, AGENT_HZ = 697, 1209
LOUD, QUIET = 1000, 200
"""Amplitudes (of 32,767) of a tone that is said, and of one that is not."""


async def hears(line: Line, hertz: float, within: float = 15.0) -> None:
    """Return once the last half second is mostly `hertz`."""
    async with asyncio.timeout(within):
        while level_at(line.ears.samples(0.5), hertz) < LOUD:
            line.ears.changed.clear()
            await line.ears.changed.wait()


async def hears_kind(line: Line, kind: str, within: float = 30.0) -> None:
    """Return once the last second and a half is of that kind (speech, music, ...)."""
    async with asyncio.timeout(within):
        while classify(line.ears.samples(1.5)).kind != kind:
            line.ears.changed.clear()
            await line.ears.changed.wait()


async def misses(line: Line, hertz: float, within: float = 10.0) -> None:
    """Return once half a second went by without `hertz`: of silence a line may send nothing at all."""
    async with asyncio.timeout(within):
        while True:
            before = len(line.ears.packets)
            await asyncio.sleep(0.5)  # as long as is listened to
            new = line.ears.packets[before:]
            if not new or level_at(np.concatenate(new), hertz) < QUIET:
                return


def channels(recording: bytes) -> tuple[Samples, Samples, int]:
    """Left (contact), right (agent) and the rate of a stereo WAV."""
    with wave.open(io.BytesIO(recording)) as sound:
        assert sound.getnchannels() == 2
        frames = np.frombuffer(sound.readframes(sound.getnframes()), dtype="<i2").reshape(-1, 2)
        return frames[:, 0], frames[:, 1], sound.getframerate()


def loudest(samples: Samples, rate: int, hertz: float) -> float:
    """The amplitude of one frequency in the half second where it is loudest."""
    return max(levels(samples, rate, hertz))


def levels(samples: Samples, rate: int, hertz: float) -> list[float]:
    """The amplitude of one frequency in each half second, one after the other."""
    size = rate // 2
    return [level_at(samples[at : at + size], hertz * RATE / rate) for at in range(0, len(samples) - size + 1, size)]
