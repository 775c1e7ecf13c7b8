"""If these fail, a restart of the engine or of Asterisk loses callers or leaves agents busy with nobody."""

from __future__ import annotations

from itertools import count

from keryx.core import commands as c
from keryx.core import facts as f
from keryx.core import inputs as i
from keryx.core.centre import Centre
from keryx.core.state import decode_state, encode_state, needed_refs
from tests.core.acme import Play, config
from tests.core.test_talk import talking


def up(leg: str, *, ours: bool = False, state: str = "up", bridge: str | None = None) -> i.LegFound:
    return i.LegFound(leg=leg, interaction=None, bridge=bridge, state=state, ours=ours, dialled="3901")  # type: ignore[arg-type]


def takeover(play: Play, *legs: i.LegFound, after_s: float = 3, instance: str = "one") -> None:
    """The engine dies; another goes on from a snapshot, `after_s` later."""
    assert play.centre.config is not None
    state = decode_state(encode_state(play.centre.state))
    state.personal = dict.fromkeys(needed_refs(state), "from the vault")
    numbers = count(1)
    successor = Centre("acme", lambda: f"new-{next(numbers)}")
    successor.restore(state, play.centre.config, play.centre.directory)
    play.centre = successor
    play.now += int(after_s * 1000)
    play.give(i.LeaderBegan(epoch=2, holder="next"))
    play.give(i.SiteJoined(site="paris", instance=instance, legs=legs))


def test_people_go_on_talking() -> None:
    play, leg, me = talking()
    talk = play.of(leg).talk
    assert talk is not None
    before = len(play.commands)
    takeover(play, up(leg), up(talk.leg, ours=True))
    assert play.commands[before:] == []
    play.give(i.HangUpCall(**me))
    assert play.last(f.InteractionEnded).outcome == "answered"


def test_a_caller_who_left_meanwhile_is_lost_at_the_time_last_known() -> None:
    play = Play()
    play.call("3901")
    known = play.centre.state.last_at
    takeover(play, after_s=30)
    ended = play.last(f.InteractionEnded)
    assert (ended.outcome, ended.ended_at) == ("lost", known)


def test_asterisk_killed_frees_every_agent_at_once() -> None:
    play, _, _ = talking()
    play.give(i.SiteLost(site="paris", cause="connection"))
    lost_at = play.now
    play.wait(2)
    play.give(i.SiteJoined(site="paris", instance="two", legs=()))
    assert not play.centre.state.interactions
    ended = play.last(f.InteractionEnded)
    assert (ended.outcome, ended.ended_at) == ("lost", lost_at)
    assert play.agent("alice").state == "available"
    assert play.agent("alice").endpoints == {}


def test_an_answer_nobody_saw_becomes_a_talk() -> None:
    play = Play()
    play.ready("alice")
    leg = play.call("3901")
    offer = play.of(leg).offer
    assert offer is not None
    takeover(play, up(leg), up(offer.leg, ours=True))
    assert play.of(leg).state == "talking"


def test_unknown_legs_are_adopted_or_ended_after_a_while() -> None:
    play = Play()
    takeover(play, up("inbound"), up("lone", ours=True))
    assert play.of("inbound").wait is not None
    play.wait(30)
    assert [one.leg for one in play.all(c.HangUp)] == ["lone"]


def test_an_unknown_pair_is_left_talking() -> None:
    play = Play()
    takeover(play, up("inbound", bridge="b"), up("mine", ours=True, bridge="b"))
    play.wait(120)
    assert play.of("inbound").recovered
    assert not play.all(c.HangUp)
    play.give(i.LegEnded(leg="inbound", cause="normal"))
    assert [one.leg for one in play.all(c.HangUp)] == ["mine"]


def test_a_step_is_begun_again() -> None:
    play = Play()
    leg = play.call("3900")
    takeover(play, up(leg))
    assert len(play.all(c.PlayTo)) == 2
    play.played(leg)
    play.press(leg, "1")
    assert play.of(leg).choices == ["Ventes"]


def test_nothing_is_offered_at_a_site_that_is_away() -> None:
    play = Play()
    play.call("3901")
    play.give(i.SiteLost(site="paris", cause="connection"))
    play.ready("alice")
    assert not play.all(f.OfferMade)
    play.give(i.SiteJoined(site="paris", instance="one", legs=(up("caller-1"),)))
    assert play.last(f.OfferMade).agent == "alice"


def test_a_site_that_is_away_does_not_hold_up_another() -> None:
    sites = {"lyon": {"displayName": "Lyon"}}
    entries = {"lyon": {"site": "lyon", "numbers": ["4900"], "displayName": "Lyon", "queue": "sales"}}
    play = Play(config(sites=sites, entries=entries))
    play.give(i.SiteJoined(site="lyon", instance="l", legs=()))
    play.call("3901")
    play.give(i.ContactArrived(leg="l-1", site="lyon", dialled="4900", caller=None, caller_e164=None, trunk=None))
    play.give(i.SiteLost(site="paris", cause="connection"))
    play.give(i.PhoneContact(agent="alice", site="lyon", endpoint="d-alice", reachable=True))
    play.ready("alice")
    assert play.last(f.OfferMade).site == "lyon"


def test_what_the_vault_must_give_back() -> None:
    play = Play()
    leg = play.call("3900")
    play.played(leg)
    play.press(leg, "4", "1", "2", "3", "4")
    interaction = play.of(leg)
    assert needed_refs(play.centre.state) == {interaction.caller_ref, interaction.refs["code"]}
