"""PauseReason: a named pause an agent can take."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .base import DisplayName, Spec


class PauseReasonSpec(Spec):
    """A named pause."""

    display_name: DisplayName = Field(description="What the agent reads.")
    kind: Literal["personal", "administrative", "meeting"] = Field("personal", description="How reports count it.")
    budget_minutes: int | None = Field(None, ge=1, le=1440, description="Time meant for it a day, in minutes.")
