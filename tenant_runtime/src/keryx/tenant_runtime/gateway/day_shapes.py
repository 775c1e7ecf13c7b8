"""The shapes of an agent's own day."""

from __future__ import annotations

from uuid import UUID

from pydantic import Field

from keryx.core.facts import OfferResult

from .schemas import Moment, Shape


class DayFigures(Shape):
    """What an agent did, or what the agents of a team did on average."""

    agents: int = Field(description="Of whom: those who were signed in today")
    calls: float = Field(description="Contacts talked with")
    talk_ms: int = Field(description="Talking, hold included")
    wrap_up_ms: int
    ready_ms: int = Field(description="Available, ringing included")
    paused_ms: int
    occupancy: float | None = Field(
        description="Talk and wrap-up as a share (0-1) of these and ready; null: none of it yet"
    )


class PauseUse(Shape):
    name: str
    display_name: str
    taken_ms: int
    budget_ms: int | None = Field(description="Meant for it a day; null: not limited")


class MissedCall(Shape):
    """A contact that rang here and was not answered here, with the true reason."""

    at: Moment = Field(description="When it stopped ringing")
    interaction_id: UUID
    queue: str | None
    result: OfferResult
    caller: str | None
    caller_withheld: bool


class DayView(Shape):
    since: Moment = Field(description="Midnight in the tenant's time zone")
    as_of: Moment
    own: DayFigures
    team: DayFigures | None = Field(description="Null: in no team, or alone in it")
    pauses: list[PauseUse]
    missed: list[MissedCall] = Field(description="Latest first, at most 50")
