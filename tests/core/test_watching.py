"""If these fail, a supervisor is heard by whom they should not be, or a call is lost in their hands."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from keryx.core import commands as c
from keryx.core import facts as f
from keryx.core import inputs as i
from keryx.core import watch_inputs as wi
from keryx.core.directory import Directory
from keryx.core.floor import floor_view
from keryx.core.ledger import project
from keryx.core.views import desk_view
from tests.core.acme import BOSS, Play, config, directory
from tests.core.test_talk import talking


def watched(mode: Any = "listen") -> tuple[Play, str, dict[str, Any]]:
    """Alice talks, the boss is in her call."""
    play, leg, me = talking()
    play.ready("boss")
    play.give(wi.WatchCall(agent="alice", by="boss", mode=mode))
    play.give(i.LegAnswered(leg=play.last(c.CallAgent).leg))
    return play, leg, me


def test_who_listens_is_paused_and_unseen_by_the_agent() -> None:
    play, _, me = watched()
    called = play.last(c.CallAgent)
    assert (called.agent, called.auto_answer, called.endpoint) == ("boss", True, "d-boss")
    joined = play.last(c.Watch)
    assert (joined.mode, joined.leg, joined.agent_leg) == ("listen", called.leg, play.last(f.TalkStarted).leg)
    boss = desk_view(play.centre, "boss", play.now)
    assert boss.state == "paused"
    assert boss.watching is not None
    assert (boss.watching.agent_name, boss.watching.interaction) == ("Alice", me["interaction"])
    alice = desk_view(play.centre, "alice", play.now).current
    assert alice is not None
    assert alice.watchers == ()
    assert floor_view(play.centre, None).agents["alice"].watched_by == ("Boss",)
    with pytest.raises(i.Refused):
        play.give(i.GetReady(agent="boss", by="boss"))
    assert play.all(f.RecordingStarted)[-1].leg != called.leg, "a supervisor's words are not recorded"


def test_the_agent_sees_who_speaks_in() -> None:
    play, _, _ = watched()
    play.give(wi.WatchCall(agent="alice", by="boss", mode="whisper"))
    assert play.last(c.Watch).mode == "whisper"
    alice = desk_view(play.centre, "alice", play.now).current
    assert alice is not None
    assert [(one.name, one.mode) for one in alice.watchers] == [("Boss", "whisper")]
    play.give(wi.WatchCall(agent="alice", by="boss", mode="join"))
    assert play.last(c.Watch).mode == "join"


def test_a_whisper_follows_the_agent_to_the_new_leg() -> None:
    play, leg, _ = watched("whisper")
    play.give(i.DeskGone(agent="alice", by="engine"))
    play.give(i.DeskSeen(agent="alice", by="alice"))
    talk = play.of(leg).talk
    assert talk is not None
    new_leg = talk.new_leg
    assert new_leg is not None
    play.give(i.LegAnswered(leg=new_leg))
    assert (play.last(c.Watch).mode, play.last(c.Watch).agent_leg) == ("whisper", new_leg)


def test_the_watch_ends_with_the_talk_and_by_the_supervisors_own_hand() -> None:
    play, leg, _ = watched()
    play.leave(leg)
    assert play.last(f.WatchEnded).cause == "talk_ended"
    assert play.last(f.WatchEnded).leg in {one.leg for one in play.all(c.HangUp)}
    assert play.agent("boss").watching is None
    play, leg, _ = watched()
    play.give(wi.StopWatching(agent="boss", by="boss"))
    assert play.of(leg).state == "talking"
    play.give(i.GetReady(agent="boss", by="boss"))
    assert play.agent("boss").state == "available"


def test_a_phone_that_does_not_answer_is_given_up() -> None:
    play, leg, _ = talking()
    play.ready("boss")
    play.give(wi.WatchCall(agent="alice", by="boss", mode="listen"))
    play.wait(20)
    assert play.last(f.WatchEnded).cause == "no_answer"
    assert play.of(leg).state == "talking"


@pytest.mark.parametrize("held", [False, True])
def test_the_supervisor_takes_over_and_the_agent_wraps_up(held: bool) -> None:
    play, leg, me = watched("whisper")
    if held:
        play.give(i.HoldCall(**me, held=True))
    supervisors = play.last(c.Watch).leg
    play.give(wi.TakeOverCall(agent="alice", by="boss"))
    assert (play.agent("alice").state, play.agent("boss").state) == ("wrap_up", "talking")
    assert desk_view(play.centre, "alice", play.now).changed_by == "Boss"
    interaction = play.of(leg)
    assert interaction.state == "talking"
    assert interaction.talk is not None
    assert (interaction.talk.agent, interaction.talk.leg) == ("boss", supervisors)
    assert (play.last(c.Watch).mode, play.last(f.RecordingStarted).leg) == ("join", supervisors)
    assert supervisors not in {one.leg for one in play.all(c.HangUp)}
    play.now += 5_000
    play.give(i.HangUpCall(agent="boss", by="boss", interaction=interaction.id))
    assert play.agent("boss").state == "wrap_up"
    record = None
    for seq, fact in enumerate(play.facts):
        record = project(record, f.Recorded(1, seq, fact))
    assert record is not None
    talks = [(one.agent, one.cause) for one in record.segments if one.role == "agent" and one.kind == "talk"]
    assert talks[-1] == ("boss", "taken_over")


def test_each_mode_takes_its_own_right_over_this_agent() -> None:
    lead = replace(BOSS, role="agent")
    people = {**directory().people, "boss": lead}
    play, _, _ = talking(Play(people=Directory(tenant="acme", version=1, people=people)))
    play.ready("boss")
    for mode in ("listen", "whisper", "join"):
        with pytest.raises(i.Refused, match="may not"):
            play.give(wi.WatchCall(agent="alice", by="boss", mode=mode))


def test_only_who_is_free_and_reachable_comes_in() -> None:
    play, _, _ = talking()
    with pytest.raises(i.Refused):
        play.give(wi.WatchCall(agent="alice", by="boss", mode="listen"))
    play.ready("boss")
    with pytest.raises(i.Refused):
        play.give(wi.TakeOverCall(agent="alice", by="boss"))
    with pytest.raises(i.Refused):
        play.give(wi.WatchCall(agent="bob", by="boss", mode="listen"))


def test_a_supervisor_starts_and_stops_the_recording() -> None:
    """What a supervisor stopped the agent cannot let go on; and what the policy forbids stays unrecorded."""
    play, leg, me = talking()
    play.give(i.PauseRecordingRequest(**me, paused=True))
    play.give(wi.RecordCall(agent="alice", by="boss", recorded=False))
    play.give(i.PauseRecordingRequest(**me, paused=False))
    assert {track.paused for track in play.of(leg).tracks.values()} == {"supervisor"}
    assert floor_view(play.centre, None).agents["alice"].recording == "paused"
    play.give(wi.RecordCall(agent="alice", by="boss", recorded=True))
    assert floor_view(play.centre, None).agents["alice"].recording == "on"


def test_a_call_of_no_policy_is_recorded_when_a_supervisor_wants_it() -> None:
    play, leg, _ = talking(Play(config(queues={"sales": {"displayName": "Sales", "wrapUpSeconds": 30}})))
    assert play.of(leg).tracks == {}
    play.give(wi.RecordCall(agent="alice", by="boss", recorded=True))
    assert {track.role for track in play.of(leg).tracks.values()} == {"contact", "agent"}


def test_a_forbidden_recording_is_nobodys_to_start() -> None:
    play, leg, _ = talking(Play(config(recordingPolicies={"all": {"mode": "never"}})))
    with pytest.raises(i.Refused, match="forbids"):
        play.give(wi.RecordCall(agent="alice", by="boss", recorded=True))
    assert play.of(leg).tracks == {}
