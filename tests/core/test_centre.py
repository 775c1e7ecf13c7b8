"""If these fail, the journal cannot be replayed, or the clock of a new leader rewrites the past."""

from __future__ import annotations

import msgspec
import pytest

from keryx.core import facts as f
from keryx.core import inputs as i
from keryx.core.centre import Centre
from keryx.core.evolve import evolve
from keryx.core.queue_figures import queues_view
from keryx.core.state import (
    AGENT_TRANSITIONS,
    INTERACTION_TRANSITIONS,
    IllegalTransition,
    State,
    decode_state,
    encode_state,
)
from keryx.core.upcast import read_fact
from keryx.core.view import rfc3339
from keryx.core.views import desk_view, encode_view
from tests.core.acme import START, Play, directory
from tests.core.test_talk import talking


def test_a_journal_replays_to_the_same_state() -> None:
    play, leg, me = talking()
    play.give(i.HoldCall(**me, held=True))
    play.call("3900")
    state = State()
    for fact in play.facts:
        evolve(state, f.decode_fact(f.encode_fact(fact)))
    assert encode_state(state) == encode_state(play.centre.state)
    play.leave(leg)


def test_a_snapshot_holds_no_personal_data() -> None:
    play = Play()
    play.call("3901", caller="+33612345678")
    assert "+33612345678" in play.centre.state.personal.values()
    data = encode_state(play.centre.state)
    assert b"612345678" not in data
    assert decode_state(data).personal == {}


def test_an_illegal_fact_raises() -> None:
    play, _, me = talking()
    again = play.last(f.OfferMade)
    with pytest.raises(IllegalTransition):
        evolve(play.centre.state, msgspec.structs.replace(again, interaction=me["interaction"]))


def test_every_state_can_be_reached_and_left() -> None:
    assert set().union(*INTERACTION_TRANSITIONS.values()) | {"arrived"} == set(INTERACTION_TRANSITIONS)
    assert set().union(*AGENT_TRANSITIONS.values()) == set(AGENT_TRANSITIONS)


def test_time_never_goes_back() -> None:
    play = Play()
    play.call("3901")
    outcome = play.centre.handle(i.SignIn(agent="alice", by="alice", phone="browser"), START - 60_000)
    assert all(fact.at >= START for fact in outcome.facts)


def test_people_may_be_known_before_the_first_config() -> None:
    centre = Centre("acme", lambda: "id")
    assert centre.use_directory(directory(), START).facts == (f.DirectoryActivated(at=START, version=1),)
    with pytest.raises(RuntimeError):
        centre.handle(i.Due(), START)


def test_old_facts_are_read_as_they_mean_today() -> None:
    renamed = {"site.joined": lambda old: old | {"fact": "site.up"}, "site.noise": lambda _: None}
    assert read_fact(b'{"fact":"site.joined","at":1,"site":"p","instance":"x"}', renamed) == f.SiteUp(
        at=1, site="p", instance="x"
    )
    assert read_fact(b'{"fact":"site.noise","at":1}', renamed) is None
    with pytest.raises(msgspec.ValidationError):
        read_fact(b'{"fact":"never.heard.of","at":1}')


def test_the_desk_shows_who_calls_and_then_the_call() -> None:
    play = Play()
    play.ready("alice")
    leg = play.call("3901")
    offer = desk_view(play.centre, "alice", play.now).offer
    assert offer is not None
    assert (offer.caller_number, offer.queue_name, offer.entry_name) == ("+33612345678", "Sales", "Direct")
    play.answer(leg)
    current = desk_view(play.centre, "alice", play.now).current
    assert current is not None
    assert (current.recording, current.may_pause_recording, current.held) == ("on", True, False)
    play.leave(leg)
    wrap_up = desk_view(play.centre, "alice", play.now).wrap_up
    assert wrap_up is not None
    assert (wrap_up.extensions_left, wrap_up.caller_number) == (2, "+33612345678")
    assert b'"wrapUp":{' in encode_view(desk_view(play.centre, "alice", play.now))


def test_a_board_never_shows_a_talking_agent_as_available() -> None:
    play, _, _ = talking()
    sales = queues_view(play.centre, play.now).queues["sales"]
    assert (sales.agents_available, sales.talking, sales.agents_signed_in, sales.waiting) == (0, 1, 1, 0)


def test_a_desk_of_one_who_is_not_signed_in() -> None:
    view = desk_view(Play().centre, "bob", START)
    assert (view.signed_in, view.state, view.offer) == (False, None, None)
    assert rfc3339(START) == "2026-09-21T14:13:20.000Z"
