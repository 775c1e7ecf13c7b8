"""From facts to the record of one interaction: one small function a fact, found by a table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from keryx.core import facts as f
from keryx.core.ledger.parties import begin, end, end_all, open_party, open_segment
from keryx.core.ledger.records import Decision, DispositionRow, InteractionRecord, Offer, SegmentKind, Step
from keryx.core.ledger.tracks import TRACK_PROJECTIONS, stop_tracks

_LEFT_WITHOUT_AGENT = frozenset({"overflowed", "closed", "queue_removed"})
_WEAKER_THAN_ANSWERED = frozenset({"closed", "overflowed", "contained", "abandoned"})
_GOES_ON_WAITING = frozenset({"transfer", "unreachable"})
_GONE_BEFORE_TALK = frozenset({"offer"})


def project(
    record: InteractionRecord | None, recorded: f.Recorded, config_version: int = 0
) -> InteractionRecord | None:
    """The record after one more fact.

    `record` is None before the interaction's first fact; a fact that does not concern the record leaves it as it is.
    Beside the interaction's own facts, those of its agents' states (they end wrap-up) and of activated configs may be
    given. `config_version` is the version live when a rejected call came, which names none itself.
    """
    fact = recorded.fact
    if record is None:
        return _first(fact, config_version)
    projection = _PROJECTIONS.get(type(fact))
    if projection is None or getattr(fact, "interaction", None) not in (None, record.interaction):
        return _other_interaction(record, fact)
    return projection(record, fact)


def _other_interaction(record: InteractionRecord, fact: f.AnyFact) -> InteractionRecord:
    """An agent's state about another interaction still ends wrap-up of this one."""
    return _agent_state(record, fact) if isinstance(fact, f.AgentStateChanged) else record


def _first(fact: f.AnyFact, config_version: int) -> InteractionRecord | None:
    if isinstance(fact, f.InteractionStarted):
        return _started(fact)
    if isinstance(fact, f.InteractionRejected):
        return _rejected(fact, config_version)
    return None


def _started(fact: f.InteractionStarted) -> InteractionRecord:
    record = InteractionRecord(
        interaction=fact.interaction,
        channel=fact.channel,
        direction=fact.direction,
        site=fact.site,
        entry=fact.entry,
        dialled=fact.dialled,
        caller_ref=fact.caller_ref,
        caller_withheld=fact.caller_withheld,
        trunk=fact.trunk,
        language=fact.language,
        recovered=fact.recovered,
        party=fact.party,
        leg=fact.leg,
        started_at=fact.at,
        config_version=fact.config_version,
    )
    return _contact(record, "ivr", fact.at, cause="recovered" if fact.recovered else "arrived")


def _rejected(fact: f.InteractionRejected, config_version: int) -> InteractionRecord:
    return InteractionRecord(
        interaction=fact.interaction,
        site=fact.site,
        entry=fact.entry,
        dialled=fact.dialled,
        caller_ref=fact.caller_ref,
        leg=fact.leg,
        started_at=fact.at,
        ended_at=fact.at,
        outcome="rejected",
        cause=fact.cause,
        ended_by="engine",
        config_version=config_version,
    )


def _config(record: InteractionRecord, fact: f.ConfigActivated) -> InteractionRecord:
    return record if record.ended_at is not None else replace(record, config_version=fact.version)


def _connected(record: InteractionRecord, fact: f.ContactAnswered) -> InteractionRecord:
    return record if record.connected_at is not None else replace(record, connected_at=fact.at)


# --- the flow -----------------------------------------------------------------------------------------------------


def _step_started(record: InteractionRecord, fact: f.StepStarted) -> InteractionRecord:
    step = Step(flow=fact.flow, flow_version=fact.flow_version, step=fact.step, kind=fact.kind, started_at=fact.at)
    record = replace(_end_step(record, fact.at), steps=(*record.steps, step))
    return record if fact.kind in ("queue", "transfer") else _contact(record, "ivr", fact.at, cause="flow")


def _step_finished(record: InteractionRecord, fact: f.StepFinished) -> InteractionRecord:
    if not record.steps or record.steps[-1].step != fact.step or record.steps[-1].outcome is not None:
        return record
    step = replace(record.steps[-1], ended_at=fact.at, outcome=fact.outcome, next=fact.next, label=fact.label)
    return replace(record, steps=(*record.steps[:-1], step))


def _end_step(record: InteractionRecord, at: int) -> InteractionRecord:
    """A step that nobody finished ends with what came after it."""
    if not record.steps or record.steps[-1].ended_at is not None:
        return record
    return replace(record, steps=(*record.steps[:-1], replace(record.steps[-1], ended_at=at)))


def _marker(record: InteractionRecord, fact: f.MarkerPassed) -> InteractionRecord:
    return replace(record, markers=(*record.markers, (fact.at, fact.marker)))


# --- queue and offers ----------------------------------------------------------------------------------------------


