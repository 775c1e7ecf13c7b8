"""A centre driven by whatever may happen, in any order. If this fails, somewhere a caller is forgotten or an agent is
stuck busy.

The world here is hostile: late events of dead legs, answers that cross hang-ups, callers who leave at the very moment
of answer, desks and phones that come and go, configs that lose a queue, sites that are cut off, leaders that die.
After each step the invariants below must hold; at the end everybody leaves, and nothing may remain.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count, pairwise
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from keryx.core import commands as c
from keryx.core import facts as f
from keryx.core import floor_inputs as fi
from keryx.core import inputs as i
from keryx.core import watch_inputs as wi
from keryx.core.assigned import assigned as queues_of
from keryx.core.board import Board, order_of, why_not_free
from keryx.core.centre import Centre
from keryx.core.deadlines import Deadlines
from keryx.core.directory import Assignment
from keryx.core.evolve import evolve
from keryx.core.floor import floor_view, queue_waiting_view
from keryx.core.ledger import project
from keryx.core.react import react
from keryx.core.state import Interaction, State, decode_state, encode_state
from tests.core.acme import START, config, directory, person

AGENTS = ("alice", "bob", "carol")
CAUSES = ("normal", "busy", "no_answer", "unreachable", "cancelled", "media_timeout", "failed")
CONFIGS = {
    "usual": config(),
    "strict": config(
        settings={"dispositionsRequired": True},
        queues={
            "sales": {
                "displayName": "Sales",
                "dispositionSet": "calls",
                "overflow": {
                    "nobodyLoggedIn": {"announcement": {"text": "Personne"}},
                    "waitingSeconds": {"after": 40, "then": {"queue": "support"}},
                    "waitingCount": {"over": 3, "then": {"flow": "welcome"}},
                },
            }
        },
    ),
    "without sales": config(
        entries={"direct": {"site": "paris", "numbers": ["3901"], "displayName": "Direct", "queue": "support"}},
    ).model_copy(update={"queues": {"support": config().queues["support"]}}),
}
DIRECTORIES = (
    directory(version=2),
    directory(person("alice"), person("bob", active=False), person("carol"), version=3),
    directory(
        person("alice", Assignment(queue="sales", level=90, wait_threshold_s=10), skills={"english": 9}),
        person("bob", Assignment(queue="support", enabled=False), Assignment(queue="sales")),
        version=4,
    ),
)


ALIVE: dict[str, Callable[[Interaction], bool]] = {
    "in_flow": lambda one: one.position is not None and not one.position.finished and one.position.until is not None,
    "waiting": lambda one: one.wait is not None,
    "offered": lambda one: one.offer is not None,
    "talking": lambda one: one.talk is not None and one.talk.leg_up,
    "held": lambda one: one.talk is not None and (one.talk.leg_up or one.talk.grace_until is not None),
    "outside": lambda one: one.outside is not None,
}
"""What keeps an interaction going, by state; `arrived` and `ended` never last beyond a turn."""


def ids() -> Any:
    numbers = count(1)
    return lambda: f"id-{next(numbers):06}"


class World(RuleBasedStateMachine):
    """Two centres given the same, and a third state made from the journal alone."""

    @initialize()
    def open(self) -> None:
        self.now = START
        self.centre, self.twin = Centre("acme", ids()), Centre("acme", ids())
        self.replayed = State()
        self.journal: list[f.AnyFact] = []
        self.up: dict[str, bool] = {}  # leg -> whether it is ours
        self.ringing: set[str] = set()
        self.dead: list[str] = []
        self.playbacks: list[str] = []
        self.site_up = True
        self.version = 1
        self.legs = count(1)
        self._change_config("usual")
        self._both(lambda centre: centre.use_directory(directory(), self.now))
        self.give(i.SiteJoined(site="paris", instance="one", legs=()))
        for agent in (*AGENTS[:2], "boss"):
            self._sign_in(agent)

    # --- hands ---

    def _both(self, act: Any) -> None:
        refusals: list[str | None] = []
        outcomes = []
        for centre in (self.centre, self.twin):
            try:
                outcomes.append(act(centre))
                refusals.append(None)
            except i.Refused as refusal:
                refusals.append(refusal.code)
        assert refusals[0] == refusals[1]
        if refusals[0] is not None:
            return
        assert outcomes[0].fault is None
        assert outcomes[0] == outcomes[1], "the same input must be decided alike"
        self._happen(outcomes[0].facts)

    def _happen(self, facts: tuple[f.AnyFact, ...]) -> None:
        for fact in facts:
            self.journal.append(fact)
            evolve(self.replayed, f.decode_fact(f.encode_fact(fact)))
            commands = react(fact, self.centre.state)
            assert commands == react(f.decode_fact(f.encode_fact(fact)), self.centre.state)
            for command in commands:
                self._obey(command)
            if isinstance(fact, f.OfferMade):
                self._nobody_is_passed_over(fact)

    def _obey(self, command: c.AnyCommand) -> None:
        if isinstance(command, c.CallAgent | c.CallOutside):
            self.up[command.leg] = True
            self.ringing.add(command.leg)
        elif isinstance(command, c.HangUp | c.RejectLeg):
            self._gone(command.leg)
        elif isinstance(command, c.PlayTo):
            self.playbacks.append(command.playback)

    def _gone(self, leg: str) -> None:
        self.ringing.discard(leg)
        if self.up.pop(leg, None) is not None:
            self.dead.append(leg)

    def give(self, given: i.Input) -> None:
        self._both(lambda centre: centre.handle(given, self.now))

    def _change_config(self, name: str) -> None:
        self._both(lambda centre: centre.use_config(CONFIGS[name], self.version, name, self.now))
        self.version += 1

    def _sign_in(self, agent: str, phone: Any = "browser") -> None:
        self.give(i.DeskSeen(agent=agent, by=agent))
        self.give(i.PhoneContact(agent=agent, site="paris", endpoint=f"d-{agent}", reachable=True))
        self.give(i.SignIn(agent=agent, by=agent, phone=phone))
        self.give(i.GetReady(agent=agent, by=agent))

    def _contacts(self) -> list[str]:
        return [leg for leg, ours in self.up.items() if not ours]

    def _ours(self) -> list[str]:
        return [leg for leg, ours in self.up.items() if ours]

    # --- callers ---

    @precondition(lambda self: len(self.up) < 12)
    @rule(dialled=st.sampled_from(("3900", "3901", "3901", "0000")), twice=st.booleans())
    def call(self, dialled: str, twice: bool) -> None:
        leg = f"c{next(self.legs)}"
        self.up[leg] = False
        arrived = i.ContactArrived(
            leg=leg, site="paris", dialled=dialled, caller=None, caller_e164=None, trunk="carrier"
        )
        self.give(arrived)
        if twice and leg in self.up:
            self.give(arrived)

    @precondition(lambda self: self._contacts())
    @rule(data=st.data(), cause=st.sampled_from(CAUSES))
    def caller_leaves(self, data: Any, cause: str) -> None:
        leg = data.draw(st.sampled_from(self._contacts()))
        self._gone(leg)
        self.give(i.LegEnded(leg=leg, cause=cause))

    @precondition(lambda self: self._contacts())
    @rule(data=st.data(), digit=st.sampled_from("1234#9"))
    def key(self, data: Any, digit: str) -> None:
        self.give(i.KeyPressed(leg=data.draw(st.sampled_from(self._contacts())), digit=digit))

    @precondition(lambda self: self.playbacks)
    @rule(data=st.data(), failed=st.booleans())
    def playback_ends(self, data: Any, failed: bool) -> None:
        self.give(i.PlaybackEnded(playback=data.draw(st.sampled_from(self.playbacks[-6:])), failed=failed))

    # --- legs of ours ---

    @precondition(lambda self: self.ringing)
    @rule(data=st.data())
    def answer(self, data: Any) -> None:
        leg = data.draw(st.sampled_from(sorted(self.ringing)))
        self.ringing.discard(leg)
        self.give(i.LegAnswered(leg=leg))

    @precondition(lambda self: self.ringing and self._contacts())
    @rule(data=st.data())
    def caller_leaves_at_the_moment_of_answer(self, data: Any) -> None:
        answered = data.draw(st.sampled_from(sorted(self.ringing)))
        leaving = data.draw(st.sampled_from(self._contacts()))
        self.ringing.discard(answered)
        self._gone(leaving)
        events = [i.LegAnswered(leg=answered), i.LegEnded(leg=leaving, cause="cancelled")]
        for event in data.draw(st.permutations(events)):
            self.give(event)

    @precondition(lambda self: self._ours())
    @rule(data=st.data(), cause=st.sampled_from(CAUSES))
    def our_leg_ends(self, data: Any, cause: str) -> None:
        leg = data.draw(st.sampled_from(self._ours()))
        self._gone(leg)
        self.give(i.LegEnded(leg=leg, cause=cause))

    @precondition(lambda self: self.dead)
    @rule(data=st.data(), answered=st.booleans())
    def late_event(self, data: Any, answered: bool) -> None:
        leg = data.draw(st.sampled_from(self.dead[-8:]))
        self.give(i.LegAnswered(leg=leg) if answered else i.LegEnded(leg=leg, cause="normal"))
        self.give(i.KeyPressed(leg=leg, digit="1"))
        self.give(i.PhoneHeld(leg=leg, held=True))

    # --- agents ---

    @rule(agent=st.sampled_from(AGENTS), phone=st.sampled_from(("browser", "sip")))
    def sign_in(self, agent: str, phone: Any) -> None:
        self._sign_in(agent, phone)

    @rule(
        agent=st.sampled_from(AGENTS),
        what=st.sampled_from(("out", "ready", "pause", "seen", "gone", "phone", "no phone", "new phone")),
    )
    def agent_does(self, agent: str, what: str) -> None:
        endpoint = f"d-{agent}"
        requests: dict[str, i.Input] = {
            "out": i.SignOut(agent=agent, by=agent),
            "ready": i.GetReady(agent=agent, by=agent),
            "pause": i.TakePause(agent=agent, by=agent, reason="lunch"),
            "seen": i.DeskSeen(agent=agent, by=agent),
            "gone": i.DeskGone(agent=agent, by="engine"),
            "phone": i.PhoneContact(agent=agent, site="paris", endpoint=endpoint, reachable=True),
            "no phone": i.PhoneContact(agent=agent, site="paris", endpoint=endpoint, reachable=False),
            "new phone": i.PhoneContact(agent=agent, site="paris", endpoint=f"{endpoint}-2", reachable=True),
        }
        self.give(requests[what])

    @precondition(lambda self: any(one.interaction for one in self.centre.state.agents.values()))
    @rule(
        data=st.data(),
        what=st.sampled_from(("decline", "hang up", "hold", "mute", "keys", "queue", "agent", "record", "code")),
        on=st.booleans(),
    )
    def agent_in_call_does(self, data: Any, what: str, on: bool) -> None:
        busy = sorted(one.id for one in self.centre.state.agents.values() if one.interaction)
        agent = data.draw(st.sampled_from(busy))
        call = self.centre.state.agents[agent].interaction or ""
        offer = self.centre.state.interactions[call].offer
        who: Any = {"agent": agent, "by": agent, "interaction": call}
        requests: dict[str, i.Input] = {
            "decline": i.DeclineOffer(agent=agent, by=agent, offer=offer.offer if offer else "none"),
            "hang up": i.HangUpCall(**who),
            "hold": i.HoldCall(**who, held=on),
            "mute": i.MuteCall(**who, muted=on),
            "keys": i.SendKeysRequest(**who, digits="12#"),
            "queue": i.TransferCall(**who, to_queue="support" if on else "sales"),
            "agent": i.TransferCall(**who, to_agent=data.draw(st.sampled_from(AGENTS))),
            "record": i.PauseRecordingRequest(**who, paused=on),
            "code": i.GiveDisposition(**who, code="sold", comment="fine"),
        }
        self.give(requests[what])

    @rule(
        agent=st.sampled_from(AGENTS),
        what=st.sampled_from(("available", "pause", "out", "on", "off", "message", "help", "no help", "take back")),
        data=st.data(),
    )
    def supervisor_does(self, agent: str, what: str, data: Any) -> None:
        who: Any = {"agent": agent, "by": "boss"}
        requests: dict[str, i.Input] = {
            "available": fi.ChangeState(**who, state="available"),
            "pause": fi.ChangeState(**who, state="paused", reason="lunch"),
            "out": fi.ChangeState(**who, state="signed_out"),
            "on": fi.SwitchQueue(**who, queue="sales", enabled=True),
            "off": fi.SwitchQueue(**who, queue="sales", enabled=False),
            "message": fi.SendMessage(agent="boss", by="boss", agents=AGENTS[:2], text="Well done"),
            "help": fi.AskHelp(agent=agent, by=agent, asked=True),
            "no help": fi.AskHelp(agent=agent, by=agent, asked=False),
            "take back": i.TakeBackNext(agent=agent, by=agent),
        }
        self.give(requests[what])

    @rule(
        agent=st.sampled_from(AGENTS),
        what=st.sampled_from(("listen", "whisper", "join", "take over", "stop", "out", "wrap up")),
    )
    def supervisor_watches(self, agent: str, what: str) -> None:
        requests: dict[str, i.Input] = {
            "listen": wi.WatchCall(agent=agent, by="boss", mode="listen"),
            "whisper": wi.WatchCall(agent=agent, by="boss", mode="whisper"),
            "join": wi.WatchCall(agent=agent, by="boss", mode="join"),
            "take over": wi.TakeOverCall(agent=agent, by="boss"),
            "stop": wi.StopWatching(agent="boss", by="boss"),
            "out": i.SignOut(agent="boss", by="boss"),
            "wrap up": i.GetReady(agent="boss", by="boss"),
        }
        if self.centre.state.agents["boss"].state is None:
            self._sign_in("boss")
        self.give(requests[what])

    @precondition(lambda self: self.centre.state.interactions)
    @rule(data=st.data())
    def supervisor_releases(self, data: Any) -> None:
        stuck = data.draw(st.sampled_from(sorted(self.centre.state.interactions)))
        self.give(fi.ReleaseContact(agent="boss", by="boss", interaction=stuck))

    @precondition(lambda self: any(one.wrap_up for one in self.centre.state.agents.values()))
    @rule(data=st.data(), what=st.sampled_from(("finish", "extend", "code")))
    def wrap_up(self, data: Any, what: str) -> None:
        agent = data.draw(st.sampled_from(sorted(one.id for one in self.centre.state.agents.values() if one.wrap_up)))
        wrap_up = self.centre.state.agents[agent].wrap_up
        assert wrap_up is not None
        who: Any = {"agent": agent, "by": agent, "interaction": wrap_up.interaction}
        requests: dict[str, i.Input] = {
            "finish": i.FinishWrapUp(**who),
            "extend": i.ExtendWrapUp(**who),
            "code": i.GiveDisposition(**who, code="sold"),
        }
        self.give(requests[what])

    # --- the world ---

    @rule(seconds=st.sampled_from((0.2, 1, 6, 12, 25, 45)))
    def time_passes(self, seconds: float) -> None:
        self._wait(int(seconds * 1000))

    def _wait(self, ms: int) -> None:
        until = self.now + ms
        for _ in range(500):
            due = self.centre.next_deadline()
            if due is None or due > until:
                break
            self.now = max(self.now, due)
            self.give(i.Due())
        else:
            raise AssertionError("deadlines do not come to an end")
        self.now = until

    @rule(name=st.sampled_from(sorted(CONFIGS)))
    def new_config(self, name: str) -> None:
        self._change_config(name)

    @rule(which=st.sampled_from(DIRECTORIES))
    def new_directory(self, which: Any) -> None:
        self._both(lambda centre: centre.use_directory(which, self.now))

    @precondition(lambda self: self.site_up)
    @rule()
    def site_lost(self) -> None:
        self.site_up = False
        self.give(i.SiteLost(site="paris", cause="connection"))

    @rule(restarted=st.integers(0, 9))
    def site_joined(self, restarted: int) -> None:
        self.site_up = True
        if restarted == 0:
            for leg in list(self.up):
                self._gone(leg)
        self.give(i.SiteJoined(site="paris", instance=str(restarted), legs=self._found()))

    def _found(self) -> tuple[i.LegFound, ...]:
        return tuple(
            i.LegFound(
                leg=leg,
                interaction=None,
                bridge=None,
                state="ringing" if leg in self.ringing else "up",
                ours=ours,
                dialled="3901",
            )
            for leg, ours in self.up.items()
        )

    @rule(data=st.data())
    def leader_dies(self, data: Any) -> None:
        """A new leader reads snapshot and tail; meanwhile some legs ended and some were answered, unseen."""
        for leg in data.draw(st.lists(st.sampled_from(sorted(self.up)), max_size=2, unique=True)) if self.up else []:
            self._gone(leg)
        self.ringing -= set(sorted(self.ringing)[:1])
        self.centre, self.twin = self._successor(self.centre), self._successor(self.twin)
        self.give(i.LeaderBegan(epoch=2, holder="next"))
        self.site_up = True
        self.give(i.SiteJoined(site="paris", instance="one", legs=self._found()))
        self._wait(0)

    def _successor(self, centre: Centre) -> Centre:
        state = decode_state(encode_state(centre.state))
        assert centre.config is not None
        successor = Centre("acme", centre._ids)
        successor.restore(state, centre.config, centre.directory)
        return successor

    # --- invariants ---

    @invariant()
    def agents_are_where_interactions_say(self) -> None:
        """Nothing is offered to two agents, no agent has two, nobody is busy without a call."""
        tied: dict[str, list[str]] = {}
        for one in self._interactions():
            for holder, state in ((one.offer, "offered"), (one.talk, "talking")):
                if holder is not None:
                    tied.setdefault(holder.agent, []).append(state)
            assert one.offer is None or one.talk is None
        for agent in self.centre.state.agents.values():
            mine = tied.get(agent.id, [])
            assert len(mine) == agent.load.get("voice", 0) <= 1
            assert (agent.state in ("offered", "talking")) == bool(mine)
            assert not mine or agent.state == mine[0]
            assert (agent.state == "wrap_up") == (agent.wrap_up is not None)

    @invariant()
    def who_watches_is_in_a_talk_and_nowhere_else(self) -> None:
        """No supervisor listens to an empty line, and none is offered a call meanwhile."""
        watching = {}
        for one in self._interactions():
            assert not one.watches or one.talk is not None
            for supervisor, watch in one.watches.items():
                assert supervisor not in watching
                watching[supervisor] = one.id
                assert self.centre.state.legs[watch.leg] == one.id
        for agent in self.centre.state.agents.values():
            assert agent.watching == watching.get(agent.id)
            assert agent.watching is None or agent.state in ("paused", "unreachable")

    @invariant()
    def nothing_is_forgotten(self) -> None:
        """Each interaction has something that goes on by itself or a person who is there."""
        for one in self._interactions():
            check = ALIVE[one.state]
            assert check(one), one
            assert self.centre.state.legs[one.leg] == one.id
            assert one.leg in self.up or not self.site_up

    @invariant()
    def a_replay_gives_the_same(self) -> None:
        assert encode_state(self.replayed) == encode_state(self.centre.state)

    @invariant()
    def the_board_is_what_it_would_be_rebuilt(self) -> None:
        fresh = Board()
        fresh.rebuild(self.centre.state, self.centre.directory, self.now)
        assert +self.centre.board.calls == +fresh.calls
        assert self.centre.board.signed_in == fresh.signed_in
        for name, queue in self.centre.board.queues.items():
            other = fresh.queue(name)
            assert queue.waiting == other.waiting
            assert +queue.standing == +other.standing
            assert queue.by_level == other.by_level
            for key, bucket in other.buckets.items():
                assert queue.buckets[key].waiting == bucket.waiting
                assert queue.buckets[key].free == bucket.free

    @invariant()
    def the_floor_adds_up(self) -> None:
        """No agent and no contact is shown twice or nowhere, and the records agree with the board."""
        floor = floor_view(self.centre, None)
        states = self.centre.state
        assert sum(floor.totals.states.values()) == floor.totals.agents == len(floor.agents)
        assert floor.totals.agents == sum(one.state is not None for one in states.agents.values())
        for one in (floor.totals, *floor.queues.values(), *floor.entries.values()):
            assert one.waiting + one.ringing + one.talking == one.contacts
        assert floor.totals.contacts + floor.totals.in_flow == len(states.interactions)
        talking = sum(agent.state == "talking" for agent in floor.agents.values())
        assert floor.totals.talking == talking, "who talks is not shown as free"
        for name in floor.queues:
            waiting = queue_waiting_view(self.centre, name, self.now)
            assert waiting is not None
            assert len(waiting.contacts) == min(waiting.waiting, 20)

    @invariant()
    def deadlines_are_all_known(self) -> None:
        fresh = Deadlines()
        fresh.rebuild(self.centre.state, self.now)
        expected, known = fresh.next(), self.centre.next_deadline()
        assert expected is None or expected <= self.now or (known is not None and known <= expected)

    @invariant()
    def nobody_waits_whom_a_free_agent_could_take(self) -> None:
        if not self.site_up or self.centre.config is None:
            return
        for one in self._interactions():
            if one.state == "waiting" and one.wait is not None:
                for agent in self.centre.state.agents.values():
                    assert not self._fits(one, agent.id), (one, agent)

    def _fits(self, one: Interaction, agent_id: str) -> bool:
        agent, who = self.centre.state.agents[agent_id], self.centre.directory.people.get(agent_id)
        wait = one.wait
        if who is None or not who.active or wait is None or why_not_free(agent, self.now) is not None:
            return False
        assigned = next((q for q in queues_of(who, agent) if q.queue == wait.queue and q.enabled), None)
        skilled = all(who.skills.get(skill, -1) >= least for skill, least in one.minima.items())
        waited = self.centre.state.last_at - wait.entered_at
        return (
            assigned is not None
            and skilled
            and one.site in agent.endpoints
            and waited >= assigned.wait_threshold_s * 1000
        )

    def _nobody_is_passed_over(self, made: f.OfferMade) -> None:
        """Order is kept: no one with the same needs in the same queue was before."""
        chosen = self.centre.state.interactions.get(made.interaction)
        if made.queue is None or chosen is None or chosen.wait is None or chosen.offer is None:
            return
        for other in self._interactions():
            if (
                other.state == "waiting"
                and other.wait is not None
                and other.wait.queue == made.queue
                and other.minima == chosen.minima
            ):
                assert order_of(chosen, chosen.wait) < order_of(other, other.wait)

    def _interactions(self) -> list[Interaction]:
        return list(self.centre.state.interactions.values())

    def teardown(self) -> None:
        """Everybody leaves: nothing may remain, and every record is whole."""
        if not hasattr(self, "centre"):
            return
        if not self.site_up:
            self.site_joined(5)
        for leg in self._contacts():
            self._gone(leg)
            self.give(i.LegEnded(leg=leg, cause="normal"))
        self._wait(3_600_000)
        state = self.centre.state
        assert not state.interactions
        assert not state.legs
        assert not state.playbacks
        assert not state.strays
        assert all(agent.state not in ("offered", "talking", "wrap_up") for agent in state.agents.values())
        assert self.centre.next_deadline() is None
        assert {leg for leg in self.up if not leg.startswith("c")} == set(), "a leg of ours was left up"
        self._records_are_whole()

    def _records_are_whole(self) -> None:
        for interaction in {fact.interaction for fact in self.journal if isinstance(fact, f.InteractionStarted)}:
            record = None
            for seq, fact in enumerate(self.journal):
                record = (
                    project(record, f.Recorded(1, seq, fact))
                    if record or getattr(fact, "interaction", None) == interaction
                    else None
                )
            assert record is not None
            assert record.ended_at is not None
            assert record.outcome is not None
            contact = [one for one in record.segments if one.role == "contact"]
            for before, after in pairwise(contact):
                assert before.ended_at == after.started_at
            assert sum(one.milliseconds for one in contact) == record.ended_at - record.started_at
            assert all(track.ended_at is not None for track in record.tracks)


World.TestCase.settings = settings(
    max_examples=100,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
)
TestWorld = World.TestCase
