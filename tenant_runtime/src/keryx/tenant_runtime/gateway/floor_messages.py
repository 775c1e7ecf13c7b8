"""The views of the supervisor's floor, as browsers get them: topics `floor` and `waiting:QUEUE`."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from keryx.core.facts import AgentState

from .schemas import Moment, Shape


class FloorContacts(Shape):
    """`contacts` = waiting + ringing + talking."""

    contacts: int
    waiting: int
    ringing: int
    talking: int


class FloorTotals(FloorContacts):
    """`states` add up to `agents`, those signed in; `in_flow` are in menus or outside."""

    agents: int
    states: dict[str, int]
    in_flow: int


class FloorAgent(Shape):
    name: str
    login: str
    team: str | None = None
    site: str | None = None
    state: AgentState
    since: Moment
    reason: str | None = None
    phone: Literal["browser", "sip"]
    phone_reachable: bool
    desk: bool
    queue: str | None = None
    interaction: str | None = None
    held: bool
    asked: Literal["ready", "pause", "sign_out"] | None = None
    changed_by: str | None = None
    help_since: Moment | None = None
    recording: Literal["off", "on", "paused"]
    watched_by: list[str] = Field(description="Supervisors who are in the agent's call")
    queues: dict[str, bool] = Field(description="Queue -> whether it is turned on for the agent")


class FloorQueue(FloorContacts):
    display_name: str
    waits: list[Moment] = Field(description="Since when contacts wait, the longest first; at most 100")
    agents: int
    states: dict[str, int]
    answer_within: int = Field(description="Time of the service level, seconds")


class FloorEntry(FloorContacts):
    display_name: str
    in_flow: int


class FloorView(Shape):
    """Topic `floor`: what the person may watch, by one projection."""

    totals: FloorTotals
    agents: dict[str, FloorAgent]
    queues: dict[str, FloorQueue]
    entries: dict[str, FloorEntry]


class ExcludedAgent(Shape):
    """`rule` null: the contact is being offered to this agent."""

    agent: str
    name: str
    level: int
    rule: str | None = None
    detail: str | None = None


class WaitingContact(Shape):
    position: int
    since: Moment
    priority: int
    entry: str | None = None
    skills: dict[str, int]
    offered_to: str | None = None
    agents: list[ExcludedAgent]
    more_agents: int


class WaitingView(Shape):
    """Topic `waiting:QUEUE`: the first contacts of the line, and the first rule that keeps each from each agent."""

    name: str
    display_name: str
    waiting: int
    contacts: dict[str, WaitingContact]
