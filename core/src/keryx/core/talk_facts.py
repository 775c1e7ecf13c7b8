"""What happened between contact and agents: routing, offers, talks, hold, transfers, recording, dispositions."""

from __future__ import annotations

from typing import Literal

import msgspec

from keryx.core.fact import Channel, Fact

OfferResult = Literal["accepted", "no_answer", "declined", "technical", "withdrawn", "lost"]
HoldCause = Literal["agent", "phone", "unreachable"]


class Considered(msgspec.Struct, frozen=True, omit_defaults=True):
    """One agent in one routing decision. `excluded_by` is the first rule that excluded, None when fit; `detail` its
    figures."""

    agent: str
    excluded_by: str | None = None
    detail: str | None = None
    level: int | None = None
    idle_ms: int | None = None


class RoutingDecided(Fact, frozen=True, kw_only=True, tag="routing.decided"):
    """Who was considered for an interaction and why not. `chosen` None: nobody fits now (written when the reasons
    change, not each time)."""

    interaction: str
    queue: str
    chosen: str | None
    considered: tuple[Considered, ...]
    left_out: dict[str, int] = msgspec.field(default_factory=dict)
    """Beyond the listed ones: how many more agents were excluded, by rule."""


class OfferMade(Fact, frozen=True, kw_only=True, tag="offer.made"):
    """`interaction` is offered to `agent`, whose phone rings as `leg`. Exactly one open offer per interaction and per
    unit of capacity."""

    offer: str
    interaction: str
    channel: Channel = "voice"
    agent: str
    queue: str | None
    """None when transferred to the agent directly."""
    site: str
    leg: str
    endpoint: str
    """Where the agent is called: an endpoint name at the site."""
    party: str
    until: int
    """When an unanswered offer ends."""
    wrap_up_ms: int = 0
    max_extensions: int = 0
    """How often the agent may extend the wrap-up after it."""
    extension_ms: int = 0
    whisper: tuple[str, ...] = ()
    caller_ref: str
    direct_from: str | None = None
    """The agent who transferred, for a direct offer."""
    contact_leg: str | None = None
    """Set when the contact must hear music from here (a direct offer: it waits in no queue)."""


class OfferEnded(Fact, frozen=True, kw_only=True, tag="offer.ended"):
    offer: str
    interaction: str
    agent: str
    leg: str
    result: OfferResult
    hang_up_leg: bool
    """Whether the agent's leg is still up or ringing and must be ended."""


class TalkStarted(Fact, frozen=True, kw_only=True, tag="talk.started"):
    """The agent's leg is in the contact's bridge: both hear each other."""

    interaction: str
    offer: str
    agent: str
    party: str
    leg: str
    contact_leg: str
    bridge: str
    queue: str | None
    stopped_playback: str | None = None
    whisper: tuple[str, ...] = ()


class HoldStarted(Fact, frozen=True, kw_only=True, tag="hold.started"):
    """The contact hears music. `cause` "unreachable": the agent's desk vanished (its leg may be gone); `until` then ends
    the grace."""

    interaction: str
    agent: str
    leg: str
    contact_leg: str
    bridge: str
    cause: HoldCause = "agent"
    music: str | None = None
    until: int | None = None


class HoldEnded(Fact, frozen=True, kw_only=True, tag="hold.ended"):
    interaction: str
    agent: str
    leg: str
    contact_leg: str
    bridge: str


class MuteChanged(Fact, frozen=True, kw_only=True, tag="mute.changed"):
    interaction: str
    agent: str
    leg: str
    muted: bool


class KeysSent(Fact, frozen=True, kw_only=True, tag="keys.sent"):
    """The agent sent keys to the contact's side. The digits are in the vault."""

    interaction: str
    agent: str
    contact_leg: str
    digits_ref: str


class AgentLegLost(Fact, frozen=True, kw_only=True, tag="agent_leg.lost"):
    """The agent's leg ended without the agent having hung up (a reloaded page, a dead browser): the talk is not
    over."""

    interaction: str
    agent: str
    leg: str
    cause: str


class LegReplacing(Fact, frozen=True, kw_only=True, tag="leg.replacing"):
    """The agent's desk came back: a new leg is called, to take the old one's place (new one into the bridge first,
    then the old one ends)."""

    interaction: str
    agent: str
    site: str
    old_leg: str
    new_leg: str
    endpoint: str
    until: int


class LegReplaced(Fact, frozen=True, kw_only=True, tag="leg.replaced"):
    interaction: str
    agent: str
    old_leg: str
    new_leg: str
    bridge: str
    contact_leg: str
    was_held: bool
    """The agent had held the contact before the desk vanished: the contact goes on hearing music."""
    music: str | None = None


class LegReplacementFailed(Fact, frozen=True, kw_only=True, tag="leg.replacement_failed"):
    """The new leg did not come up; the contact goes on hearing music until the grace ends."""

    interaction: str
    agent: str
    new_leg: str
    hang_up_leg: bool


class TransferStarted(Fact, frozen=True, kw_only=True, tag="transfer.started"):
    """A blind transfer. Exactly one of the targets is set. `agent` None: a flow step did it."""

    interaction: str
    agent: str | None = None
    to_queue: str | None = None
    to_agent: str | None = None
    to_number_ref: str | None = None


class OutsideDialled(Fact, frozen=True, kw_only=True, tag="outside.dialled"):
    """The contact is being connected to a number outside through a trunk."""

    interaction: str
    leg: str
    site: str
    trunk: str
    number_ref: str
    until: int
    party: str
    bridge: str
    caller_id: str | None = None
    step: str | None = None
    """The flow step it came from: its `onFailure` goes on when nobody answers."""
    contact_leg: str | None = None
    """Hears it ring. None in facts of before."""


class OutsideAnswered(Fact, frozen=True, kw_only=True, tag="outside.answered"):
    interaction: str
    leg: str
    bridge: str
    contact_leg: str


class OutsideEnded(Fact, frozen=True, kw_only=True, tag="outside.ended"):
    interaction: str
    leg: str
    cause: str
    answered: bool
    hang_up_leg: bool = False


class TalkEnded(Fact, frozen=True, kw_only=True, tag="talk.ended"):
    """The agent is out of the interaction. `by`: who ended it."""

    interaction: str
    agent: str
    party: str
    leg: str
    by: Literal["contact", "agent", "transfer", "supervisor", "lost", "unreachable"]
    hang_up_leg: bool


class RecordingStarted(Fact, frozen=True, kw_only=True, tag="recording.started"):
    """One track: what one leg says. The tracks of an interaction make its recording."""

    interaction: str
    recording: str
    """Id of the track."""
    leg: str
    site: str
    party: str
    role: Literal["contact", "agent", "outside"]
    policy: str


class RecordingPaused(Fact, frozen=True, kw_only=True, tag="recording.paused"):
    interaction: str
    recording: str
    leg: str
    cause: str


class RecordingResumed(Fact, frozen=True, kw_only=True, tag="recording.resumed"):
    interaction: str
    recording: str
    leg: str


class RecordingStopped(Fact, frozen=True, kw_only=True, tag="recording.stopped"):
    """`stop`: the recorder must be told (the leg lives on); else it ended with its leg."""

    interaction: str
    recording: str
    leg: str
    site: str
    stop: bool


class DispositionGiven(Fact, frozen=True, kw_only=True, tag="disposition.given"):
    """A later one for the same interaction corrects the earlier (a new row, never an update)."""

    interaction: str
    agent: str
    code: str
    comment_ref: str | None = None
