"""If these fail, a supervisor is shown wrong figures, or acts upon people who are none of their business."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from keryx.core import commands as c
from keryx.core import facts as f
from keryx.core import floor_inputs as fi
from keryx.core import inputs as i
from keryx.core.actions import Level
from keryx.core.directory import Assignment, Directory
from keryx.core.floor import floor_view, queue_waiting_view
from keryx.core.roles import Reach, RoleGrants, Scope
from keryx.core.views import desk_view
from tests.core.acme import BOSS, Play, directory, person
from tests.core.test_talk import talking


def led(reach: Reach = Reach.TEAM, **scope: Any) -> Directory:
    """Alice in team red, Bob in blue; the boss is a lead of team red."""
    role = RoleGrants(
        id="lead",
        name="lead",
        levels={"supervision": Level.MODIFY},
        rights=frozenset({"change_state_of_others"}),
        scope=Scope(reach=reach, **scope),
    )
    people = directory(
        person("alice", Assignment(queue="sales"), team="red", site="paris"),
        person("bob", Assignment(queue="support"), team="blue", site="paris"),
    ).people
    boss = replace(BOSS, role="lead", team="red")
    return Directory(tenant="acme", version=1, people={**people, "boss": boss}, roles={"lead": role})


def test_the_board_shows_where_everybody_is() -> None:
    play, _, me = talking()
    play.ready("bob", "carol")
    play.give(i.TakePause(agent="carol", by="carol", reason="lunch"))
    play.call("3901")
    play.call("3900")
    floor = floor_view(play.centre, None)
    assert floor.totals.states == {"talking": 1, "offered": 1, "paused": 1}
    assert (floor.totals.ringing, floor.totals.talking, floor.totals.in_flow) == (1, 1, 1)
    assert floor.agents["carol"].reason == "Déjeuner"
    assert floor.agents["alice"].interaction == me["interaction"]
    assert floor.queues["sales"].talking == 1
    assert floor.entries["main"].in_flow == 1


def test_a_waiting_contact_says_why_nobody_has_it() -> None:
    play, _, _ = talking()
    leg = play.call("3901")
    waiting = queue_waiting_view(play.centre, "sales", play.now)
    assert waiting is not None
    contact = waiting.contacts[play.of(leg).id]
    assert {one.agent: one.rule for one in contact.agents} == {
        "alice": "talking",
        "bob": "not_signed_in",
        "carol": "not_signed_in",
    }
    mine = desk_view(play.centre, "alice", play.now).ready
    assert [(one.queue, one.rule) for one in mine] == [("sales", "talking")]


def test_a_lead_sees_and_touches_the_own_team_alone() -> None:
    play = Play(people=led())
    play.ready("alice", "bob")
    floor = floor_view(play.centre, "boss")
    assert set(floor.agents) == {"alice"}
    assert set(floor.queues) == {"sales"}
    assert floor.totals.states == {"available": 1}
    before = len(play.facts)
    for request in (
        fi.ChangeState(agent="bob", by="boss", state="paused", reason="lunch"),
        fi.SwitchQueue(agent="bob", by="boss", queue="support", enabled=False),
        fi.SendMessage(agent="boss", by="boss", agents=("alice", "bob"), text="Hello"),
        fi.ChangeState(agent="alice", by="bob", state="available"),
        fi.ChangeState(agent="nobody", by="boss", state="available"),
    ):
        with pytest.raises(i.Refused):
            play.give(request)
    assert len(play.facts) == before, "a refusal changes nothing"
    play.give(fi.ChangeState(agent="alice", by="boss", state="paused", reason="lunch"))
    assert play.agent("alice").state == "paused"


def test_a_lead_of_a_queue_sees_its_contacts_and_agents() -> None:
    play = Play(people=led(Reach.OWN, queues=("support",)))
    play.ready("alice", "bob")
    floor = floor_view(play.centre, "boss")
    assert (set(floor.agents), set(floor.queues)) == ({"bob"}, {"support"})


def test_the_agent_sees_who_changed_the_state() -> None:
    play = Play()
    play.ready("alice")
    play.give(fi.ChangeState(agent="alice", by="boss", state="paused", reason="lunch"))
    view = desk_view(play.centre, "alice", play.now)
    assert (view.state, view.changed_by) == ("paused", "Boss")
    play.give(i.GetReady(agent="alice", by="alice"))
    assert desk_view(play.centre, "alice", play.now).changed_by is None


def test_a_change_of_state_waits_for_the_call_to_end() -> None:
    play, leg, me = talking()
    play.give(fi.ChangeState(agent="alice", by="boss", state="signed_out"))
    asked = desk_view(play.centre, "alice", play.now).asked
    assert asked is not None
    assert (asked.next, asked.by) == ("sign_out", "Boss")
    with pytest.raises(i.Refused):
        play.give(i.TakeBackNext(agent="alice", by="alice"))
    play.leave(leg)
    play.give(i.FinishWrapUp(**me))
    assert play.agent("alice").state is None
    assert play.last(f.AgentSignedOut).by == "boss"


def test_a_supervisor_ends_a_wrap_up_for_the_agent() -> None:
    play, leg, _ = talking()
    play.leave(leg)
    assert play.agent("alice").state == "wrap_up"
    play.give(fi.ChangeState(agent="alice", by="boss", state="available"))
    assert play.agent("alice").state == "available"


def test_a_queue_that_was_turned_off_rings_no_more() -> None:
    play = Play()
    play.ready("alice")
    play.give(fi.SwitchQueue(agent="alice", by="boss", queue="sales", enabled=False))
    leg = play.call("3901")
    assert play.of(leg).offer is None
    assert [one.enabled for one in desk_view(play.centre, "alice", play.now).queues] == [False, True]
    play.take(play.centre.use_directory(directory(version=2), play.now))
    assert play.of(leg).offer is None, "a new directory does not turn it on again"
    play.give(fi.SwitchQueue(agent="alice", by="boss", queue="sales", enabled=True))
    assert play.of(leg).offer is not None
    with pytest.raises(i.Refused):
        play.give(fi.SwitchQueue(agent="alice", by="alice", queue="sales", enabled=False))


def test_a_stuck_contact_is_released_and_the_agent_goes_on() -> None:
    play, leg, me = talking()
    interaction = me["interaction"]
    play.give(fi.ReleaseContact(agent="boss", by="boss", interaction=interaction))
    assert interaction not in play.centre.state.interactions
    assert play.agent("alice").state == "wrap_up"
    assert play.last(f.ContactReleased).by == "boss"
    assert leg in {one.leg for one in play.all(c.HangUp)}


def test_a_message_is_shown_until_it_is_read() -> None:
    play = Play()
    play.ready("alice", "bob")
    play.give(fi.SendMessage(agent="boss", by="boss", agents=("alice", "bob"), text=" Bravo "))
    (message,) = desk_view(play.centre, "alice", play.now).messages
    assert (message.text, message.by) == ("Bravo", "Boss")
    assert b"Bravo" not in b"".join(f.encode_fact(one) for one in play.facts), "words stand in the vault alone"
    play.give(fi.ReadMessage(agent="alice", by="alice", message=message.id))
    assert desk_view(play.centre, "alice", play.now).messages == ()
    assert len(desk_view(play.centre, "bob", play.now).messages) == 1


def test_a_call_for_help_lasts_as_long_as_the_call() -> None:
    play, leg, _ = talking()
    play.give(fi.AskHelp(agent="alice", by="alice", asked=True))
    assert floor_view(play.centre, None).agents["alice"].help_since is not None
    play.leave(leg)
    play.give(fi.ChangeState(agent="alice", by="boss", state="available"))
    assert floor_view(play.centre, None).agents["alice"].help_since is None
