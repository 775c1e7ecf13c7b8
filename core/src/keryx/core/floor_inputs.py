"""What supervisors ask for about agents and contacts, and what agents ask of supervisors. `by` asks, `agent` is whom it is about."""

from __future__ import annotations

from typing import Literal

from keryx.core.inputs import Request


class ChangeState(Request, frozen=True, kw_only=True):
    """Make another agent available, pause them for `reason`, or sign them out; when busy, as soon as they are done."""

    state: Literal["available", "paused", "signed_out"]
    reason: str | None = None


class SwitchQueue(Request, frozen=True, kw_only=True):
    """Turn one of the agent's queues on or off."""

    queue: str
    enabled: bool


class ReleaseContact(Request, frozen=True, kw_only=True):
    """End a contact that is stuck, whatever it is in. `agent` is who asks: it may be with nobody."""

    interaction: str


class SendMessage(Request, frozen=True, kw_only=True):
    """A few words to one or many agents. `agent` is who asks."""

    agents: tuple[str, ...]
    text: str


class ReadMessage(Request, frozen=True, kw_only=True):
    message: str


class AskHelp(Request, frozen=True, kw_only=True):
    """The agent wants a supervisor to come, or no longer."""

    asked: bool
