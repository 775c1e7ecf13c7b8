"""If these fail, a missed call is blamed on the wrong one, a caller loses its place, or two agents ring for one."""

from __future__ import annotations

import pytest

from keryx.core import commands as c
from keryx.core import facts as f
from keryx.core import inputs as i
from tests.core.acme import Play, directory, person


def test_who_does_not_answer_is_set_aside_and_the_call_keeps_its_place() -> None:
    play = Play(people=directory(person("alice"), person("bob")))
    play.ready("alice")
    leg = play.call("3901")
    entered = play.of(leg).wait
    play.wait(20)
    assert play.last(f.OfferEnded).result == "no_answer"
    assert play.last(c.HangUp).cause == "no_answer"
    assert play.agent("alice").state == "not_answering"
    after = play.of(leg).wait
    assert entered is not None
    assert after is not None
    assert after.entered_at == entered.entered_at
    play.ready("bob")
    offer = play.of(leg).offer
    assert offer is not None
    assert offer.agent == "bob"
    play.give(i.GetReady(agent="alice", by="alice"))
    assert play.agent("alice").state == "available"


@pytest.mark.parametrize("cause", ["failed", "unreachable", "media_timeout"])
def test_a_technical_failure_is_not_held_against_the_agent(cause: str) -> None:
    play = Play(people=directory(person("alice")))
    play.ready("alice")
    leg = play.call("3901")
    offer = play.of(leg).offer
    assert offer is not None
    play.give(i.LegEnded(leg=offer.leg, cause=cause))
    assert play.last(f.OfferEnded).result == "technical"
    assert play.agent("alice").state == "available"
    assert play.of(leg).offer is None
    play.wait(5)
    assert play.of(leg).offer is not None


def test_a_phone_that_fails_again_and_again_is_unreachable_until_it_registers() -> None:
    play = Play(people=directory(person("alice")))
    play.ready("alice")
    leg = play.call("3901")
    for _ in range(3):
        offer = play.of(leg).offer
        assert offer is not None
        play.give(i.LegEnded(leg=offer.leg, cause="failed"))
        play.wait(5)
    assert play.agent("alice").state == "unreachable"
    play.give(i.PhoneContact(agent="alice", site="paris", endpoint="d-new", reachable=True))
    assert play.agent("alice").state in ("available", "offered")


def test_a_declined_call_goes_to_the_next() -> None:
    play = Play(people=directory(person("alice"), person("bob")))
    play.ready("alice", "bob")
    leg = play.call("3901")
    offer = play.of(leg).offer
    assert offer is not None
    play.give(i.DeclineOffer(agent="alice", by="alice", offer=offer.offer))
    assert play.agent("alice").state == "not_answering"
    again = play.of(leg).offer
    assert again is not None
    assert again.agent == "bob"
    with pytest.raises(i.Refused, match="not open"):
        play.give(i.DeclineOffer(agent="alice", by="alice", offer=offer.offer))


@pytest.mark.parametrize("answer_first", [True, False])
def test_the_caller_leaves_at_the_very_moment_of_answer(answer_first: bool) -> None:
    play = Play(people=directory(person("alice")))
    play.ready("alice")
    leg = play.call("3901")
    offer = play.of(leg).offer
    assert offer is not None
    events: list[i.Input] = [i.LegAnswered(leg=offer.leg), i.LegEnded(leg=leg, cause="cancelled")]
    for event in events if answer_first else reversed(events):
        play.give(event)
    assert not play.centre.state.interactions
    assert offer.leg in [one.leg for one in play.all(c.HangUp)]
    assert play.last(f.InteractionEnded).outcome == ("answered" if answer_first else "abandoned")
    assert play.agent("alice").state == ("wrap_up" if answer_first else "available")


def test_an_agent_who_answers_stops_the_announcement_first() -> None:
    play = Play()
    leg = play.call("3901")
    play.wait(5)
    playing = play.last(c.PlayTo).playback
    play.ready("alice")
    play.answer(leg)
    assert play.last(c.Join).stop_playback == playing


def test_an_agent_can_ask_for_a_pause_while_it_rings_and_talks() -> None:
    play = Play(people=directory(person("alice")))
    play.ready("alice")
    leg = play.call("3901")
    play.answer(leg)
    play.give(i.TakePause(agent="alice", by="alice", reason="lunch"))
    play.leave(leg)
    assert play.agent("alice").state == "wrap_up"
    play.wait(30)
    assert (play.agent("alice").state, play.agent("alice").reason) == ("paused", "lunch")
