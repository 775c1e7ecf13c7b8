"""DispositionSet: the codes an agent can give an interaction at its end."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from .base import DisplayName, Spec

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$", max_length=40)]


class Disposition(Spec):
    """One code."""

    code: Code = Field(description="Stable code, for records and reports.")
    label: DisplayName = Field(description="What the agent reads.")
    kind: Literal["positive", "argued", "notArgued"] = Field("argued", description="How reports count it.")
    ask_comment: bool = Field(False, description="Whether the agent is asked for a comment.")


class DispositionSetSpec(Spec):
    """Codes for one or more queues."""

    display_name: DisplayName | None = Field(None, description="Name, for people.")
    dispositions: tuple[Disposition, ...] = Field(
        min_length=1, max_length=200, description="The codes, in the order shown."
    )
