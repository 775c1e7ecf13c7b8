"""Prompts are played as they were recorded: right length, right pitch, nothing folded into it."""

from __future__ import annotations

import io
import wave

import numpy as np
import pytest

from keryx.tenant_runtime.media.audio import AudioRefused, playable, resampled


def wav(samples: np.ndarray, rate: int, channels: int = 1, width: int = 2) -> bytes:  # type: ignore[type-arg]
    target = io.BytesIO()
    with wave.open(target, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate)
        file.writeframes(samples.tobytes())
    return target.getvalue()


def sine(frequency: float, rate: int, seconds: float = 1.0) -> np.ndarray:  # type: ignore[type-arg]
    return np.sin(2 * np.pi * frequency * np.arange(int(rate * seconds)) / rate)


@pytest.mark.parametrize("rate", [8000, 16000, 22050, 44100, 48000])
@pytest.mark.parametrize("wanted", [8000, 16000])
def test_a_tone_keeps_pitch_length_and_loudness(rate: int, wanted: int) -> None:
    out = resampled(sine(1000, rate), rate, wanted)
    assert len(out) == wanted
    middle = out[1000:-1000]
    expected = sine(1000, wanted)[1000:-1000]
    assert np.abs(middle - expected).max() < 0.02


def test_a_long_prompt_has_no_seam() -> None:
    """Resampled some seconds at a time: a click every ten seconds would be heard."""
    out = resampled(sine(1000, 44100, 25.5), 44100, 8000)
    assert len(out) == 204_000
    assert np.abs(out[1000:-1000] - sine(1000, 8000, 25.5)[1000:-1000]).max() < 0.02


def test_what_a_telephone_cannot_carry_is_left_out() -> None:
    """6 kHz would come back as 2 kHz whistling at 8 kHz."""
    out = resampled(sine(6000, 44100), 44100, 8000)
    assert np.abs(out[1000:-1000]).max() < 0.02


def test_files_of_both_rates_are_made() -> None:
    stereo = np.repeat((8000 * sine(500, 44100)).astype("<i2"), 2)
    made = playable(wav(stereo, 44100, channels=2))
    with wave.open(io.BytesIO(made["wav"])) as file:
        assert (file.getframerate(), file.getnchannels(), file.getnframes()) == (8000, 1, 8000)
    assert len(made["sln16"]) == 2 * 16000


@pytest.mark.parametrize("content", [b"", b"RIFF", b"ID3\x03 an MP3 file", wav(np.zeros(8, "<i2"), 8000)[:30]])
def test_what_is_no_wav_file_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(AudioRefused, match="WAV"):
        playable(content)
