"""The shapes of contact cards."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field

from keryx.core.facts import Outcome

from .schemas import AgentRef, Moment, Shape

Number = Annotated[str, Field(min_length=2, max_length=40, pattern=r"^\+?[0-9 ().\-]+$")]
Short = Annotated[str, Field(max_length=120)]


class Card(Shape):
    """What is written on a contact's card. Only the name is needed."""

    name: Annotated[str, Field(min_length=1, max_length=120, pattern=r"\S")]
    company: Short = ""
    email: Annotated[str, Field(max_length=254, pattern=r"^$|^[^@\s]+@[^@\s]+$")] = ""
    numbers: Annotated[list[Number], Field(max_length=5, description="Kept in E.164", default_factory=list)]
    note: Annotated[str, Field(max_length=2000)] = ""


class Earlier(Shape):
    """One interaction with a contact."""

    interaction_id: UUID
    channel: str
    started_at: Moment
    entry: str | None
    queue: str | None
    agent: AgentRef | None
    outcome: Outcome | None
    disposition: str | None
    comment: str | None


class ContactView(Shape):
    """A card with its history."""

    id: UUID
    card: Card
    changed_at: Moment
    changed_by: AgentRef
    earlier: list[Earlier] = Field(description="Interactions from its numbers, latest first, at most 20")


class ContactMatch(Shape):
    """Enough to choose between contacts who share a number."""

    id: UUID
    name: str
    company: str


class NumberLookup(Shape):
    """A number in the body: an address is written to logs."""

    number: Number


class ContactsFound(Shape):
    matches: list[ContactMatch] = Field(description="By name, at most 20")
    earlier: list[Earlier] = Field(description="Interactions from this number, latest first, at most 20")
