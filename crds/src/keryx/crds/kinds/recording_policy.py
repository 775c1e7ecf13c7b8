"""RecordingPolicy: which conversations are recorded."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .announcement import Announcement
from .base import DisplayName, Percent, Spec


class RecordingPolicySpec(Spec):
    """Which conversations are recorded, and what the contact is told."""

    display_name: DisplayName | None = Field(None, description="Name, for people.")
    mode: Literal["always", "never", "onDemand"] = Field("never", description="onDemand: when the agent starts it.")
    percent: Percent = Field(100, description="Share of conversations recorded when mode is always, in percent.")
    announce: Announcement | None = Field(None, description="Said to the contact before the conversation.")
    agent_may_pause: bool = Field(True, description="Whether the agent may pause it, for card data.")
