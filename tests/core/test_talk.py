"""If these fail, an agent cannot work a call: hold, mute, keys, transfer, recording, wrap-up."""

from __future__ import annotations

from typing import Any

import pytest

from keryx.core import commands as c
from keryx.core import facts as f
from keryx.core import inputs as i
from tests.core.acme import Play, config, directory, person


def talking(play: Play | None = None, agent: str = "alice", **sign_in: Any) -> tuple[Play, str, dict[str, Any]]:
    """A play in which `agent` talks; the contact's leg; what requests of the agent name."""
    play = play or Play()
    play.ready(agent, **sign_in)
    leg = play.call("3901")
    play.answer(leg)
    return play, leg, {"agent": agent, "by": agent, "interaction": play.of(leg).id}


def test_hold_mute_and_keys() -> None:
    play, leg, me = talking()
    play.give(i.HoldCall(**me, held=True))
    assert play.last(c.Hold).contact_leg == leg
    play.give(i.HoldCall(**me, held=True))
    assert len(play.all(c.Hold)) == 1
    play.give(i.HoldCall(**me, held=False))
    assert play.last(c.Unhold).contact_leg == leg
    play.give(i.MuteCall(**me, muted=True))
    assert play.last(c.Mute).muted
    play.give(i.SendKeysRequest(**me, digits="12#"))
    assert play.centre.state.personal[play.last(c.SendKeys).digits_ref] == "12#"
    with pytest.raises(i.Refused):
        play.give(i.SendKeysRequest(**me, digits="12 rue"))


def test_only_the_own_call_can_be_worked() -> None:
    play, _, me = talking()
    play.ready("bob")
    before = len(play.facts)
    for request in (
        i.HangUpCall(agent="bob", by="bob", interaction=me["interaction"]),
        i.HoldCall(agent="bob", by="bob", interaction=me["interaction"], held=True),
        i.GiveDisposition(agent="bob", by="bob", interaction=me["interaction"], code="sold"),
        i.TransferCall(agent="alice", by="alice", interaction="gone", to_queue="support"),
        i.TransferCall(**me),
        i.TransferCall(**me, to_queue="nowhere"),
    ):
        with pytest.raises(i.Refused):
            play.give(request)
    assert len(play.facts) == before


def test_the_agent_hangs_up() -> None:
    play, leg, me = talking()
    play.give(i.HangUpCall(**me))
    assert {one.leg for one in play.all(c.HangUp)} == {leg, play.last(f.TalkEnded).leg}
    assert play.last(f.InteractionEnded).by == "agent"
    assert play.agent("alice").state == "wrap_up"


def test_a_desk_phone_hangs_up_and_holds_by_itself() -> None:
    play, leg, _ = talking(phone="sip")
    talk = play.of(leg).talk
    assert talk is not None
    play.give(i.PhoneHeld(leg=talk.leg, held=True))
    assert play.last(f.HoldStarted).cause == "phone"
    play.give(i.LegEnded(leg=talk.leg, cause="normal"))
    assert play.last(f.InteractionEnded).by == "agent"
    assert [one.leg for one in play.all(c.HangUp)] == [leg]


def test_transfer_to_a_queue_frees_the_agent_and_offers_the_next() -> None:
    play, leg, me = talking()
    play.ready("bob")
    play.give(i.TransferCall(**me, to_queue="support"))
    assert play.agent("alice").state == "wrap_up"
    assert play.agent("bob").state == "offered"
    play.answer(leg)
    assert play.of(leg).queues == ["sales", "support"]
    play.leave(leg)
    assert play.last(f.InteractionEnded).outcome == "answered"


def test_transfer_to_an_agent_who_does_not_answer_returns_to_the_head() -> None:
    play, leg, me = talking()
    with pytest.raises(i.Refused):
        play.give(i.TransferCall(**me, to_agent="bob"))
    play.ready("bob")
    play.give(i.TransferCall(**me, to_agent="bob"))
    offer = play.last(f.OfferMade)
    assert (offer.agent, offer.queue, offer.direct_from) == ("bob", None, "alice")
    assert play.all(c.StartMusic)[-1].leg == leg
    play.wait(20)
    wait = play.of(leg).wait
    assert wait is not None
    assert wait.ahead


