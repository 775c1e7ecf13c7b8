"""What happened to a contact on its way: from arrival through flow and queue to the end."""

from __future__ import annotations

from typing import Literal

import msgspec

from keryx.core.fact import Channel, Fact

Direction = Literal["inbound", "outbound"]
Outcome = Literal["rejected", "answered", "lost", "closed", "overflowed", "contained", "abandoned"]
QueueLeaving = Literal[
    "offered_accepted", "abandoned", "overflowed", "closed", "transferred", "queue_removed", "ended", "lost"
]


class InteractionStarted(Fact, frozen=True, kw_only=True, tag="interaction.started"):
    interaction: str
    channel: Channel = "voice"
    direction: Direction = "inbound"
    site: str
    entry: str | None
    """None for a recovered or unknown call."""
    dialled: str
    """The number called, E.164 where it can be made one: the tenant's own number, not personal."""
    caller_ref: str
    """Vault reference of the caller's number; every interaction has one, also a withheld number."""
    caller_withheld: bool = False
    party: str
    """Id of the contact's party."""
    leg: str
    bridge: str
    """Where the contact's leg lives from arrival to end."""
    trunk: str | None = None
    language: str
    priority: int
    config_version: int
    recovered: bool = False


class InteractionRejected(Fact, frozen=True, kw_only=True, tag="interaction.rejected"):
    """Refused before it began: limits, unknown number, back-pressure. A record of its own."""

    interaction: str
    site: str
    dialled: str
    caller_ref: str
    leg: str | None
    cause: str
    sip_code: int
    """What the caller's side is answered: 404, 486, 503."""
    entry: str | None = None


class ContactAnswered(Fact, frozen=True, kw_only=True, tag="contact.answered"):
    """The contact's leg is up (200 sent): from here media flows and the carrier bills."""

    interaction: str
    leg: str
    bridge: str = ""


class StepStarted(Fact, frozen=True, kw_only=True, tag="step.started"):
    """A flow step begins. `media` is what it plays (media ids), `until` when it times out, if it does."""

    interaction: str
    flow: str
    flow_version: int
    step: str
    kind: str
    leg: str
    playback: str | None = None
    media: tuple[str, ...] = ()
    until: int | None = None
    sensitive: bool = False
    language: str = "fr"
    attempt: int = 1
    """Counts from 1 how often the step was begun because of no or wrong keys."""


class StepPrompted(Fact, frozen=True, kw_only=True, tag="step.prompted"):
    """The step's announcement was heard to its end; keys are awaited until `until`."""

    interaction: str
    step: str
    until: int


class StepFinished(Fact, frozen=True, kw_only=True, tag="step.finished"):
    """`outcome` names the branch taken (next, a menu key, no_input, invalid, yes, no, a case, …), `next` the step it
    leads to."""

    interaction: str
    flow: str
    step: str
    kind: str
    outcome: str
    next: str | None
    label: str | None = None
    """What the caller chose, in the tenant's words, for the agent's screen."""
    stopped_playback: str | None = None
    leg: str | None = None
    """The leg `stopped_playback` was played to."""


class KeyTaken(Fact, frozen=True, kw_only=True, tag="key.taken"):
    """A key was pressed within a step; which one is not said here (keys live in the vault once a step has read
    them)."""

    interaction: str
    step: str
    count: int
    stopped_playback: str | None = None
    leg: str | None = None
    until: int | None = None
    """When the next key is no longer waited for."""


class VariableSet(Fact, frozen=True, kw_only=True, tag="variable.set"):
    """Exactly one of `value` (declared, not personal) and `value_ref` (keyed by the caller, in the vault) is set."""

    interaction: str
    name: str
    value: str | None = None
    value_ref: str | None = None


class SkillsAssigned(Fact, frozen=True, kw_only=True, tag="skills.assigned"):
    interaction: str
    minima: dict[str, int]


class PrioritySet(Fact, frozen=True, kw_only=True, tag="priority.set"):
    interaction: str
    priority: int


class MarkerPassed(Fact, frozen=True, kw_only=True, tag="marker.passed"):
    interaction: str
    marker: str


class QueueEntered(Fact, frozen=True, kw_only=True, tag="queue.entered"):
    """The interaction waits in `queue`. `entered_at` keeps the true place: it is older than `at` for one that comes
    back or keeps its place."""

    interaction: str
    queue: str
    priority: int
    entered_at: int
    ahead: bool = False
    """At the head of its priority: a contact that returns because its agent became unreachable."""
    cause: Literal["flow", "entry", "overflow", "transfer", "returned"] = "flow"
    minima: dict[str, int] = msgspec.field(default_factory=dict)
    overflow_at: int | None = None
    announce_at: int | None = None
    music: str | None = None
    """Media id of the queue's own hold music; None is the packaged music."""
    leg: str
    from_queue: str | None = None
    turned_away: bool = False
    """It leaves again at once, by a rule at the door: no music."""


class QueueLeft(Fact, frozen=True, kw_only=True, tag="queue.left"):
    interaction: str
    queue: str
    cause: QueueLeaving
    leg: str | None = None
    """The contact's leg whose music ends; None when it goes on or another command ends it."""
    stopped_playback: str | None = None


class WaitAnnounced(Fact, frozen=True, kw_only=True, tag="wait.announced"):
    """Position and expected wait were told to the contact. `next_at` is when it is told again."""

    interaction: str
    queue: str
    position: int
    expected_ms: int | None
    leg: str
    playback: str
    media: tuple[str, ...]
    next_at: int | None


class WaitAnnouncementEnded(Fact, frozen=True, kw_only=True, tag="wait.announcement_ended"):
    interaction: str
    playback: str
    leg: str
    music: str | None = None
    resume_music: bool = True


class InteractionEnded(Fact, frozen=True, kw_only=True, tag="interaction.ended"):
    """The contact is gone. Wrap-up may follow on the agent's side. `hang_up_legs`: what must still be ended."""

    interaction: str
    outcome: Outcome
    cause: str
    by: Literal["contact", "agent", "flow", "overflow", "engine", "lost", "supervisor"]
    hang_up_legs: tuple[str, ...] = ()
    bridge: str
    ended_at: int | None = None
    """When it truly ended, if that is earlier than `at` (found after a takeover); an honest bound."""


class PartnerRecovered(Fact, frozen=True, kw_only=True, tag="partner.recovered"):
    """A recovered contact was found talking with `leg`; they are left talking."""

    interaction: str
    leg: str
    party: str


class StrayLegFound(Fact, frozen=True, kw_only=True, tag="leg.stray"):
    """A leg of our own making that belongs to no interaction any more: it is ended at `until` if it is still there."""

    leg: str
    site: str
    until: int


class StrayLegEnded(Fact, frozen=True, kw_only=True, tag="leg.stray_ended"):
    leg: str
    hang_up_leg: bool
