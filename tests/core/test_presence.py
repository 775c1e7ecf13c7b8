"""If these fail, a page reload loses a call, a caller talks to nobody, or an agent is blamed for a dead browser."""

from __future__ import annotations

import pytest

from keryx.core import commands as c
from keryx.core import facts as f
from keryx.core import inputs as i
from tests.core.acme import Play, directory, person
from tests.core.test_talk import talking


def gone(agent: str) -> i.DeskGone:
    return i.DeskGone(agent=agent, by="engine")


def seen(agent: str) -> i.DeskSeen:
    return i.DeskSeen(agent=agent, by=agent)


def test_a_reload_within_the_grace_keeps_the_call() -> None:
    play, leg, _ = talking()
    talk = play.of(leg).talk
    assert talk is not None
    old = talk.leg
    play.give(gone("alice"))
    assert play.last(c.Hold).contact_leg == leg
    play.give(i.LegEnded(leg=old, cause="normal"))
    play.wait(4)
    play.give(seen("alice"))
    play.give(i.PhoneContact(agent="alice", site="paris", endpoint="d-new", reachable=True))
    called = play.last(c.CallAgent)
    assert (called.endpoint, called.auto_answer) == ("d-new", True)
    play.give(i.LegAnswered(leg=called.leg))
    assert play.last(c.Join).leg == called.leg
    assert play.of(leg).state == "talking"
    assert play.last(c.HangUp).leg == old
    assert play.last(f.RecordingStarted).leg == called.leg
    play.wait(60)
    assert play.of(leg).state == "talking"


def test_a_call_held_before_the_reload_is_held_after_it() -> None:
    play, leg, me = talking()
    play.give(i.HoldCall(**me, held=True))
    play.give(gone("alice"))
    play.give(seen("alice"))
    play.give(i.LegAnswered(leg=play.last(c.CallAgent).leg))
    assert play.last(f.LegReplaced).was_held
    assert play.of(leg).state == "held"
    play.give(i.HoldCall(**me, held=False))
    assert play.of(leg).state == "talking"


def test_after_the_grace_the_caller_is_at_the_head_of_the_same_queue() -> None:
    play, leg, _ = talking()
    play.call("3901")
    play.give(gone("alice"))
    play.wait(20)
    assert play.agent("alice").state == "unreachable"
    entered = play.last(f.QueueEntered)
    assert (entered.queue, entered.cause, entered.ahead) == ("sales", "returned", True)
    play.ready("bob")
    assert play.of(leg).offer is not None


def test_a_leg_that_dies_under_a_living_desk_is_called_again() -> None:
    play, leg, _ = talking()
    talk = play.of(leg).talk
    assert talk is not None
    play.give(i.LegEnded(leg=talk.leg, cause="media_timeout"))
    assert play.of(leg).state == "held"
    assert play.last(c.CallAgent).auto_answer
    play.give(i.LegAnswered(leg=play.last(c.CallAgent).leg))
    assert play.of(leg).state == "talking"


def test_the_caller_leaves_while_the_agent_is_away() -> None:
    play, leg, _ = talking()
    play.give(gone("alice"))
    play.leave(leg)
    assert play.agent("alice").state == "wrap_up"
    play.wait(60)
    assert play.agent("alice").state == "unreachable"


def test_a_desk_that_vanishes_while_it_rings_is_a_technical_miss() -> None:
    play = Play(people=directory(person("alice"), person("bob")))
    play.ready("alice", "bob")
    leg = play.call("3901")
    play.give(gone("alice"))
    assert play.last(f.OfferMade).agent == "bob"
    assert [one.result for one in play.all(f.OfferEnded)] == ["technical"]
    assert play.agent("alice").state == "available"
    play.wait(20)
    assert play.agent("alice").state == "unreachable"
    assert play.of(leg).wait is not None


def test_back_after_unreachable_the_agent_says_ready_itself() -> None:
    play = Play()
    play.ready("alice")
    play.give(gone("alice"))
    play.wait(20)
    with pytest.raises(i.Refused):
        play.give(i.GetReady(agent="alice", by="alice"))
    play.give(seen("alice"))
    assert play.agent("alice").state == "paused"
    play.give(i.GetReady(agent="alice", by="alice"))
    assert play.agent("alice").state == "available"


def test_a_desk_phone_needs_no_desk() -> None:
    play, leg, _ = talking(phone="sip")
    play.give(seen("alice"))
    play.give(gone("alice"))
    play.wait(60)
    assert play.of(leg).state == "talking"
