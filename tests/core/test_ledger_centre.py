"""The ledger held against the real core: whatever people, phones and luck do, the records add up."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from keryx.core import facts as f
from keryx.core import inputs as i
from keryx.core.ledger import AgentInterval, AgentRecord, InteractionRecord, project, project_agent
from tests.core.acme import Play

AGENTS = ("alice", "bob", "carol")
Draw = Callable[[st.SearchStrategy[Any]], Any]


class Day:
    """A day at the centre, drawn action by action."""

    def __init__(self, draw: Draw) -> None:
        self.draw = draw
        self.play = Play()
        self.instance = 1

    def act(self) -> None:
        """One thing happens. What is not legal now is refused, as on any day."""
        self.play.wait(self.draw(st.sampled_from([0, 0, 0.3, 2, 15, 40])))
        action = self.draw(st.sampled_from(ACTIONS))
        with suppress(i.Refused):
            action(self)

    def end(self) -> None:
        """Everybody goes home."""
        self.asterisk_dies()
        self.play.wait(600)
        for agent in AGENTS:
            with suppress(i.Refused):
                self.play.give(i.SignOut(agent=agent, by=agent))

    # --- what happens ---

    def someone_calls(self) -> None:
        self.play.call(self.draw(st.sampled_from(["3901", "3901", "3901", "3900", "3999"])))

    def a_caller_does(self) -> None:
        waiting = [one.leg for one in self.play.centre.state.interactions.values()]
        if not waiting:
            return
        leg = self.draw(st.sampled_from(waiting))
        what = self.draw(st.sampled_from(["heard", "key", "leaves"]))
        if what == "leaves":
            self.play.leave(leg)
        elif what == "key":
            self.play.press(leg, self.draw(st.sampled_from("123450")))
        else:
            with suppress(AssertionError):  # nothing is playing
                self.play.played(leg)

    def a_phone_is_answered(self) -> None:
        legs = [one.offer.leg for one in self.play.centre.state.interactions.values() if one.offer]
        legs += [one.outside.leg for one in self.play.centre.state.interactions.values() if one.outside]
        if legs:
            self.play.give(i.LegAnswered(leg=self.draw(st.sampled_from(legs))))

    def an_agents_leg_ends(self) -> None:
        legs = [one.talk.leg for one in self.play.centre.state.interactions.values() if one.talk]
        legs += [one.offer.leg for one in self.play.centre.state.interactions.values() if one.offer]
        if legs:
            cause = self.draw(st.sampled_from(["normal", "busy", "media_timeout"]))
            self.play.give(i.LegEnded(leg=self.draw(st.sampled_from(legs)), cause=cause))

    def an_agent_comes(self) -> None:
        self.play.ready(self.draw(st.sampled_from(AGENTS)))

    def an_agent_asks(self) -> None:
        agent = self.draw(st.sampled_from(AGENTS))
        self.play.give(self.draw(st.sampled_from(REQUESTS))(agent))

    def an_agent_talking_asks(self) -> None:
        talks = [(one.id, one.talk.agent) for one in self.play.centre.state.interactions.values() if one.talk]
        if talks:
            interaction, agent = self.draw(st.sampled_from(talks))
            self.play.give(self.draw(st.sampled_from(IN_TALK))(interaction, agent))

    def an_agent_in_wrap_up_asks(self) -> None:
        agent = self.draw(st.sampled_from(AGENTS))
        ended = [fact.interaction for fact in self.play.facts if isinstance(fact, f.TalkEnded) and fact.agent == agent]
        if ended:
            kind = self.draw(st.sampled_from([i.FinishWrapUp, i.ExtendWrapUp]))
            self.play.give(kind(agent=agent, by=agent, interaction=ended[-1]))

    def asterisk_dies(self) -> None:
        """Its calls are gone since some seconds when that is seen."""
        self.play.give(i.SiteLost(site="paris", cause="killed"))
        self.play.wait(self.draw(st.sampled_from([0, 3])))
        self.instance += 1
        self.play.give(i.SiteJoined(site="paris", instance=str(self.instance), legs=()))

    def a_new_config(self) -> None:
        centre = self.play.centre
        assert centre.config is not None
        version = centre.state.config_version + 1
        self.play.take(centre.use_config(centre.config, version, f"h{version}", self.play.now))


ACTIONS = [
    *[Day.someone_calls, Day.an_agent_in_wrap_up_asks] * 3,
    *[Day.a_phone_is_answered, Day.an_agent_talking_asks] * 5,
    *[Day.a_caller_does, Day.an_agent_comes] * 2,
    Day.an_agent_asks,
    Day.an_agents_leg_ends,
    Day.asterisk_dies,
    Day.a_new_config,
]
REQUESTS: list[Callable[[str], i.Input]] = [
    lambda agent: i.GetReady(agent=agent, by=agent),
    lambda agent: i.TakePause(agent=agent, by=agent, reason="lunch"),
    lambda agent: i.SignOut(agent=agent, by=agent),
    lambda agent: i.DeskGone(agent=agent, by=agent),
    lambda agent: i.DeskSeen(agent=agent, by=agent),
]
IN_TALK: list[Callable[[str, str], i.Input]] = [
    lambda call, agent: i.HangUpCall(agent=agent, by=agent, interaction=call),
    lambda call, agent: i.HoldCall(agent=agent, by=agent, interaction=call, held=True),
    lambda call, agent: i.HoldCall(agent=agent, by=agent, interaction=call, held=False),
    lambda call, agent: i.TransferCall(agent=agent, by=agent, interaction=call, to_queue="support"),
    lambda call, agent: i.TransferCall(agent=agent, by=agent, interaction=call, to_agent="carol"),
    lambda call, agent: i.GiveDisposition(agent=agent, by=agent, interaction=call, code="sold"),
    lambda call, agent: i.PauseRecordingRequest(agent=agent, by=agent, interaction=call, paused=True),
]


@st.composite
def days(draw: Draw) -> list[f.AnyFact]:
    day = Day(draw)
    day.play.ready(*AGENTS)
    for _ in range(draw(st.integers(10, 80))):
        day.act()
    day.end()
    return day.play.facts


def records(facts: list[f.AnyFact]) -> dict[str, InteractionRecord]:
    """Every interaction's record, each given all facts of the day."""
    found: dict[str, InteractionRecord] = {}
    live = 0
    for seq, fact in enumerate(facts, start=1):
        recorded = f.Recorded(epoch=1, seq=seq, fact=fact)
        live = fact.version if isinstance(fact, f.ConfigActivated) else live
        for interaction, record in found.items():
            projected = project(record, recorded, live)
            assert projected is not None
            found[interaction] = projected
        if isinstance(fact, f.InteractionStarted | f.InteractionRejected):
            first = project(None, recorded, live)
            assert first is not None
            found[fact.interaction] = first
    return found


