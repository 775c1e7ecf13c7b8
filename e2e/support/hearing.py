"""Who hears whom: each person says a tone of its own, and lines, browsers and recordings are listened to for it.

Which prompt or music a line hears is told by correlation with the very file.
"""

from __future__ import annotations

import asyncio
import io
import wave
from collections.abc import Iterable

import numpy as np

from keryx.cli.telephone.hearing import classify, level_at, similarity
from keryx.cli.telephone.known import ALIKE, KnownSounds, Sound
from keryx.cli.telephone.line import FRAME, RATE, Line, Samples

CALLER_HZ, AGENT_HZ, SECOND_AGENT_HZ = 697, 1209, 1477
LOUD, QUIET = 1000, 200
"""Amplitudes (of 32,767) of a tone that is said, and of one that is not."""
_MISSED = np.zeros(RATE // 10, np.int16)
"""A telephone's ears open a packet or two after the answer; what is said at that moment lacks its first sound."""
_LOOK_EVERY = 25
"""Packets: correlating with each one would hear nothing new."""


async def hears(line: Line, hertz: float, within: float = 15.0, *, since: int = 0) -> None:
    """Return once the last half second, all of it after the first `since` packets, is mostly `hertz`."""
    async with asyncio.timeout(within):
        while level_at(_last(line, 0.5, since), hertz) < LOUD:
            line.ears.changed.clear()
            await line.ears.changed.wait()


def _last(line: Line, seconds: float, since: int) -> Samples:
    """What was heard last, or nothing while that reaches back before the first `since` packets."""
    enough = len(line.ears.packets) - since >= seconds * RATE / FRAME
    return line.ears.samples(seconds) if enough else np.zeros(0, np.int16)


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


async def hears_prompt(line: Line, prompts: Iterable[Sound], *, since: int = 0, within: float = 40.0) -> Sound:
    """Whichever of `prompts` is heard whole first, after the first `since` packets. AssertionError tells how alike each was."""
    wanted = list(prompts)
    alike: dict[str, float] = {}
    looked = since + min(len(sound.samples) for sound in wanted) // FRAME
    try:
        async with asyncio.timeout(within):
            while True:
                await _packets(line, looked)
                ended = line.state == "ended"
                heard = np.concatenate([_MISSED, *line.ears.packets[since:], _MISSED])
                alike = {sound.text: await asyncio.to_thread(similarity, heard, sound.samples) for sound in wanted}
                found = max(wanted, key=lambda sound: alike[sound.text])
                if alike[found.text] >= ALIKE:
                    return found
                assert not ended, f"the call ended; likeness so far: {alike}"
                looked = len(line.ears.packets) + _LOOK_EVERY
    except TimeoutError as late:
        raise AssertionError(f"not heard within {within:.0f} s; likeness: {alike}") from late


async def hears_music(line: Line, known: Iterable[Sound], *, since: int = 0, within: float = 20.0) -> Sound:
    """The piece of `known` music that is heard, by a second of it, after the first `since` packets."""
    music, found = KnownSounds(known), None
    looked = since + RATE // FRAME
    async with asyncio.timeout(within):
        while found is None:
            await _packets(line, looked)
            found = await asyncio.to_thread(music.find, line.ears.samples(1.0))
            looked = len(line.ears.packets) + _LOOK_EVERY
    assert found.sound.kind == "music", f"heard “{found.sound.text}”"
    return found.sound


async def _packets(line: Line, count: int) -> None:
    """Return once `count` packets were heard, or the call has ended."""
    while len(line.ears.packets) < count and line.state != "ended":
        line.ears.changed.clear()
        try:
            await asyncio.wait_for(line.ears.changed.wait(), 0.5)
        except TimeoutError:
            continue  # a call that ends is silent


def spans(samples: Samples, rate: int, hertz: float, *, loud: float = LOUD) -> list[tuple[float, float]]:
    """From when to when (seconds) `hertz` is heard, to a twentieth of a second."""
    size = rate // 20
    heard = [
        level_at(samples[at : at + size], hertz * RATE / rate) > loud for at in range(0, len(samples) - size + 1, size)
    ]
    edges = np.flatnonzero(np.diff(np.array([False, *heard, False]).astype(np.int8)))
    return [(float(begin) / 20, float(end) / 20) for begin, end in zip(edges[::2], edges[1::2], strict=True)]
