"""What supervisors ask for about calls under way. `agent` is whose call it is, `by` the supervisor."""

from __future__ import annotations

from typing import Literal

from keryx.core.inputs import Request


class WatchCall(Request, frozen=True, kw_only=True):
    """Come into the agent's call, or change the mode one is in it."""

    mode: Literal["listen", "whisper", "join"]


class StopWatching(Request, frozen=True, kw_only=True):
    """Out of the call again. `agent` is the supervisor."""


class RecordCall(Request, frozen=True, kw_only=True):
    """Have the agent's call recorded from here, or no longer."""

    recorded: bool


class TakeOverCall(Request, frozen=True, kw_only=True):
    """Have the contact instead of the agent."""
