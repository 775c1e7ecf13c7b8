"""The shapes of the ledger. Times are ms UTC; an interval is [started_at, ended_at), `ended_at` None while open."""

from __future__ import annotations

from typing import Literal

import msgspec

from keryx.core.facts import Channel, Considered, Direction, OfferResult, Outcome

SegmentKind = Literal["ivr", "wait", "offer", "talk", "hold", "outside", "wrap"]
PartyRole = Literal["contact", "agent", "outside"]

WAITING: frozenset[SegmentKind] = frozenset({"wait", "offer"})


class Segment(msgspec.Struct, frozen=True, kw_only=True):
    """What one party did for a while. `cause` says why it began, `config_version` which config was live then."""

    party: str
    role: PartyRole
    kind: SegmentKind
    started_at: int
    ended_at: int | None = None
    queue: str | None = None
    agent: str | None = None
    """The agent it is, or is with."""
    cause: str
    config_version: int

    @property
    def milliseconds(self) -> int:
        """Its length; 0 while it is open."""
        return 0 if self.ended_at is None else self.ended_at - self.started_at


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One flow step, as it went. `outcome` is the branch taken, None while it runs or when the contact left in it."""

    flow: str
    flow_version: int
    step: str
    kind: str
    started_at: int
    ended_at: int | None = None
    outcome: str | None = None
    next: str | None = None
    label: str | None = None


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """One ringing of one agent."""

    offer: str
    agent: str
    queue: str | None
    site: str
    started_at: int
    ended_at: int | None = None
    result: OfferResult | None = None


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """One routing decision: who was considered, and the first rule that excluded each."""

    at: int
    queue: str
    chosen: str | None
    considered: tuple[Considered, ...]
    left_out: dict[str, int] = {}


class Track(msgspec.Struct, frozen=True, kw_only=True):
    """One leg's recording. `pauses` are [from, to) intervals of silence that was asked for."""

    recording: str
    leg: str
    site: str
    party: str
    role: PartyRole
    policy: str
    started_at: int
    ended_at: int | None = None
    pauses: tuple[tuple[int, int | None], ...] = ()


class DispositionRow(msgspec.Struct, frozen=True, kw_only=True):
    """The last row counts; the earlier ones are what it corrected."""

    at: int
    agent: str
    code: str
    comment_ref: str | None = None


class InteractionRecord(msgspec.Struct, frozen=True, kw_only=True):
    """All that is kept of one interaction."""

    interaction: str
    channel: Channel = "voice"
    direction: Direction = "inbound"
    site: str
    entry: str | None
    dialled: str
    caller_ref: str
    caller_withheld: bool = False
    trunk: str | None = None
    language: str | None = None
    recovered: bool = False
    party: str | None = None
    """The contact's party; None when rejected."""
    leg: str | None = None
    started_at: int
    connected_at: int | None = None
    """When the contact's leg was answered (the carrier bills from here)."""
    answered_at: int | None = None
    """When an agent first talked with the contact."""
    ended_at: int | None = None
    outcome: Outcome | None = None
    cause: str | None = None
    ended_by: str | None = None
    first_queue: str | None = None
    last_queue: str | None = None
    first_agent: str | None = None
    last_agent: str | None = None
    config_version: int
    """The newest this record has seen; each segment keeps its own."""
    segments: tuple[Segment, ...] = ()
    """By their beginning; one party's are consecutive in time."""
    steps: tuple[Step, ...] = ()
    offers: tuple[Offer, ...] = ()
    decisions: tuple[Decision, ...] = ()
    tracks: tuple[Track, ...] = ()
    dispositions: tuple[DispositionRow, ...] = ()
    markers: tuple[tuple[int, str], ...] = ()

    @property
    def wait_ms(self) -> int:
        """All the contact's wait and offer segments."""
        return sum(one.milliseconds for one in self.segments if one.role == "contact" and one.kind in WAITING)

    @property
    def talk_ms(self) -> int:
        """All the contact's talk segments (with an agent; hold is counted apart)."""
        return sum(one.milliseconds for one in self.segments if one.role == "contact" and one.kind == "talk")

    @property
    def disposition(self) -> str | None:
        return self.dispositions[-1].code if self.dispositions else None

    @property
    def settled(self) -> bool:
        """Nothing of it is open any more: ended, wrap-up done, tracks stopped. Only corrections can follow."""
        return (
            self.ended_at is not None
            and all(one.ended_at is not None for one in self.segments)
            and all(one.ended_at is not None for one in self.tracks)
        )
