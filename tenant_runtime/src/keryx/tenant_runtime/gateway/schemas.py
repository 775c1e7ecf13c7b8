"""The shapes of the tenant's REST API (`/api/tenant/v1`): camelCase in JSON, times RFC 3339 UTC with milliseconds."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, WithJsonSchema
from pydantic.alias_generators import to_camel

from keryx.core.facts import Outcome


def rfc3339(moment: datetime) -> str:
    """`2026-11-23T10:00:00.000Z`: the one way a time is written."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def moment(ms: int) -> datetime:
    """Milliseconds since the epoch as a time of the API."""
    return datetime.fromtimestamp(ms / 1000, UTC)


Moment = Annotated[
    datetime,
    PlainSerializer(rfc3339, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time"}, mode="serialization"),
]


class Shape(BaseModel):
    """Base of all shapes: camelCase outside, snake_case inside, nothing unknown accepted."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        populate_by_name=True,
        serialize_by_alias=True,
        extra="forbid",
        frozen=True,
        json_schema_serialization_defaults_required=True,
    )


# --- session --------------------------------------------------------------------------------------------------------


class Admission(Shape):
    """What a login at the platform gave: exchanged once for a session."""

    token: str = Field(min_length=1, max_length=4096, description="Admitting token of the platform's login")


class SessionPerson(Shape):
    id: str
    name: str
    login: str
    role: str
    team: str | None
    site: str | None
    languages: list[str]
    phone: Literal["browser", "sip"]


class SessionTenant(Shape):
    id: str
    display_name: str
    languages: list[str]
    default_language: str
    time_zone: str


class SessionView(Shape):
    """Who is signed in, and what this person may do now."""

    person: SessionPerson
    actions: list[str] = Field(description="Names of the actions that are allowed")
    tenant: SessionTenant
    expires_at: Moment


# --- reference ------------------------------------------------------------------------------------------------------


class Named(Shape):
    """A declared thing: its name, and what people call it."""

    name: str
    display_name: str


class DispositionChoice(Shape):
    code: str
    label: str
    kind: Literal["positive", "argued", "notArgued"]
    ask_comment: bool


class DispositionSetView(Shape):
    name: str
    dispositions: list[DispositionChoice]


class AgentChoice(Shape):
    id: str
    name: str
    login: str
    state: str | None = Field(description="As routing sees it; null when signed out or not known")


class Reference(Shape):
    """What pickers and filters offer."""

    queues: list[Named]
    entries: list[Named]
    pause_reasons: list[Named]
    disposition_sets: list[DispositionSetView]
    agents: list[AgentChoice]


# --- records --------------------------------------------------------------------------------------------------------


class AgentRef(Shape):
    """A person as the records name one. Name and login are null once the person is gone from the directory."""

    id: str
    login: str | None
    name: str | None


class CallSummary(Shape):
    """One interaction, as a line of the list."""

    interaction_id: UUID
    tenant: str
    channel: str
    entry: str | None
    dialled: str | None
    caller: str | None = Field(description="Number; null when withheld, erased, or not for this person to see")
    caller_withheld: bool
    first_queue: str | None
    last_queue: str | None
    first_agent: AgentRef | None
    last_agent: AgentRef | None
    started_at: Moment
    answered_at: Moment | None = Field(description="When an agent first talked")
    ended_at: Moment | None = Field(description="Null while it goes on")
    outcome: Outcome | None = Field(description="Null while it goes on")
    wait_ms: int = Field(description="All waiting and ringing, milliseconds")
    talk_ms: int = Field(description="Milliseconds")
    disposition: str | None
    recorded: bool = Field(description="Whether there is a recording to play")


class CallPage(Shape):
    items: list[CallSummary]
    next: str | None = Field(description="Cursor of the next page; null at the end")


class Segment(Shape):
    """A half-open stretch [from, to) of one party's time."""

    party: str
    role: str
    kind: str = Field(description="ivr, wait, offer, talk, hold, wrap or outside")
    queue: str | None
    agent: AgentRef | None
    started_at: Moment = Field(alias="from")
    ended_at: Moment | None = Field(alias="to")
    cause: str | None
    config_version: int | None


class Step(Shape):
    """A step of a flow the contact went through."""

    flow: str
    flow_version: int | None
    step: str
    kind: str
    outcome: str | None
    label: str | None
    next: str | None
    started_at: Moment
    ended_at: Moment | None


class Offer(Shape):
    """The interaction rang at one agent."""

    offer: str
    agent: AgentRef
    queue: str | None
    made_at: Moment
    ended_at: Moment | None
    result: str | None


class ConsideredAgent(Shape):
    """One agent in one routing decision; `excludedBy` is the first rule that excluded, null when fit."""

    agent: AgentRef
    excluded_by: str | None
    detail: str | None
    level: int | None
    idle_ms: int | None


class Decision(Shape):
    """Who was considered for the interaction, and why not."""

    at: Moment
    queue: str
    chosen: AgentRef | None
    considered: list[ConsideredAgent]
    left_out: dict[str, int] = Field(description="More agents that were excluded, by rule")


class Gap(Shape):
    """Seconds of a talk that the file lacks."""

    track: str | None
    from_seconds: float
    to_seconds: float
    cause: str | None = Field(description="paused: on purpose; short, missing: they should be there")


class Track(Shape):
    """What one leg said."""

    id: str
    party: str | None
    role: str
    channel: int | None = Field(description="0 contact, 1 agent, in the rendered file")
    offset_seconds: float
    seconds: float | None


class Recording(Shape):
    """The rendered file of an interaction: the contact left, the agents right."""

    uri: str = Field(description="Path that plays it, on this host")
    sha256: str | None
    seconds: float | None
    channels: int
    gaps: list[Gap]
    tracks: list[Track]


class CallRecord(CallSummary):
    """One interaction whole, as `keryx calls` tells it."""

    segments: list[Segment]
    recordings: list[Recording]


class CallRecordPage(Shape):
    items: list[CallRecord]
    next: str | None


class Disposition(Shape):
    """What an agent said came of it; a later one replaces an earlier one."""

    at: Moment
    agent: AgentRef
    code: str
    comment: str | None = Field(description="None also for those who may not see personal data")


class CallTimeline(Shape):
    call: CallSummary
    dispositions: list[Disposition]
    segments: list[Segment]
    steps: list[Step]
    offers: list[Offer]
    decisions: list[Decision]
    recordings: list[Recording]


# --- errors ---------------------------------------------------------------------------------------------------------


class ProblemDocument(BaseModel):
    """RFC 9457. `code` is stable, for programs and translation; `detail` is a sentence."""

    type: str
    title: str
    status: int
    detail: str
    code: str
