"""The ledger: what a supervisor reads about a call must add up, to the millisecond, whatever happened in the call."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keryx.core import facts as f
from keryx.core.ledger import AgentInterval, AgentRecord, InteractionRecord, Segment, project, project_agent
from tests.core.ledger_facts import login_walk, walk

calls = st.composite(walk)()
logins = st.composite(login_walk)()


def record_of(facts: list[f.AnyFact]) -> InteractionRecord:
    record = None
    for seq, fact in enumerate(facts, start=1):
        record = project(record, f.Recorded(epoch=1, seq=seq, fact=fact))
    assert record is not None
    return record


def of_party(record: InteractionRecord, party: str) -> list[Segment]:
    return [one for one in record.segments if one.party == party]


@given(calls)
def test_a_contact_is_always_in_exactly_one_segment(facts: list[f.AnyFact]) -> None:
    """Else waits and talks would not add up to the call's length, and service levels would lie."""
    record = record_of(facts)
    assert record.ended_at is not None
    segments = of_party(record, "contact")
    edges = [record.started_at, *(one.ended_at for one in segments)]
    assert [one.started_at for one in segments] == edges[:-1]
    assert edges[-1] == record.ended_at
    assert sum(one.milliseconds for one in segments) == record.ended_at - record.started_at


@given(calls)
def test_no_party_is_in_two_places_or_in_none(facts: list[f.AnyFact]) -> None:
    """An agent's time in a call, wrap-up included, is one unbroken stretch."""
    record = record_of(facts)
    for party in {one.party for one in record.segments}:
        for before, after in itertools.pairwise(of_party(record, party)):
            assert before.ended_at == after.started_at
        assert all(one.ended_at is not None and one.ended_at > one.started_at for one in of_party(record, party))
    assert record.settled


@given(calls)
def test_contact_and_agent_tell_the_same_talk(facts: list[f.AnyFact]) -> None:
    """A talk is billed once and counted for one agent: both sides' talk and hold are equally long."""
    record = record_of(facts)
    for kind in ("talk", "hold", "offer"):
        sides = {
            role: sum(one.milliseconds for one in record.segments if one.role == role and one.kind == kind)
            for role in ("contact", "agent")
        }
        assert sides["contact"] == sides["agent"]


@given(calls)
def test_the_outcome_agrees_with_what_happened(facts: list[f.AnyFact]) -> None:
    record = record_of(facts)
    talked = any(isinstance(fact, f.TalkStarted) for fact in facts)
    assert (record.answered_at is not None) == talked == (record.first_agent is not None)
    assert record.outcome in (("answered", "lost") if talked else ("contained", "abandoned", "overflowed", "lost"))
    assert record.wait_ms + record.talk_ms <= (record.ended_at or 0) - record.started_at


@given(calls, st.data())
def test_a_segment_names_the_config_that_was_live(facts: list[f.AnyFact], data: st.DataObject) -> None:
    """A supervisor who changed a queue at noon must see which calls ran by the old rules."""
    live, seen = 7, []
    for fact in facts:
        live = fact.version if isinstance(fact, f.ConfigActivated) else live
        seen.append((fact.at, live))
    for segment in record_of(facts).segments:
        assert segment.config_version in {version for at, version in seen if at <= segment.started_at}


@given(logins)
def test_intervals_partition_each_login(facts: list[f.AnyFact]) -> None:
    """Paid time: every millisecond of a login is in exactly one state."""
    record, intervals = AgentRecord(), list[AgentInterval]()
    for seq, fact in enumerate(facts, start=1):
        record = project_agent(record, f.Recorded(epoch=1, seq=seq, fact=fact))
        intervals += record.closed
    assert record.current is None
    for signed_in in (fact for fact in facts if isinstance(fact, f.AgentSignedIn)):
        end = next(x.at for x in facts if isinstance(x, f.AgentSignedOut) and x.login == signed_in.login)
        mine = [one for one in intervals if one.login == signed_in.login]
        edges = [signed_in.at, *(one.ended_at for one in mine)]
        assert [one.started_at for one in mine] == edges[:-1]
        assert edges[-1] == end


def test_a_refused_call_has_a_record_of_its_own() -> None:
    """Calls the centre turned away are counted, or nobody learns that lines are short."""
    record = record_of(
        [
            f.InteractionRejected(
                at=5,
                interaction="call",
                site="paris",
                dialled="3999",
                caller_ref="ref",
                leg="l",
                cause="unknown number",
                sip_code=404,
            )
        ]
    )
    assert (record.outcome, record.ended_at, record.wait_ms, record.settled) == ("rejected", 5, 0, True)


def test_a_second_disposition_corrects_and_keeps_the_first() -> None:
    started = f.InteractionStarted(
        at=1, interaction="call", site="paris", entry="main", dialled="3900", caller_ref="r", party="contact", leg="l",
        bridge="b", language="fr", priority=50, config_version=1,
    )  # fmt: skip
    record = record_of(
        [
            started,
            *(f.DispositionGiven(at=9, interaction="call", agent="alice", code=code) for code in ("sold", "lost")),
        ]
    )
    assert (record.disposition, [row.code for row in record.dispositions]) == ("lost", ["sold", "lost"])


@pytest.mark.parametrize("outcome", ["abandoned", "overflowed", "contained", "closed"])
def test_who_talked_with_an_agent_was_answered(outcome: f.Outcome) -> None:
    """Outcomes are exclusive, the first that is true counts: a call that was answered once is never "abandoned"."""
    started = f.InteractionStarted(
        at=1, interaction="call", site="paris", entry="main", dialled="3900", caller_ref="r", party="contact", leg="l",
        bridge="b", language="fr", priority=50, config_version=1,
    )  # fmt: skip
    talk = f.TalkStarted(
        at=2, interaction="call", offer="o", agent="alice", party="p", leg="a", contact_leg="l", bridge="b", queue=None
    )
    end = f.InteractionEnded(at=9, interaction="call", outcome=outcome, cause="x", by="contact", bridge="b")
    assert record_of([started, talk, end]).outcome == "answered"


def test_talking_goes_on_when_a_lost_leg_was_replaced() -> None:
    """Else a page that is loaded again in a call would turn the rest of its talk into hold."""
    call: dict[str, Any] = {"interaction": "call", "agent": "anna"}
    bridged: dict[str, Any] = {"leg": "a1", "contact_leg": "leg", "bridge": "bridge"}
    record = record_of(
        [
            f.InteractionStarted(
                at=0, interaction="call", site="paris", entry="main", dialled="3900", caller_ref="ref", party="contact",
                leg="leg", bridge="bridge", language="fr", priority=50, config_version=1,
            ),
            f.OfferMade(
                at=10, **call, offer="o", queue="sales", site="paris", leg="a1", endpoint="d-1", party="p", until=99,
                caller_ref="ref",
            ),
            f.OfferEnded(at=20, **call, offer="o", leg="a1", result="accepted", hang_up_leg=False),
            f.TalkStarted(at=20, **call, **bridged, offer="o", party="p", queue="sales"),
            f.HoldStarted(at=50, **call, **bridged, cause="unreachable", until=99),
            f.LegReplaced(
                at=60, **call, old_leg="a1", new_leg="a2", bridge="bridge", contact_leg="leg", was_held=False
            ),
            f.TalkEnded(at=90, **call, party="p", leg="a2", by="contact", hang_up_leg=True),
        ]
    )  # fmt: skip
    told = [(one.kind, one.started_at, one.ended_at) for one in of_party(record, "p")]
    assert told == [("offer", 10, 20), ("talk", 20, 50), ("hold", 50, 60), ("talk", 60, 90)]