def _queue_entered(record: InteractionRecord, fact: f.QueueEntered) -> InteractionRecord:
    record = replace(record, first_queue=record.first_queue or fact.queue, last_queue=fact.queue)
    return _contact(record, "wait", fact.at, cause=fact.cause, queue=fact.queue)


def _queue_left(record: InteractionRecord, fact: f.QueueLeft) -> InteractionRecord:
    current = _contact_segment_kind(record)
    if fact.cause not in _LEFT_WITHOUT_AGENT or current not in ("wait", "offer"):
        return record
    return _contact(record, "ivr", fact.at, cause=fact.cause)


def _decided(record: InteractionRecord, fact: f.RoutingDecided) -> InteractionRecord:
    decision = Decision(
        at=fact.at, queue=fact.queue, chosen=fact.chosen, considered=fact.considered, left_out=fact.left_out
    )
    return replace(record, decisions=(*record.decisions, decision))


def _offer_made(record: InteractionRecord, fact: f.OfferMade) -> InteractionRecord:
    offer = Offer(offer=fact.offer, agent=fact.agent, queue=fact.queue, site=fact.site, started_at=fact.at)
    record = replace(record, offers=(*record.offers, offer))
    cause = "transfer" if fact.direct_from else "routed"
    record = _contact(record, "offer", fact.at, cause=cause, queue=fact.queue, agent=fact.agent)
    return begin(record, fact.party, "agent", "offer", fact.at, cause=cause, queue=fact.queue, agent=fact.agent)


def _offer_ended(record: InteractionRecord, fact: f.OfferEnded) -> InteractionRecord:
    offers = tuple(
        replace(one, ended_at=fact.at, result=fact.result) if one.offer == fact.offer and one.result is None else one
        for one in record.offers
    )
    record = replace(record, offers=offers)
    if fact.result == "accepted":
        return record  # both stay in the offer until the talk starts
    record = _agent_leaves(record, fact.agent, fact.at, only=_GONE_BEFORE_TALK)
    queue = next((one.queue for one in offers if one.offer == fact.offer), None)
    if _contact_segment_kind(record) != "offer":
        return record
    return _contact(record, "wait", fact.at, cause=fact.result, queue=queue)


# --- talk ----------------------------------------------------------------------------------------------------------


def _talk_started(record: InteractionRecord, fact: f.TalkStarted) -> InteractionRecord:
    record = replace(
        record,
        answered_at=fact.at if record.answered_at is None else record.answered_at,
        first_agent=record.first_agent or fact.agent,
        last_agent=fact.agent,
    )
    record = _contact(record, "talk", fact.at, cause="answered", queue=fact.queue, agent=fact.agent)
    return begin(record, fact.party, "agent", "talk", fact.at, cause="answered", queue=fact.queue, agent=fact.agent)


def _taken_over(record: InteractionRecord, fact: f.TalkTakenOver) -> InteractionRecord:
    """The supervisor goes on where the agent left: the contact's talk has no gap."""
    record = _contact(record, "talk", fact.at, cause="taken_over", queue=fact.queue, agent=fact.agent)
    return begin(record, fact.party, "agent", "talk", fact.at, cause="taken_over", queue=fact.queue, agent=fact.agent)


def _hold_started(record: InteractionRecord, fact: f.HoldStarted) -> InteractionRecord:
    return _both(record, fact.agent, "hold", fact.at, fact.cause)


def _hold_ended(record: InteractionRecord, fact: f.HoldEnded) -> InteractionRecord:
    return _both(record, fact.agent, "talk", fact.at, "resumed")


def _leg_replaced(record: InteractionRecord, fact: f.LegReplaced) -> InteractionRecord:
    """The agent is back after its desk had vanished: both go on talking, or the contact stays on the agent's own hold."""
    kind: SegmentKind = "hold" if fact.was_held else "talk"
    return _both(record, fact.agent, kind, fact.at, "agent" if fact.was_held else "resumed")


def _talk_ended(record: InteractionRecord, fact: f.TalkEnded) -> InteractionRecord:
    current = open_segment(record, fact.party)
    if current is not None and current.kind != "wrap":
        record = end(record, fact.party, fact.at)
    if _contact_segment_kind(record) not in ("talk", "hold", "offer"):
        return record
    return _contact(record, "wait" if fact.by in _GOES_ON_WAITING else "ivr", fact.at, cause=fact.by)


def _both(record: InteractionRecord, agent: str, kind: SegmentKind, at: int, cause: str) -> InteractionRecord:
    """Contact and agent go from talk to hold, or back, at the same instant."""
    party = open_party(record, agent)
    current = None if party is None else open_segment(record, party)
    if party is None or current is None or current.kind not in ("talk", "hold"):
        return record
    record = begin(record, party, "agent", kind, at, cause=cause, queue=current.queue, agent=agent)
    return _contact(record, kind, at, cause=cause, queue=current.queue, agent=agent)


# --- outside -------------------------------------------------------------------------------------------------------


