"""What is said to a contact: a sentence for text-to-speech, or a Prompt by name."""

from __future__ import annotations

from pydantic import Field, model_validator

from .base import Language, PromptName, Spec, Text, rules


class Announcement(Spec):
    """Exactly one of `text` and `prompt`."""

    model_config = rules(
        ("has(self.text) != has(self.prompt)", "an announcement has exactly one of text and prompt"),
    )

    text: Text | None = Field(None, description="Sentence that text-to-speech says.")
    prompt: PromptName | None = Field(None, description="Name of the Prompt that is played.")
    language: Language | None = Field(
        None, description="Language of `text`, such as fr or fr-CA; when absent that of the interaction."
    )

    @model_validator(mode="after")
    def _exactly_one(self) -> Announcement:
        if (self.text is None) == (self.prompt is None):
            raise ValueError("an announcement has exactly one of text and prompt")
        return self
