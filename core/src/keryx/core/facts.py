"""What happened, as the journal keeps it.

Facts are the only thing that is journaled and the only thing state is made from: `evolve(state, fact)` never looks at
configuration, so a replay gives what *happened*, even after the rules have changed. A fact therefore carries all that
its commands need.

Facts hold ids, never personal data: numbers, keyed digits and comments stand in the `person` vault and are named here
by a reference (`…_ref`). Times are integers, milliseconds since the Unix epoch, UTC. Every type has a stable tag and
only ever gains fields with defaults; a changed meaning is a new tag and an upcast in `upcast.py`.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from keryx.core.fact import Fact as Fact
from keryx.core.floor_facts import AgentMessaged as AgentMessaged
from keryx.core.floor_facts import ContactReleased as ContactReleased
from keryx.core.floor_facts import HelpAsked as HelpAsked
from keryx.core.floor_facts import MessageRead as MessageRead
from keryx.core.floor_facts import QueueSwitched as QueueSwitched

Channel = Literal["voice"]
Direction = Literal["inbound", "outbound"]
AgentState = Literal["available", "offered", "talking", "wrap_up", "paused", "not_answering", "unreachable"]
OfferResult = Literal["accepted", "no_answer", "declined", "technical", "withdrawn", "lost"]
Outcome = Literal["rejected", "answered", "lost", "closed", "overflowed", "contained", "abandoned"]
HoldCause = Literal["agent", "phone", "unreachable"]
QueueLeaving = Literal[
    "offered_accepted", "abandoned", "overflowed", "closed", "transferred", "queue_removed", "ended", "lost"
]


# --- the centre -------------------------------------------------------------------------------------------------


class ConfigActivated(Fact, frozen=True, kw_only=True, tag="config.activated"):
    """From now on decisions are made by this TenantConfig."""

    version: int
    hash: str


class DirectoryActivated(Fact, frozen=True, kw_only=True, tag="directory.activated"):
    version: int


class LeadershipTaken(Fact, frozen=True, kw_only=True, tag="leadership.taken"):
    """A new engine leads; `epoch` fences every later fact."""

    epoch: int
    holder: str


class SiteUp(Fact, frozen=True, kw_only=True, tag="site.up"):
    """The site's Asterisk is connected; `instance` changes when it restarted."""

    site: str
    instance: str


class SiteDown(Fact, frozen=True, kw_only=True, tag="site.down"):
    site: str
    cause: str
    since: int | None = None
    """When the site was last heard of, if that is earlier than `at`."""


# --- an interaction ---------------------------------------------------------------------------------------------


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


class DispositionGiven(Fact, frozen=True, kw_only=True, tag="disposition.given"):
    """A later one for the same interaction corrects the earlier (a new row, never an update)."""

    interaction: str
    agent: str
    code: str
    comment_ref: str | None = None


# --- an agent ---------------------------------------------------------------------------------------------------


class AgentSignedIn(Fact, frozen=True, kw_only=True, tag="agent.signed_in"):
    agent: str
    login: str
    """Id of this login: agent intervals partition it."""
    phone: Literal["browser", "sip"]
    site: str


class AgentStateChanged(Fact, frozen=True, kw_only=True, tag="agent.state"):
    """`state` is what routing sees from now on; `until` when the server ends it (wrap-up)."""

    agent: str
    login: str
    state: AgentState
    reason: str | None = None
    """Pause reason's name, or why (no_answer, desk_gone, …)."""
    interaction: str | None = None
    by: str | None = None
    """Person who did it, if not the agent."""
    until: int | None = None


class AgentAsked(Fact, frozen=True, kw_only=True, tag="agent.asked"):
    """What the agent asked to be next, while busy: None clears it."""

    agent: str
    next: Literal["ready", "pause", "sign_out"] | None
    reason: str | None = None
    by: str | None = None
    """Person who asked it, if not the agent."""


class WrapUpExtended(Fact, frozen=True, kw_only=True, tag="wrap_up.extended"):
    agent: str
    interaction: str
    until: int


class AgentSignedOut(Fact, frozen=True, kw_only=True, tag="agent.signed_out"):
    agent: str
    login: str
    cause: str
    by: str | None = None
    """Person who did it, if not the agent."""


class PhoneReachable(Fact, frozen=True, kw_only=True, tag="phone.reachable"):
    """The agent's phone is (not) registered at `site` as `endpoint`."""

    agent: str
    site: str
    endpoint: str
    reachable: bool


class DeskPresence(Fact, frozen=True, kw_only=True, tag="desk.presence"):
    """The agent's desk page is (not) connected; `grace_until` is when absence becomes "unreachable"."""

    agent: str
    present: bool
    grace_until: int | None = None


AnyFact = (
    ConfigActivated
    | DirectoryActivated
    | LeadershipTaken
    | SiteUp
    | SiteDown
    | InteractionStarted
    | InteractionRejected
    | ContactAnswered
    | StepStarted
    | StepPrompted
    | StepFinished
    | KeyTaken
    | VariableSet
    | SkillsAssigned
    | PrioritySet
    | MarkerPassed
    | QueueEntered
    | QueueLeft
    | WaitAnnounced
    | WaitAnnouncementEnded
    | RoutingDecided
    | OfferMade
    | OfferEnded
    | TalkStarted
    | HoldStarted
    | HoldEnded
    | MuteChanged
    | KeysSent
    | AgentLegLost
    | LegReplacing
    | LegReplaced
    | LegReplacementFailed
    | TransferStarted
    | OutsideDialled
    | OutsideAnswered
    | OutsideEnded
    | TalkEnded
    | RecordingStarted
    | RecordingPaused
    | RecordingResumed
    | RecordingStopped
    | InteractionEnded
    | PartnerRecovered
    | StrayLegFound
    | StrayLegEnded
    | DispositionGiven
    | AgentSignedIn
    | AgentStateChanged
    | AgentAsked
    | WrapUpExtended
    | AgentSignedOut
    | PhoneReachable
    | DeskPresence
    | QueueSwitched
    | HelpAsked
    | ContactReleased
    | AgentMessaged
    | MessageRead
)


class Recorded(msgspec.Struct, frozen=True):
    """A fact in the journal: `epoch` of the leader that wrote it, `seq` counting from 1 within the tenant's journal."""

    epoch: int
    seq: int
    fact: AnyFact


DURABLE_BEFORE_EFFECT: frozenset[type[Fact]] = frozenset(
    {
        InteractionStarted,
        OfferMade,
        TalkStarted,
        LegReplacing,
        OutsideDialled,
        RecordingStarted,
        RecordingStopped,
        DispositionGiven,
        QueueSwitched,
        ContactReleased,
        AgentMessaged,
    }
)
"""Facts that must be on disk before their commands are sent or a person is told; all others follow within 50 ms."""

encode_fact = msgspec.json.Encoder().encode
decode_fact = msgspec.json.Decoder(AnyFact).decode
