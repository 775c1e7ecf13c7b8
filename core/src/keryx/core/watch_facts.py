"""A supervisor in somebody else's call, as the journal keeps it. The supervisor is a party with a leg of their own in the call's bridge;
nothing of it is recorded."""

from __future__ import annotations

from typing import Literal

from keryx.core.fact import Fact

WatchMode = Literal["listen", "whisper", "join"]
"""listen: heard by nobody. whisper: heard by the agent alone. join: heard by both. In each the supervisor hears both."""


class WatchStarted(Fact, frozen=True, kw_only=True, tag="watch.started"):
    """The supervisor's phone is called. `until`: when it is given up."""

    interaction: str
    agent: str
    supervisor: str
    site: str
    leg: str
    endpoint: str
    mode: WatchMode
    until: int


class WatchJoined(Fact, frozen=True, kw_only=True, tag="watch.joined"):
    """The supervisor's leg is in the call, or its mode, or the agent's leg, has changed."""

    interaction: str
    agent: str
    supervisor: str
    leg: str
    agent_leg: str
    bridge: str
    coach: str
    """Id of the bridge by which a whisper goes to the agent alone: a new one each time."""
    ended_coach: str | None = None
    """The one before."""
    mode: WatchMode


class WatchEnded(Fact, frozen=True, kw_only=True, tag="watch.ended"):
    """`hang_up_leg`: the supervisor's leg is still up and must be ended."""

    interaction: str
    supervisor: str
    leg: str
    coach: str | None
    cause: Literal["supervisor", "talk_ended", "leg_ended", "no_answer", "took_over"]
    hang_up_leg: bool


class TalkTakenOver(Fact, frozen=True, kw_only=True, tag="talk.taken_over"):
    """The supervisor, whose leg is in the bridge, is the contact's agent from here; the agent before is out."""

    interaction: str
    agent: str
    """The supervisor."""
    taken_from: str
    party: str
    leg: str
    contact_leg: str
    bridge: str
    ended_coach: str | None
    queue: str | None
    wrap_up_ms: int
    max_extensions: int
    extension_ms: int
    offer: str
