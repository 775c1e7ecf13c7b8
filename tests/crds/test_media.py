"""Media ids: known before the audio exists, the same wherever they are asked for."""

from __future__ import annotations

from pathlib import Path

from keryx import crds
from keryx.crds.announcements import position_media, wait_media
from keryx.crds.config import media, media_id
from keryx.crds.kinds.announcement import Announcement
from keryx.crds.media import MediaSource, source_id
from keryx.crds.references import parts

_ACME = crds.compile(crds.load([Path(__file__).parents[2] / "examples" / "acme"])).tenants["acme"][0]


def test_all_that_can_be_played_is_made() -> None:
    """A caller would hear silence where a sentence was declared."""
    made = media(_ACME)
    for held in (_ACME.entries, _ACME.queues, _ACME.flows, _ACME.recording_policies):
        for spec in held.values():
            announcements = [part for _, part in parts(spec) if isinstance(part, Announcement)]
            for announcement in announcements:
                assert all(media_id(announcement, _ACME, language) in made for language in ("fr", "en"))


def test_all_a_waiting_caller_can_be_told_is_made() -> None:
    made = media(_ACME)
    told = [position_media(language, n) for language in ("fr", "en") for n in range(1, 30)]
    told += [wait_media(language, ms) for language in ("fr", "en") for ms in range(0, 2_000_000, 7_000)]
    assert all(len(ids) == 1 and ids[0] in made for ids in told)


def test_what_is_told_about_the_wait() -> None:
    made = media(_ACME)
    (first,), (beyond,) = position_media("fr", 1), position_media("fr", 21)
    assert made[first].text == "Vous êtes le premier dans la file d’attente."
    assert made[beyond].text == "Plus de 20 personnes sont devant vous dans la file d’attente."
    assert [made[wait_media("fr", ms)[0]].text for ms in (0, 59_999, 60_000, 60_001, 3_600_000)] == [
        "Votre temps d’attente est estimé à moins d’une minute.",
        "Votre temps d’attente est estimé à moins d’une minute.",
        "Votre temps d’attente est estimé à une minute.",
        "Votre temps d’attente est estimé à 2 minutes.",
        "Votre temps d’attente est estimé à plus de 15 minutes.",
    ]


def test_a_language_without_sentences_tells_nothing() -> None:
    assert position_media("de", 1) == ()
    assert wait_media("de", 1) == ()


def test_a_file_is_known_by_its_content_and_a_sentence_by_its_words() -> None:
    """Moving a recording would make it a new one; changing a word would play the old sentence."""
    assert source_id(MediaSource("audio", sha256="a" * 64, uri="x")) == source_id(
        MediaSource("audio", sha256="a" * 64, uri="y")
    )
    assert source_id(MediaSource("text", text="Oui", language="fr")) != source_id(
        MediaSource("text", text="Non", language="fr")
    )
    assert source_id(MediaSource("text", text="Oui", language="fr")) == "45347e3d485d128e31b351018c528519"
