"""What happened, as the journal keeps it.

Facts are the only thing that is journaled and the only thing state is made from: `evolve(state, fact)` never looks at
configuration, so a replay gives what *happened*, even after the rules have changed. A fact therefore carries all that
its commands need.

Facts hold ids, never personal data: numbers, keyed digits and comments stand in the `person` vault and are named here
by a reference (`…_ref`). Times are integers, milliseconds since the Unix epoch, UTC. Every type has a stable tag and
only ever gains fields with defaults; a changed meaning is a new tag and an upcast in `upcast.py`.
"""

from __future__ import annotations

import msgspec

from keryx.core.agent_facts import AgentAsked as AgentAsked
from keryx.core.agent_facts import AgentSignedIn as AgentSignedIn
from keryx.core.agent_facts import AgentSignedOut as AgentSignedOut
from keryx.core.agent_facts import AgentState as AgentState
from keryx.core.agent_facts import AgentStateChanged as AgentStateChanged
from keryx.core.agent_facts import DeskPresence as DeskPresence
from keryx.core.agent_facts import PhoneReachable as PhoneReachable
from keryx.core.agent_facts import WrapUpExtended as WrapUpExtended
from keryx.core.centre_facts import ConfigActivated as ConfigActivated
from keryx.core.centre_facts import DirectoryActivated as DirectoryActivated
from keryx.core.centre_facts import LeadershipTaken as LeadershipTaken
from keryx.core.centre_facts import SiteDown as SiteDown
from keryx.core.centre_facts import SiteUp as SiteUp
from keryx.core.contact_facts import ContactAnswered as ContactAnswered
from keryx.core.contact_facts import Direction as Direction
from keryx.core.contact_facts import InteractionEnded as InteractionEnded
from keryx.core.contact_facts import InteractionRejected as InteractionRejected
from keryx.core.contact_facts import InteractionStarted as InteractionStarted
from keryx.core.contact_facts import KeyTaken as KeyTaken
from keryx.core.contact_facts import MarkerPassed as MarkerPassed
from keryx.core.contact_facts import Outcome as Outcome
from keryx.core.contact_facts import PartnerRecovered as PartnerRecovered
from keryx.core.contact_facts import PrioritySet as PrioritySet
from keryx.core.contact_facts import QueueEntered as QueueEntered
from keryx.core.contact_facts import QueueLeaving as QueueLeaving
from keryx.core.contact_facts import QueueLeft as QueueLeft
from keryx.core.contact_facts import SkillsAssigned as SkillsAssigned
from keryx.core.contact_facts import StepFinished as StepFinished
from keryx.core.contact_facts import StepPrompted as StepPrompted
from keryx.core.contact_facts import StepStarted as StepStarted
from keryx.core.contact_facts import StrayLegEnded as StrayLegEnded
from keryx.core.contact_facts import StrayLegFound as StrayLegFound
from keryx.core.contact_facts import VariableSet as VariableSet
from keryx.core.contact_facts import WaitAnnounced as WaitAnnounced
from keryx.core.contact_facts import WaitAnnouncementEnded as WaitAnnouncementEnded
from keryx.core.fact import Channel as Channel
from keryx.core.fact import Fact as Fact
from keryx.core.floor_facts import AgentMessaged as AgentMessaged
from keryx.core.floor_facts import ContactReleased as ContactReleased
from keryx.core.floor_facts import HelpAsked as HelpAsked
from keryx.core.floor_facts import MessageRead as MessageRead
from keryx.core.floor_facts import QueueSwitched as QueueSwitched
from keryx.core.talk_facts import AgentLegLost as AgentLegLost
from keryx.core.talk_facts import Considered as Considered
from keryx.core.talk_facts import DispositionGiven as DispositionGiven
from keryx.core.talk_facts import HoldCause as HoldCause
from keryx.core.talk_facts import HoldEnded as HoldEnded
from keryx.core.talk_facts import HoldStarted as HoldStarted
from keryx.core.talk_facts import KeysSent as KeysSent
from keryx.core.talk_facts import LegReplaced as LegReplaced
from keryx.core.talk_facts import LegReplacementFailed as LegReplacementFailed
from keryx.core.talk_facts import LegReplacing as LegReplacing
from keryx.core.talk_facts import MuteChanged as MuteChanged
from keryx.core.talk_facts import OfferEnded as OfferEnded
from keryx.core.talk_facts import OfferMade as OfferMade
from keryx.core.talk_facts import OfferResult as OfferResult
from keryx.core.talk_facts import OutsideAnswered as OutsideAnswered
from keryx.core.talk_facts import OutsideDialled as OutsideDialled
from keryx.core.talk_facts import OutsideEnded as OutsideEnded
from keryx.core.talk_facts import RecordingPaused as RecordingPaused
from keryx.core.talk_facts import RecordingResumed as RecordingResumed
from keryx.core.talk_facts import RecordingStarted as RecordingStarted
from keryx.core.talk_facts import RecordingStopped as RecordingStopped
from keryx.core.talk_facts import RoutingDecided as RoutingDecided
from keryx.core.talk_facts import TalkEnded as TalkEnded
from keryx.core.talk_facts import TalkStarted as TalkStarted
from keryx.core.talk_facts import TransferStarted as TransferStarted
from keryx.core.watch_facts import TalkTakenOver as TalkTakenOver
from keryx.core.watch_facts import WatchEnded as WatchEnded
from keryx.core.watch_facts import WatchJoined as WatchJoined
from keryx.core.watch_facts import WatchMode as WatchMode
from keryx.core.watch_facts import WatchStarted as WatchStarted

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
    | WatchStarted
    | WatchJoined
    | WatchEnded
    | TalkTakenOver
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
        WatchStarted,
        TalkTakenOver,
    }
)
"""Facts that must be on disk before their commands are sent or a person is told; all others follow within 50 ms."""

encode_fact = msgspec.json.Encoder().encode
decode_fact = msgspec.json.Decoder(AnyFact).decode
