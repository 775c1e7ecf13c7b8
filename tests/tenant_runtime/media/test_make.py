"""Prompts are made once, whole, and a prompt that cannot be made is told in a sentence while the others are."""

from __future__ import annotations

import hashlib
import io
import wave
from pathlib import Path

import numpy as np
import pytest

from keryx.cli.local.embed import programs
from keryx.tenant_runtime.media.make import FOLDER, MediaMaker
from keryx.tenant_runtime.media.source import SourceSpec
from keryx.tenant_runtime.media.speech import EspeakNg, SpeechFailed
from keryx.tenant_runtime.store import Store

ID, OTHER = "a" * 32, "b" * 32


@pytest.fixture(scope="module")
def espeak() -> EspeakNg:
    found = programs.find(print)
    return EspeakNg(str(found.espeak), str(found.espeak_data) if found.embedded else None)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(f"file://{tmp_path}/store")


@pytest.mark.integration
async def test_a_welcome_is_spoken_once(espeak: EspeakNg, store: Store) -> None:
    """The caller hears the declared sentence; a restart does not speak everything again."""
    maker = MediaMaker(store, espeak)
    sources = {ID: SourceSpec(kind="text", text="Bienvenue chez Acme.", language="fr")}
    assert await maker.make(sources) == {}
    assert store.names(FOLDER) == {f"{ID}.wav", f"{ID}.sln16"}
    with wave.open(io.BytesIO(store.read(f"{FOLDER}/{ID}.wav"))) as file:
        assert 0.8 < file.getnframes() / file.getframerate() < 4
        assert np.abs(np.frombuffer(file.readframes(10**6), "<i2")).max() > 3000
    store.write(f"{FOLDER}/{ID}.wav", b"kept")
    assert await maker.make(sources) == {}
    assert store.read(f"{FOLDER}/{ID}.wav") == b"kept"


@pytest.mark.integration
def test_an_unknown_voice_is_a_sentence(espeak: EspeakNg) -> None:
    with pytest.raises(SpeechFailed, match="klingonais"):
        espeak.speak("nuqneH", "klingonais", None)


async def test_audio_is_checked_against_its_declaration(store: Store, tmp_path: Path) -> None:
    """A file that was swapped under a declared prompt is not played."""
    content = io.BytesIO()
    with wave.open(content, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(1600))
    uri = tmp_path / "music.wav"
    uri.write_bytes(content.getvalue())
    right = hashlib.sha256(content.getvalue()).hexdigest()
    maker = MediaMaker(store, EspeakNg("/nonexistent/espeak-ng", None))
    problems = await maker.make(
        {
            ID: SourceSpec(kind="audio", uri=str(uri), sha256=right),
            OTHER: SourceSpec(kind="audio", uri=str(uri), sha256="0" * 64),
            "c" * 32: SourceSpec(kind="text", text="Bonjour", language="fr"),
            "../../etc": SourceSpec(kind="audio", uri=str(uri), sha256=right),
        }
    )
    assert set(problems) == {OTHER, "c" * 32, "../../etc"}
    assert "SHA-256" in problems[OTHER]
    assert store.names(FOLDER) == {f"{ID}.wav", f"{ID}.sln16"}
