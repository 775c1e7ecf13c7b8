"""Media ids of what a waiting contact is told."""

from __future__ import annotations

from .media import say_media_id
from .sentences import position_sentence, wait_sentence

_MINUTE_MS = 60_000


def position_media(language: str, position: int) -> tuple[str, ...]:
    """Media that tells position 1, 2, … in the queue; none in a language without sentences of its own."""
    sentence = position_sentence(language, position)
    return () if sentence is None else (say_media_id(sentence, language),)


def wait_media(language: str, expected_ms: int) -> tuple[str, ...]:
    """Media that tells an expected wait (ms), rounded up to whole minutes; under one minute is told as such."""
    minutes = 0 if expected_ms < _MINUTE_MS else -(-expected_ms // _MINUTE_MS)
    sentence = wait_sentence(language, minutes)
    return () if sentence is None else (say_media_id(sentence, language),)
