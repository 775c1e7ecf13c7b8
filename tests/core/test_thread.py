"""One call from end to end: if this fails, nobody can be served at all."""

from __future__ import annotations

from keryx.core import commands as c
from keryx.core import facts as f
from keryx.core import inputs as i
from tests.core.acme import Play


def test_a_call_from_welcome_to_disposition() -> None:
    play = Play()
    play.ready("alice")
    leg = play.call("3900")
    assert play.last(c.AnswerContact).leg == leg
    play.played(leg)
    play.press(leg, "1")
    assert play.of(leg).choices == ["Ventes"]
    assert play.last(c.CallAgent).agent == "alice"
    assert play.agent("alice").state == "offered"

    interaction = play.of(leg).id
    play.answer(leg)
    assert play.last(c.Join).other_leg == leg
    assert play.agent("alice").state == "talking"
    assert [one.role for one in play.all(f.RecordingStarted)] == ["contact", "agent"]

    play.wait(60)
    play.leave(leg)
    ended = play.last(f.InteractionEnded)
    assert (ended.outcome, ended.by) == ("answered", "contact")
    assert play.agent("alice").state == "wrap_up"
    play.give(i.GiveDisposition(agent="alice", by="alice", interaction=interaction, code="sold", comment="ok"))
    play.give(i.FinishWrapUp(agent="alice", by="alice", interaction=interaction))
    assert play.agent("alice").state == "available"
    assert not play.centre.state.interactions
    assert not play.centre.state.legs


def test_a_key_pressed_during_the_welcome_is_the_menus() -> None:
    """Callers who know the centre press at once; losing the key would make them wait for the menu to give up on them."""
    play = Play()
    play.ready("alice")
    leg = play.call("3900")
    play.press(leg, "1")
    assert play.of(leg).choices == ["Ventes"]
    assert play.last(c.CallAgent).agent == "alice"
