"""If these fail, `keryx call` tells a newcomer the wrong words, and tests believe a prompt was heard that was not."""

import numpy as np
import pytest

from keryx.cli.telephone.known import ALIKE, PROBE, KnownSounds, Sound, best_place
from keryx.cli.telephone.line import FRAME, RATE, Ears, Samples
from keryx.cli.telephone.narration import Listener

_SEED = 11


def _noise(seconds: float, seed: int) -> Samples:
    """A sound like no other."""
    return np.random.default_rng(seed).normal(0, 3000, int(seconds * RATE)).clip(-32000, 32000).astype(np.int16)


_WELCOME = Sound("prompt", "Bonjour", _noise(3, _SEED))
_MUSIC = Sound("music", "a tune", _noise(60, _SEED + 1))


class _Line:
    def __init__(self) -> None:
        self.ears = Ears()

    def hears(self, samples: Samples, now: float) -> None:
        for at in range(0, len(samples) - FRAME + 1, FRAME):
            self.ears.hear(bytes(12) + samples[at : at + FRAME].astype(">i2").tobytes(), now)


def _listener(*sounds: Sound) -> tuple[_Line, Listener]:
    line = _Line()
    return line, Listener(line, KnownSounds(sounds))  # type: ignore[arg-type]  # it only listens


def test_a_second_of_a_sound_is_found_at_its_place_through_a_noisy_line() -> None:
    noisy = _MUSIC.samples[300_000 : 300_000 + PROBE] // 3 + _noise(1, _SEED + 2) // 10
    place = KnownSounds([_WELCOME, _MUSIC]).find(noisy)
    assert place is not None
    assert (place.sound, place.at) == (_MUSIC, 300_000)
    assert place.likeness > ALIKE


def test_what_is_not_known_is_not_guessed() -> None:
    known = KnownSounds([_WELCOME, _MUSIC])
    assert known.find(_noise(1, _SEED + 3)) is None
    assert known.find(np.zeros(PROBE, np.int16)) is None
    assert best_place(_MUSIC.samples, _noise(1, _SEED + 3))[0] < 0.3


def test_sentences_that_begin_alike_are_told_only_where_they_differ() -> None:
    begin, end = _noise(2, 1), _noise(1, 2)
    second = Sound("prompt", "You are number 2", np.concatenate([begin, _noise(0.5, 3), end]))
    third = Sound("prompt", "You are number 3", np.concatenate([begin, _noise(0.5, 4), end]))
    known = KnownSounds([second, third])
    assert known.find(begin) is None
    place = known.find(third.samples[: int(2.5 * RATE)])
    assert place is not None
    assert place.sound is third


def test_a_call_is_told_in_the_words_of_its_prompts_and_then_who_talks() -> None:
    line, listener = _listener(_WELCOME, _MUSIC)
    line.hears(_WELCOME.samples[: 2 * RATE], 2.0)
    assert listener.words(2.0) == "“Bonjour”"
    line.hears(_WELCOME.samples[2 * RATE :], 3.0)
    assert listener.words(3.0) == "“Bonjour”"
    assert listener.words(4.0) == "silence"
    line.hears(_MUSIC.samples[RATE : 4 * RATE], 7.0)
    assert listener.words(7.0) == "music on hold"
    line.hears(_noise(5, _SEED + 4), 12.0)
    assert listener.words(12.0) == ""
    assert listener.words(12.5) == ""
    line.hears(_noise(3, _SEED + 5), 15.0)
    assert listener.words(15.0) == "talking"


@pytest.mark.parametrize(("seconds", "expected"), [(0.5, ""), (2.0, "music")])
def test_of_a_stranger_only_the_kind_is_told(seconds: float, expected: str) -> None:
    line, listener = _listener()
    line.hears(_noise(seconds, _SEED), seconds)
    assert listener.words(seconds) == expected