@settings(max_examples=60, deadline=None)
@given(days())
def test_every_record_adds_up(facts: list[f.AnyFact]) -> None:
    """Each party's time in one unbroken line, the contact's as long as the call; nothing left open; outcomes agree."""
    for record in records(facts).values():
        assert record.ended_at is not None
        assert record.settled, record
        if record.outcome == "rejected" and record.party is None:
            continue
        contact = [one for one in record.segments if one.role == "contact"]
        edges = [record.started_at, *(one.ended_at for one in contact)]
        assert [one.started_at for one in contact] == edges[:-1]
        assert edges[-1] == record.ended_at
        for party in {one.party for one in record.segments}:
            of_party = [one for one in record.segments if one.party == party]
            assert all(before.ended_at == after.started_at for before, after in itertools.pairwise(of_party)), of_party
        assert (record.answered_at is not None) == (record.outcome == "answered") or record.outcome == "lost"
        assert all(one.ended_at is not None and one.ended_at <= record.ended_at for one in record.tracks)
        assert all(one.result is not None for one in record.offers)


@settings(max_examples=60, deadline=None)
@given(days())
def test_both_sides_tell_the_same_talk(facts: list[f.AnyFact]) -> None:
    for record in records(facts).values():
        for kind in ("talk", "hold"):
            told = {
                role: sum(one.milliseconds for one in record.segments if one.role == role and one.kind == kind)
                for role in ("contact", "agent")
            }
            assert told["contact"] == told["agent"], (kind, record.segments)


@settings(max_examples=60, deadline=None)
@given(days())
def test_every_login_is_partitioned(facts: list[f.AnyFact]) -> None:
    """Paid time: from signing in to signing out, every millisecond in exactly one state."""
    for agent in AGENTS:
        record, intervals = AgentRecord(), list[AgentInterval]()
        for seq, fact in enumerate(facts, start=1):
            if getattr(fact, "agent", None) == agent:
                record = project_agent(record, f.Recorded(epoch=1, seq=seq, fact=fact))
                intervals += record.closed
        assert record.current is None
        ins = [fact for fact in facts if isinstance(fact, f.AgentSignedIn) and fact.agent == agent]
        outs = [fact for fact in facts if isinstance(fact, f.AgentSignedOut) and fact.agent == agent]
        for begun, ended in zip(ins, outs, strict=True):
            mine = [one for one in intervals if one.login == begun.login]
            edges = [begun.at, *(one.ended_at for one in mine)]
            assert [one.started_at for one in mine] == edges[:-1]
            assert edges[-1] == ended.at
