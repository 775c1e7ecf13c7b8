"""Prompt: something played, said by text-to-speech or recorded."""

from __future__ import annotations

from pydantic import Field, model_validator

from .base import DisplayName, Language, Spec, Text, rules


class PromptText(Spec):
    """A sentence that text-to-speech says."""

    text: Text = Field(description="The sentence.")
    language: Language | None = Field(
        None, description="Its language; when absent the default language of the settings."
    )
    voice: str | None = Field(
        None, max_length=80, pattern=r"^[A-Za-z0-9_+-]+$", description="Voice of the text-to-speech engine."
    )


class PromptAudio(Spec):
    """A recorded file."""

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$", max_length=64, description="SHA-256 of the file, hexadecimal.")
    uri: str = Field(
        min_length=1,
        max_length=1000,
        description="Where the file lies; on one machine also a path beside the manifest.",
    )


class PromptSpec(Spec):
    """Exactly one of `text` and `audio`."""

    model_config = rules(
        ("has(self.text) != has(self.audio)", "a prompt has exactly one of text and audio"),
    )

    display_name: DisplayName | None = Field(None, description="Name, for people.")
    text: PromptText | None = Field(None, description="Said by text-to-speech.")
    audio: PromptAudio | None = Field(None, description="Played from a file.")

    @model_validator(mode="after")
    def _exactly_one(self) -> PromptSpec:
        if (self.text is None) == (self.audio is None):
            raise ValueError("a prompt has exactly one of text and audio")
        return self
