"""The standard sentences a waiting contact hears, in each language Keryx speaks by itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

MAX_POSITION = 20
MAX_WAIT_MINUTES = 15


class Sentences(NamedTuple):
    """One language. `{n}` is the figure."""

    position_first: str
    position: str
    position_beyond: str
    wait_below_one: str
    wait_one: str
    wait: str
    wait_beyond: str


SENTENCES: dict[str, Sentences] = {
    "fr": Sentences(
        "Vous êtes le premier dans la file d’attente.",
        "Vous êtes en position {n} dans la file d’attente.",
        "Plus de {n} personnes sont devant vous dans la file d’attente.",
        "Votre temps d’attente est estimé à moins d’une minute.",
        "Votre temps d’attente est estimé à une minute.",
        "Votre temps d’attente est estimé à {n} minutes.",
        "Votre temps d’attente est estimé à plus de {n} minutes.",
    ),
    "en": Sentences(
        "You are first in the queue.",
        "You are number {n} in the queue.",
        "More than {n} people are ahead of you in the queue.",
        "Your expected wait is less than one minute.",
        "Your expected wait is one minute.",
        "Your expected wait is {n} minutes.",
        "Your expected wait is more than {n} minutes.",
    ),
}


def position_sentence(language: str, position: int) -> str | None:
    """What position 1, 2, … is told as; None in a language without sentences of its own."""
    words = SENTENCES.get(language[:2])
    if words is None:
        return None
    if position <= 1:
        return words.position_first
    if position > MAX_POSITION:
        return words.position_beyond.format(n=MAX_POSITION)
    return words.position.format(n=position)


def wait_sentence(language: str, minutes: int) -> str | None:
    """What an expected wait of so many whole minutes is told as; 0 is less than one."""
    words = SENTENCES.get(language[:2])
    if words is None:
        return None
    if minutes <= 0:
        return words.wait_below_one
    if minutes > MAX_WAIT_MINUTES:
        return words.wait_beyond.format(n=MAX_WAIT_MINUTES)
    return words.wait_one if minutes == 1 else words.wait.format(n=minutes)


def standard_sentences(language: str) -> Iterator[str]:
    """All sentences of `language`; none for a language without sentences of its own."""
    told = [position_sentence(language, position) for position in range(1, MAX_POSITION + 2)]
    told += [wait_sentence(language, minutes) for minutes in range(MAX_WAIT_MINUTES + 2)]
    yield from (sentence for sentence in told if sentence is not None)
