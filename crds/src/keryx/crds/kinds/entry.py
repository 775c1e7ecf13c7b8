"""Entry: what a contact reaches, here by telephone numbers."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from .announcement import Announcement
from .base import (
    DisplayName,
    FlowName,
    Language,
    Number,
    Priority,
    QueueName,
    RecordingPolicyName,
    ScheduleName,
    SiteName,
    Spec,
    TrunkName,
    rules,
)


class OnOutage(Spec):
    """What a caller gets while no engine lives."""

    model_config = rules(
        (
            "!has(self.kind) || self.kind != 'announcement' || has(self.announcement)",
            "kind announcement needs announcement",
        ),
        (
            "!has(self.kind) || self.kind != 'number' || (has(self.number) && has(self.trunk))",
            "kind number needs number and trunk",
        ),
    )

    kind: Literal["announcement", "number", "reject"] = Field(
        "reject", description="Say something, call a number, or refuse."
    )
    announcement: Announcement | None = Field(None, description="Said, for kind announcement.")
    number: Number | None = Field(None, description="Called, for kind number.")
    trunk: TrunkName | None = Field(None, description="Trunk of the same site the number is called through.")
    code: int = Field(503, ge=400, le=699, description="SIP code for kind reject; 503 lets the carrier fail over.")

    @model_validator(mode="after")
    def _complete(self) -> OnOutage:
        if self.kind == "announcement" and self.announcement is None:
            raise ValueError("kind announcement needs announcement")
        if self.kind == "number" and (self.number is None or self.trunk is None):
            raise ValueError("kind number needs number and trunk")
        return self


class EntrySpec(Spec):
    """Telephone numbers and where they lead: exactly one of `flow` and `queue`."""

    model_config = rules(
        ("has(self.flow) != has(self.queue)", "an entry leads to exactly one of flow and queue"),
    )

    site: SiteName = Field(description="Site the numbers end at.")
    numbers: tuple[Number, ...] = Field(
        min_length=1,
        max_length=1000,
        description="Numbers as the carrier gives them: international (+33…) or short (3900).",
    )
    display_name: DisplayName = Field(description="Name, for people.")
    schedule: ScheduleName | None = Field(None, description="When it is open; when absent always.")
    flow: FlowName | None = Field(None, description="Flow the caller walks through.")
    queue: QueueName | None = Field(None, description="Queue the caller waits in.")
    welcome: Announcement | None = Field(None, description="Said first.")
    closed: Announcement | None = Field(None, description="Said outside the schedule, then the call ends.")
    priority: Priority = Field(50, description="Priority of its interactions, 1-99, higher first.")
    lines_limit: int | None = Field(None, ge=1, le=5000, description="Calls at once; one more is refused.")
    language: Language | None = Field(None, description="Language of its callers; when absent that of the site.")
    on_outage: OnOutage = Field(OnOutage(), description="What a caller gets while no engine lives.")
    recording_policy: RecordingPolicyName | None = Field(
        None, description="Which conversations are recorded, if the queue does not say."
    )

    @model_validator(mode="after")
    def _one_target(self) -> EntrySpec:
        if (self.flow is None) == (self.queue is None):
            raise ValueError("an entry leads to exactly one of flow and queue")
        return self
