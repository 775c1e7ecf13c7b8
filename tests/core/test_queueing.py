"""If these fail, callers wait where nobody comes, lose their place, or are sent where no rule says."""

from __future__ import annotations

from typing import Any

import pytest

from keryx.core import commands as c
from keryx.core import facts as f
from keryx.core import inputs as i
from keryx.core.directory import Assignment
from tests.core.acme import Play, config, directory, person

SCHEDULE: dict[str, Any] = {"never": {"weekly": []}}


def sales(**fields: Any) -> Any:
    return config(queues={"sales": {"displayName": "Sales", **fields}}, schedules=SCHEDULE)


def test_out_of_hours_the_closed_message_is_heard_and_the_call_ends() -> None:
    play = Play(
        config(
            schedules=SCHEDULE,
            entries={
                "main": {
                    "site": "paris",
                    "numbers": ["3900"],
                    "displayName": "Main",
                    "queue": "sales",
                    "schedule": "never",
                    "closed": {"text": "Nous sommes fermés"},
                }
            },
        )
    )
    leg = play.call("3900")
    assert play.last(c.AnswerContact).leg == leg
    play.played(leg)
    assert play.last(f.InteractionEnded).outcome == "closed"


@pytest.mark.parametrize(
    ("action", "outcome"),
    [
        ({"announcement": {"text": "Personne"}}, "overflowed"),
        ({"hangUp": True}, "overflowed"),
        ({"queue": "support"}, None),
    ],
)
def test_nobody_logged_in(action: dict[str, Any], outcome: str | None) -> None:
    play = Play(sales(overflow={"nobodyLoggedIn": action}))
    leg = play.call("3901")
    if "announcement" in action:
        play.played(leg)
    if outcome is None:
        wait = play.of(leg).wait
        assert wait is not None
        assert (wait.queue, wait.from_queue) == ("support", "sales")
    else:
        assert play.last(f.InteractionEnded).outcome == outcome


def test_when_the_last_agent_leaves_the_rule_for_nobody_holds_for_who_waits() -> None:
    play = Play(sales(overflow={"nobodyLoggedIn": {"queue": "support"}}))
    play.ready("alice")
    play.give(i.TakePause(agent="alice", by="alice", reason="lunch"))
    leg = play.call("3901")
    assert play.of(leg).queues == ["sales"]
    play.give(i.SignOut(agent="alice", by="alice"))
    assert play.of(leg).queues == ["sales", "support"]


def test_waiting_too_long_goes_on_with_the_time_already_waited() -> None:
    play = Play(sales(overflow={"waitingSeconds": {"after": 60, "then": {"queue": "support"}}}))
    leg = play.call("3901")
    began = play.now
    play.wait(61)
    wait = play.of(leg).wait
    assert wait is not None
    assert (wait.queue, wait.entered_at) == ("support", began)


def test_too_many_waiting_and_full() -> None:
    play = Play(sales(overflow={"waitingCount": {"over": 1, "then": {"announcement": {"text": "Trop"}}}}))
    first, second, third = (play.call("3901") for _ in range(3))
    assert play.of(first).wait
    assert play.of(second).wait
    assert play.of(third).wait is None


def test_rules_that_point_at_each_other_end() -> None:
    nobody = {"nobodyLoggedIn": {"queue": "support"}}
    back = {"nobodyLoggedIn": {"queue": "sales"}}
    play = Play(
        config(
            queues={
                "sales": {"displayName": "S", "overflow": nobody},
                "support": {"displayName": "T", "overflow": back},
            }
        )
    )
    play.call("3901")
    assert play.last(f.InteractionEnded).outcome == "overflowed"


def test_a_removed_queue_sends_its_contacts_by_its_last_rule() -> None:
    play = Play(sales(overflow={"waitingSeconds": {"after": 600, "then": {"queue": "support"}}}))
    leg = play.call("3901")
    without = config(entries={"direct": {"site": "paris", "numbers": ["3901"], "displayName": "D", "queue": "support"}})
    without = without.model_copy(update={"queues": {"support": without.queues["support"]}})
    play.take(play.centre.use_config(without, 2, "h2", play.now))
    assert play.of(leg).queues == ["sales", "support"]
    assert play.last(f.QueueLeft).cause == "queue_removed"


def test_position_and_expected_wait_are_told_and_music_goes_on() -> None:
    play = Play()
    first, second = play.call("3901"), play.call("3901")
    play.wait(5)
    assert [one.position for one in play.all(f.WaitAnnounced)] == [1, 2]
    play.played(first)
    assert play.last(c.StartMusic).leg == first
    play.played(second)
    play.wait(30)
    assert len(play.all(f.WaitAnnounced)) == 4


def test_the_expected_wait_is_known_after_the_first_calls() -> None:
    play = Play(people=directory(person("alice")))
    play.ready("alice")
    leg = play.call("3901")
    play.answer(leg)
    play.wait(90)
    play.leave(leg)
    play.call("3901")
    play.wait(5)
    assert play.last(f.WaitAnnounced).expected_ms == 120_000


def test_a_contact_is_told_once_that_it_is_recorded() -> None:
    play = Play(config(recordingPolicies={"all": {"mode": "always", "announce": {"text": "Vous êtes enregistré"}}}))
    play.ready("alice")
    leg = play.call("3901")
    assert play.agent("alice").state == "available"
    play.played(leg)
    assert play.agent("alice").state == "offered"


def test_the_percentage_recorded_is_kept() -> None:
    play = Play(
        config(recordingPolicies={"all": {"mode": "always", "percent": 0}}),
        directory(person("alice", Assignment(queue="sales"))),
    )
    play.ready("alice")
    leg = play.call("3901")
    play.answer(leg)
    assert not play.all(f.RecordingStarted)
