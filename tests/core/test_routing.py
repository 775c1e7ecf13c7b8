"""If these fail, the wrong agent rings, or nobody can say why an agent did not."""

from __future__ import annotations

from keryx.core import facts as f
from keryx.core import inputs as i
from keryx.core.directory import Assignment, Person
from tests.core.acme import Play, config, directory, person


def level(name: str, level_: int, wait_threshold_s: int = 0) -> Person:
    return person(name, Assignment(queue="sales", level=level_, wait_threshold_s=wait_threshold_s))


def test_the_highest_level_then_the_longest_idle() -> None:
    play = Play(people=directory(level("alice", 50), level("bob", 80), level("carol", 80)))
    play.ready("alice", "carol", "bob")
    rang = [play.of(play.call("3901")).offer for _ in range(3)]
    assert [one.agent for one in rang if one] == ["carol", "bob", "alice"]


def test_priority_then_arrival_decide_who_is_next() -> None:
    entries = {
        "vip": {"site": "paris", "numbers": ["3999"], "displayName": "VIP", "queue": "sales", "priority": 90},
    }
    play = Play(config(entries=entries))
    first, second, vip = play.call("3901"), play.call("3901"), play.call("3999")
    served = []
    play.ready("alice")
    for _ in range(3):
        leg = next(one for one in (first, second, vip) if one not in served and play.of(one).offer)
        served.append(leg)
        interaction = play.of(leg).id
        play.answer(leg)
        play.give(i.HangUpCall(agent="alice", by="alice", interaction=interaction))
        play.give(i.FinishWrapUp(agent="alice", by="alice", interaction=interaction))
    assert served == [vip, first, second]


def test_one_order_across_queues() -> None:
    play = Play()
    support = play.call("3900")
    play.played(support)
    play.press(support, "2")
    play.now += 1000
    play.call("3901")
    play.ready("alice")
    assert play.of(support).offer is not None


def test_skills_exclude_and_the_reason_is_written() -> None:
    play = Play()
    play.ready("alice", "carol")
    leg = play.call("3900")
    play.played(leg)
    play.press(leg, "4", "1", "2", "#")
    decision = play.last(f.RoutingDecided)
    assert decision.chosen == "carol"
    assert {one.agent: one.excluded_by for one in decision.considered} == {
        "carol": None,
        "alice": "skill",
        "bob": "not_signed_in",
    }
    assert next(one.detail for one in decision.considered if one.agent == "alice") == "english 0 < 5"


def test_why_nobody_fits_is_written_once() -> None:
    play = Play()
    leg = play.call("3901")
    play.give(i.SiteJoined(site="paris", instance="one", legs=(i.LegFound(leg, None, None, "up", False),)))
    unmet = [one for one in play.all(f.RoutingDecided) if one.chosen is None]
    assert len(unmet) == 1
    assert {one.excluded_by for one in unmet[0].considered} == {"not_signed_in"}


def test_a_wait_threshold_keeps_an_agent_back_until_then() -> None:
    play = Play(people=directory(level("alice", 50, wait_threshold_s=20)))
    play.ready("alice")
    leg = play.call("3901")
    assert play.of(leg).offer is None
    assert play.last(f.RoutingDecided).considered[0].excluded_by == "wait_threshold"
    play.wait(20)
    assert play.of(leg).offer is not None


def test_a_large_centre_lists_few_and_counts_the_rest() -> None:
    play = Play(people=directory(*(person(f"a{n:03}") for n in range(100))))
    play.ready("a000")
    play.call("3901")
    decision = play.last(f.RoutingDecided)
    assert len(decision.considered) <= 20
    assert len(decision.considered) + sum(decision.left_out.values()) == 100


def test_a_changed_assignment_is_live_at_once() -> None:
    play = Play(people=directory(person("alice", Assignment(queue="support"))))
    play.ready("alice")
    leg = play.call("3901")
    assert play.of(leg).offer is None
    play.take(play.centre.use_directory(directory(person("alice"), version=2), play.now))
    assert play.of(leg).offer is not None


def test_a_deactivated_agent_is_signed_out_and_its_ringing_call_goes_on() -> None:
    play = Play(people=directory(person("alice"), person("bob")))
    play.ready("alice", "bob")
    leg = play.call("3901")
    play.take(play.centre.use_directory(directory(person("alice", active=False), person("bob"), version=2), play.now))
    assert play.agent("alice").state is None
    offer = play.of(leg).offer
    assert offer is not None
    assert offer.agent == "bob"