def _outside_dialled(record: InteractionRecord, fact: f.OutsideDialled) -> InteractionRecord:
    record = _contact(record, "outside", fact.at, cause="transfer")
    return begin(record, fact.party, "outside", "offer", fact.at, cause="dialled")


def _outside_answered(record: InteractionRecord, fact: f.OutsideAnswered) -> InteractionRecord:
    party = _outside_party(record)
    return record if party is None else begin(record, party, "outside", "talk", fact.at, cause="answered")


def _outside_ended(record: InteractionRecord, fact: f.OutsideEnded) -> InteractionRecord:
    party = _outside_party(record)
    record = record if party is None else end(record, party, fact.at)
    if _contact_segment_kind(record) != "outside":
        return record
    return _contact(record, "ivr", fact.at, cause=fact.cause)


def _outside_party(record: InteractionRecord) -> str | None:
    return next(
        (one.party for one in reversed(record.segments) if one.role == "outside" and one.ended_at is None), None
    )


# --- the end -------------------------------------------------------------------------------------------------------


def _ended(record: InteractionRecord, fact: f.InteractionEnded) -> InteractionRecord:
    if record.ended_at is not None:
        return record
    wanted = fact.at if fact.ended_at is None else fact.ended_at
    at = max(wanted, record.started_at, record.answered_at or 0)
    record = stop_tracks(end_all(_end_step(record, at), at), at)
    outcome = fact.outcome
    if record.answered_at is not None and outcome in _WEAKER_THAN_ANSWERED:
        outcome = "answered"
    return replace(record, ended_at=at, outcome=outcome, cause=fact.cause, ended_by=fact.by)


def _agent_state(record: InteractionRecord, fact: f.AgentStateChanged) -> InteractionRecord:
    """Wrap-up is the agent's time after the talk: it follows it without a gap and ends with the agent's next state."""
    if fact.state == "wrap_up" and fact.interaction == record.interaction:
        last = next((one for one in reversed(record.segments) if one.role == "agent" and one.agent == fact.agent), None)
        if last is None or last.kind == "wrap":
            return record
        at = fact.at if last.ended_at is None else last.ended_at
        return begin(record, last.party, "agent", "wrap", at, cause="talk_ended", queue=last.queue, agent=fact.agent)
    return _agent_leaves(record, fact.agent, fact.at, only=frozenset({"wrap"}))


def _agent_signed_out(record: InteractionRecord, fact: f.AgentSignedOut) -> InteractionRecord:
    return _agent_leaves(record, fact.agent, fact.at, only=frozenset({"wrap"}))


def _disposition(record: InteractionRecord, fact: f.DispositionGiven) -> InteractionRecord:
    row = DispositionRow(at=fact.at, agent=fact.agent, code=fact.code, comment_ref=fact.comment_ref)
    return replace(record, dispositions=(*record.dispositions, row))


# --- the parties ---------------------------------------------------------------------------------------------------


def _contact(
    record: InteractionRecord,
    kind: SegmentKind,
    at: int,
    *,
    cause: str,
    queue: str | None = None,
    agent: str | None = None,
) -> InteractionRecord:
    if record.ended_at is not None or record.party is None:
        return record
    return begin(record, record.party, "contact", kind, at, cause=cause, queue=queue, agent=agent)


def _contact_segment_kind(record: InteractionRecord) -> SegmentKind | None:
    current = None if record.party is None else open_segment(record, record.party)
    return None if current is None else current.kind


def _agent_leaves(record: InteractionRecord, agent: str, at: int, *, only: frozenset[str]) -> InteractionRecord:
    party = open_party(record, agent)
    current = None if party is None else open_segment(record, party)
    return record if party is None or current is None or current.kind not in only else end(record, party, at)


_PROJECTIONS: dict[type[f.Fact], Callable[[InteractionRecord, Any], InteractionRecord]] = {
    f.ConfigActivated: _config,
    f.ContactAnswered: _connected,
    f.StepStarted: _step_started,
    f.StepFinished: _step_finished,
    f.MarkerPassed: _marker,
    f.QueueEntered: _queue_entered,
    f.QueueLeft: _queue_left,
    f.RoutingDecided: _decided,
    f.OfferMade: _offer_made,
    f.OfferEnded: _offer_ended,
    f.TalkStarted: _talk_started,
    f.HoldStarted: _hold_started,
    f.HoldEnded: _hold_ended,
    f.LegReplaced: _leg_replaced,
    f.TalkEnded: _talk_ended,
    f.TalkTakenOver: _taken_over,
    f.OutsideDialled: _outside_dialled,
    f.OutsideAnswered: _outside_answered,
    f.OutsideEnded: _outside_ended,
    f.InteractionEnded: _ended,
    f.AgentStateChanged: _agent_state,
    f.AgentSignedOut: _agent_signed_out,
    f.DispositionGiven: _disposition,
    **TRACK_PROJECTIONS,
}
