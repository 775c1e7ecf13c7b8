"""Rendering: who said what is in its own channel, at its own time. Judged by tones, as a listener would."""

from __future__ import annotations

import hashlib
import io
import wave

import msgspec
import numpy as np
import pytest
from numpy.typing import NDArray

from keryx.core.ledger import Track
from keryx.tenant_runtime.recording.render import Rendered, Source, render
from keryx.tenant_runtime.recording.wav import NotSignedLinear, header, layout

START = 1_800_000_000_000
CALLER, ALICE, BOB = 440.0, 700.0, 1000.0


class Plain:
    """A WAV file in memory."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self.size = len(content)

    def read(self, start: int, end: int) -> bytes:
        return self._content[start:end]


def tone(frequency: float, seconds: float, rate: int = 8000) -> Plain:
    moments = np.arange(int(seconds * rate)) / rate
    samples = (8000 * np.sin(2 * np.pi * frequency * moments)).astype("<i2").tobytes()
    return Plain(header(rate, 1, len(samples) // 2) + samples)


def track(name: str, role: str, start: float, end: float, pauses: tuple[tuple[float, float], ...] = ()) -> Track:
    return Track(
        recording=name,
        leg=name,
        site="paris",
        party=name,
        role=role,  # type: ignore[arg-type]  # given as plain words in the tests below
        policy="always",
        started_at=START + round(start * 1000),
        ended_at=START + round(end * 1000),
        pauses=tuple((START + round(a * 1000), START + round(b * 1000)) for a, b in pauses),
    )


def rendered(*sources: Source) -> tuple[Rendered, NDArray[np.int16], int]:
    target = io.BytesIO()
    result = render(sources, target.write)
    assert result.sha256 == hashlib.sha256(target.getvalue()).hexdigest()
    with wave.open(io.BytesIO(target.getvalue())) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (2, 2)
        frames = np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, 2)
        return result, frames, file.getframerate()


def heard(frames: NDArray[np.int16], rate: int, channel: int, start: float, end: float) -> float | None:
    """The tone in a stretch of a channel, Hz; None for silence."""
    piece = frames[int(start * rate) : int(end * rate), channel].astype(float)
    if np.abs(piece).max() < 100:
        return None
    return float(np.argmax(np.abs(np.fft.rfft(piece))) * rate / len(piece))


def test_each_side_has_its_channel_and_its_time() -> None:
    """A supervisor must know who said it: caller left, both agents of a transfer right, one after the other."""
    result, frames, rate = rendered(
        Source(track("c", "contact", 0, 20), tone(CALLER, 20)),
        Source(track("a", "agent", 2, 8), tone(ALICE, 6)),
        Source(track("b", "agent", 12, 20), tone(BOB, 8)),
    )
    assert heard(frames, rate, 0, 0.1, 19.9) == pytest.approx(CALLER, abs=1)
    assert heard(frames, rate, 1, 0, 1.9) is None
    assert heard(frames, rate, 1, 2.1, 7.9) == pytest.approx(ALICE, abs=1)
    assert heard(frames, rate, 1, 8.1, 11.9) is None
    assert heard(frames, rate, 1, 12.1, 19.9) == pytest.approx(BOB, abs=1)
    assert (result.milliseconds, result.gaps) == (20_000, ())


def test_a_wide_band_leg_beside_a_telephone_leg() -> None:
    """Browser legs are recorded at 16 kHz, trunk legs at 8 kHz: neither plays too fast or too slow."""
    result, frames, rate = rendered(
        Source(track("c", "contact", 0, 15), tone(CALLER, 15, 8000)),
        Source(track("a", "agent", 1, 15), tone(ALICE, 14, 16000)),
    )
    assert rate == result.rate == 16000
    assert heard(frames, rate, 0, 9, 14) == pytest.approx(CALLER, abs=1)
    assert heard(frames, rate, 1, 9, 14) == pytest.approx(ALICE, abs=1)


def test_a_pause_is_silent_whatever_the_file_holds() -> None:
    """Card data said during a pause must not be heard, even if the recorder missed the mute."""
    _, frames, rate = rendered(
        Source(track("c", "contact", 0, 14, ((9, 12),)), tone(CALLER, 14)),
        Source(track("a", "agent", 0, 14), tone(ALICE, 14)),
    )
    assert heard(frames, rate, 0, 9.01, 11.99) is None
    assert heard(frames, rate, 0, 0.1, 8.9) == heard(frames, rate, 0, 12.1, 13.9) == pytest.approx(CALLER, abs=1)
    assert heard(frames, rate, 1, 9.01, 11.99) == pytest.approx(ALICE, abs=1)


def test_what_was_not_recorded_is_said() -> None:
    """A recording that is shorter than the talk must confess it."""
    result, frames, _ = rendered(
        Source(track("c", "contact", 0, 20), tone(CALLER, 12)),
        Source(track("a", "agent", 5, 20), None),
    )
    assert [(gap.recording, gap.from_ms, gap.to_ms, gap.cause) for gap in result.gaps] == [
        ("c", 12_000, 20_000, "short"),
        ("a", 5_000, 20_000, "missing"),
    ]
    assert len(frames) == 20 * 8000


def test_a_small_difference_is_no_gap() -> None:
    result, _, _ = rendered(Source(track("c", "contact", 0, 20), tone(CALLER, 19.2)))
    assert result.gaps == ()


def test_what_was_paused_is_told_apart_from_what_is_lost() -> None:
    """Who listens must see that a silence was wanted: a pause that lasts to the end of a leg too."""
    open_end = msgspec.structs.replace(track("a", "agent", 0, 8), pauses=((START + 6_000, None),))
    result, _, _ = rendered(
        Source(track("c", "contact", 0, 8, pauses=((2, 4),)), tone(CALLER, 8)), Source(open_end, tone(ALICE, 8))
    )
    assert [(gap.role, gap.from_ms, gap.to_ms, gap.cause) for gap in result.gaps] == [
        ("contact", 2_000, 4_000, "paused"),
        ("agent", 6_000, 8_000, "paused"),
    ]
    assert result.is_whole


def test_a_killed_recorders_header_is_not_believed() -> None:
    """Asterisk writes the length when it closes the file; killed, it leaves 0 and all the sound."""
    content = tone(CALLER, 3).read(0, 10**9)
    killed = Plain(content[:40] + bytes(4) + content[44:])
    assert layout(killed).milliseconds == 3000
    with pytest.raises(NotSignedLinear):
        layout(Plain(b""))