def test_who_gets_a_call_from_another_agent_gives_the_dispositions_of_its_queue() -> None:
    play, leg, me = talking()
    play.ready("bob")
    play.give(i.TransferCall(**me, to_agent="bob"))
    play.answer(leg)
    play.give(i.GiveDisposition(**me | {"agent": "bob", "by": "bob"}, code="sold"))
    assert play.last(f.DispositionGiven).agent == "bob"


def test_recording_follows_the_legs_of_a_transferred_call() -> None:
    play, leg, me = talking(Play(config(queues={"support": {"displayName": "Support", "recordingPolicy": "all"}})))
    play.ready("bob")
    play.give(i.TransferCall(**me, to_queue="support"))
    play.answer(leg)
    tracks = play.all(f.RecordingStarted)
    assert [one.role for one in tracks] == ["contact", "agent", "agent"]
    assert len({one.leg for one in tracks}) == 3
    play.leave(leg)
    assert len(play.all(f.RecordingStopped)) == 3


def test_the_agent_pauses_the_recording_for_card_data() -> None:
    play, _, me = talking()
    play.give(i.PauseRecordingRequest(**me, paused=True))
    assert [one.paused for one in play.all(c.PauseRecording)] == [True, True]
    play.give(i.PauseRecordingRequest(**me, paused=False))
    assert [one.paused for one in play.all(c.PauseRecording)][2:] == [False, False]


def test_recording_on_demand_begins_when_the_agent_says() -> None:
    play, _, me = talking(Play(config(recordingPolicies={"all": {"mode": "onDemand"}})))
    assert not play.all(c.Record)
    play.give(i.PauseRecordingRequest(**me, paused=False))
    assert len(play.all(c.Record)) == 2


def test_a_recording_that_is_not_the_agents_cannot_be_paused() -> None:
    play, _, me = talking(Play(config(recordingPolicies={"all": {"mode": "always", "agentMayPause": False}})))
    with pytest.raises(i.Refused):
        play.give(i.PauseRecordingRequest(**me, paused=True))


def test_the_server_keeps_the_wrap_up_and_an_extension_adds_to_it() -> None:
    play, leg, me = talking()
    play.leave(leg)
    play.wait(29)
    play.give(i.ExtendWrapUp(**me))
    play.wait(30)
    assert play.agent("alice").state == "wrap_up"
    play.wait(1)
    assert play.agent("alice").state == "available"


def test_extensions_run_out() -> None:
    play, leg, me = talking()
    play.leave(leg)
    for _ in range(2):
        play.give(i.ExtendWrapUp(**me))
    with pytest.raises(i.Refused):
        play.give(i.ExtendWrapUp(**me))


def test_a_required_disposition_is_asked_for_but_never_blocks_for_ever() -> None:
    play, leg, me = talking(Play(config(settings={"dispositionsRequired": True})))
    play.leave(leg)
    with pytest.raises(i.Refused, match="disposition"):
        play.give(i.FinishWrapUp(**me))
    play.wait(30)
    assert play.agent("alice").state == "available"


def test_a_disposition_can_be_corrected_and_its_comment_is_personal() -> None:
    play, leg, me = talking()
    play.give(i.GiveDisposition(**me, code="sold", comment="Madame Durand"))
    play.leave(leg)
    play.wait(30)
    play.give(i.GiveDisposition(**me, code="sold"))
    assert len(play.all(f.DispositionGiven)) == 2
    assert not any(b"Durand" in f.encode_fact(fact) for fact in play.facts)
    with pytest.raises(i.Refused):
        play.give(i.GiveDisposition(**me, code="invented"))


def test_no_wrap_up_means_none() -> None:
    play = Play(people=directory(person("alice")))
    play.ready("alice")
    leg = play.call("3900")
    play.played(leg)
    play.press(leg, "2")
    play.answer(leg)
    play.leave(leg)
    assert play.agent("alice").state == "available"


def test_limits_refuse_with_a_record() -> None:
    entries = {"main": {"site": "paris", "numbers": ["3900"], "displayName": "M", "queue": "sales", "linesLimit": 1}}
    play = Play(config(entries=entries))
    play.call("3900")
    play.call("3900")
    assert (play.last(f.InteractionRejected).cause, play.last(c.RejectLeg).sip_code) == ("lines_limit", 486)
    play.call("0000")
    assert (play.last(f.InteractionRejected).cause, play.last(c.RejectLeg).sip_code) == ("unknown_number", 404)
