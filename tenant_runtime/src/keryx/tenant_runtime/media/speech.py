"""Text to speech. A provider is anything that speaks a text into a WAV file's bytes; espeak-ng is the one that is always there."""

from __future__ import annotations

import os
import subprocess
from typing import Protocol

_TIMEOUT_SECONDS = 60.0
_WORDS_PER_MINUTE = 150


class SpeechFailed(Exception):
    """The text could not be spoken; the message is a sentence."""


class SpeechProvider(Protocol):
    def speak(self, text: str, language: str, voice: str | None) -> bytes:
        """The text as a WAV file (16-bit signed linear, any rate). Blocks. SpeechFailed when it cannot."""
        ...


class EspeakNg:
    """espeak-ng as a program. `data` is its ESPEAK_DATA_PATH, None where it finds its data by itself."""

    def __init__(self, command: str, data: str | None) -> None:
        self._command = command
        self._environment = {**os.environ, **({"ESPEAK_DATA_PATH": data} if data else {})}

    def speak(self, text: str, language: str, voice: str | None) -> bytes:
        chosen = voice or language
        command = [self._command, "-v", chosen, "-s", str(_WORDS_PER_MINUTE), "--stdin", "--stdout"]
        try:
            done = subprocess.run(
                command, input=text.encode(), capture_output=True, env=self._environment, timeout=_TIMEOUT_SECONDS
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise SpeechFailed(f"espeak-ng could not be run: {error}") from error
        if done.returncode != 0 or len(done.stdout) <= _EMPTY_WAV_BYTES:
            reason = done.stderr.decode(errors="replace").strip() or f"exit code {done.returncode}"
            raise SpeechFailed(f"espeak-ng could not speak {chosen!r}: {reason}")
        return done.stdout


_EMPTY_WAV_BYTES = 44
