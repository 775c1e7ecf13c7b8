"""Without true ears every test of who hears whom would pass by itself."""

import numpy as np
import pytest

from keryx.cli.telephone.hearing import classify, level_at, similarity, strongest, tone
from keryx.cli.telephone.line import RATE, Samples

_SEED = 7


def _syllables(seconds: float) -> Samples:
    """Noise switched on and off four times a second, as syllables are."""
    noise = np.random.default_rng(_SEED).normal(0, 4000, int(seconds * RATE))
    gate = (np.arange(len(noise)) * 4 // RATE) % 2
    return (noise * gate).clip(-32000, 32000).astype(np.int16)


def _chord(seconds: float) -> Samples:
    return sum((tone(hertz, seconds, 3000) for hertz in (330, 523, 784)), np.zeros(int(seconds * RATE), np.int16))


@pytest.mark.parametrize("hertz", [697, 941, 1209])
def test_a_tone_is_told_with_its_frequency(hertz: int) -> None:
    heard = classify(tone(hertz, 1.0))
    assert heard.kind == "tone"
    assert heard.hertz == pytest.approx(hertz, abs=2)


def test_silence_music_and_speech_are_told_apart() -> None:
    assert classify(np.zeros(RATE, np.int16)).kind == "silence"
    assert classify(_chord(1.5)).kind == "music"
    assert classify(_syllables(1.5)).kind == "speech"


def test_two_voices_are_measured_each_by_its_tone() -> None:
    both = tone(697, 1.0, 6000) + tone(1209, 1.0, 2000)
    assert level_at(both, 697) == pytest.approx(6000, rel=0.02)
    assert level_at(both, 1209) == pytest.approx(2000, rel=0.02)
    assert level_at(both, 941) < 50
    assert strongest(both)[0] == pytest.approx(697, abs=2)


def test_a_prompt_is_known_by_its_sound_and_another_is_not() -> None:
    known = _syllables(1.0)
    other = np.random.default_rng(_SEED + 1).normal(0, 4000, RATE).astype(np.int16)
    heard = np.concatenate([np.zeros(3000, np.int16), (known * 0.4).astype(np.int16), np.zeros(2000, np.int16)])
    assert similarity(heard, known) > 0.99
    assert similarity(heard, other) < 0.3
    assert similarity(known[:100], known) == 0.0
