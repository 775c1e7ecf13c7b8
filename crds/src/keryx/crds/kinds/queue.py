"""Queue: where interactions wait for an agent."""

from __future__ import annotations

from pydantic import Field, model_validator

from .announcement import Announcement
from .base import (
    DisplayName,
    DispositionSetName,
    FlowName,
    Percent,
    Priority,
    PromptName,
    QueueName,
    RecordingPolicyName,
    ScheduleName,
    SkillLevel,
    SkillName,
    Spec,
    exactly_one,
    rules,
)


class OverflowAction(Spec):
    """Where an interaction goes that cannot wait here: exactly one of the fields."""

    model_config = rules(
        (
            exactly_one("announcement", "queue", "flow", "hangUp") + " && (!has(self.hangUp) || self.hangUp)",
            "an overflow action is exactly one of announcement, queue, flow and hangUp: true",
        ),
    )

    announcement: Announcement | None = Field(None, description="Said, then the call ends.")
    queue: QueueName | None = Field(None, description="Another queue.")
    flow: FlowName | None = Field(None, description="A flow.")
    hang_up: bool | None = Field(None, description="true: the call ends at once.")

    @model_validator(mode="after")
    def _exactly_one(self) -> OverflowAction:
        given = [self.announcement is not None, self.queue is not None, self.flow is not None, self.hang_up is not None]
        if sum(given) != 1 or self.hang_up is False:
            raise ValueError("an overflow action is exactly one of announcement, queue, flow and hangUp: true")
        return self


class WaitingSeconds(Spec):
    """Overflow of an interaction that has waited too long."""

    after: int = Field(ge=1, le=86400, description="Wait after which it leaves, in seconds.")
    then: OverflowAction = Field(description="Where it goes.")


class WaitingCount(Spec):
    """Overflow of an interaction that arrives when too many wait."""

    over: int = Field(ge=0, le=10000, description="It leaves when more than this many wait already.")
    then: OverflowAction = Field(description="Where it goes.")


class Overflow(Spec):
    """What happens when an interaction cannot wait here."""

    closed: OverflowAction | None = Field(None, description="By the queue's schedule it is closed.")
    nobody_logged_in: OverflowAction | None = Field(None, description="No agent of the queue is signed in.")
    waiting_seconds: WaitingSeconds | None = Field(None, description="It waited too long.")
    waiting_count: WaitingCount | None = Field(None, description="Too many wait.")


class ServiceLevel(Spec):
    """Target: so many percent answered within so many seconds."""

    seconds: int = Field(20, ge=1, le=3600, description="Answered within, in seconds.")
    percent: Percent = Field(80, description="Share to reach, in percent.")


class WaitAnnouncements(Spec):
    """What a waiting contact is told between the music."""

    position: bool = Field(True, description="Its position in the queue.")
    expected_wait: bool = Field(True, description="The wait it can expect.")
    every_seconds: int = Field(30, ge=10, le=3600, description="Time between two announcements, in seconds.")
    first_after_seconds: int = Field(5, ge=0, le=3600, description="Time before the first, in seconds.")


class QueueSpec(Spec):
    """Where interactions wait for an agent."""

    display_name: DisplayName = Field(description="Name, for people.")
    skills: dict[SkillName, SkillLevel] = Field(
        {}, max_length=99, description="Least level (0-10) an agent needs in each skill."
    )
    schedule: ScheduleName | None = Field(None, description="When it is open; when absent always.")
    priority: Priority = Field(50, description="Priority among queues, 1-99, higher first.")
    ring_seconds: int = Field(20, ge=3, le=120, description="How long an agent's phone rings, in seconds.")
    wrap_up_seconds: int = Field(30, ge=0, le=3600, description="Wrap-up after a call, in seconds.")
    wrap_up_extension_seconds: int = Field(30, ge=1, le=3600, description="What one extension adds, in seconds.")
    wrap_up_max_extensions: int = Field(2, ge=0, le=20, description="How often an agent may extend.")
    hold_music: PromptName | None = Field(
        None, description="Prompt played while waiting; when absent the packaged music."
    )
    whisper: Announcement | None = Field(None, description="Said to the agent alone, before the contact is heard.")
    service_level: ServiceLevel = Field(ServiceLevel(), description="Target of the queue.")
    announcements: WaitAnnouncements = Field(WaitAnnouncements(), description="What a waiting contact is told.")
    disposition_set: DispositionSetName | None = Field(None, description="Codes of its interactions.")
    recording_policy: RecordingPolicyName | None = Field(None, description="Which of its conversations are recorded.")
    max_waiting: int | None = Field(
        None, ge=1, le=10000, description="Most that may wait; one more goes by overflow.waitingCount, else is ended."
    )
    overflow: Overflow = Field(Overflow(), description="What happens when an interaction cannot wait here.")
