"""The centre: one tenant's call centre, deciding. No socket, no clock, no dice: inputs and the time come in, facts go
out.

    centre = Centre("acme", ids)
    centre.use_config(config, version, hash, now)
    outcome = centre.handle(ContactArrived(...), now)      # facts to journal, personal values for the vault
    for fact in outcome.facts: commands += react(fact, centre.state)
    wake_me_at(centre.next_deadline())                     # then centre.handle(Due(), now)

What an input does is found by a table, one module a subject.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from keryx.core import (
    agents,
    arrival,
    changes,
    flow,
    inputs,
    joining,
    legs,
    offers,
    outside,
    presence,
    queueing,
    recording,
    routing,
    supervision,
    talk,
    watches,
    watching,
    wrapup,
)
from keryx.core import facts as f
from keryx.core import floor_inputs as fi
from keryx.core import watch_inputs as wi
from keryx.core.board import Board
from keryx.core.deadlines import Deadlines
from keryx.core.directory import Directory
from keryx.core.evolve import evolve
from keryx.core.state import State
from keryx.core.turn import Turn
from keryx.crds.config import TenantConfig

MAX_DUE_A_TURN = 500
"""So much that became due is decided in one turn; the rest in the next, which is due at once."""


class Outcome(msgspec.Struct, frozen=True):
    """What was decided: facts in order, and personal values that go to the vault with them."""

    facts: tuple[f.AnyFact, ...] = ()
    personal: tuple[inputs.Personal, ...] = ()
    fault: Exception | None = None
    """A fault of the core met after these facts: they have happened and must be journaled all the same."""


class Centre:
    """`ids` gives fresh UUIDv7s. `state` may be read by anybody and is changed only in here."""

    def __init__(self, tenant_id: str, ids: Callable[[], str]) -> None:
        self.tenant_id = tenant_id
        self.state = State()
        self.config: TenantConfig | None = None
        self.directory = Directory(tenant=tenant_id, version=0)
        self.board = Board()
        self._ids = ids
        self._configs: dict[int, TenantConfig] = {}
        self._deadlines = Deadlines()
        self._numbers: dict[tuple[str, str], str] = {}

    def use_config(self, config: TenantConfig, version: int, hash: str, now: int) -> Outcome:  # noqa: A002
        """From now on this config decides; open interactions keep the flows they began with."""
        before, self.config = self.config, config
        self._configs[version] = config
        self._numbers = arrival.numbers_of(config)
        turn = self._turn(now)
        turn.emit(f.ConfigActivated(at=turn.now, version=version, hash=hash))
        changes.config_changed(turn, before)
        routing.route(turn)
        self._forget_old_configs(version)
        return _outcome(turn)

    def use_directory(self, directory: Directory, now: int) -> Outcome:
        """People, skills and assignments change; whoever may not work any more is signed out."""
        before, self.directory = self.directory, directory
        self.board.use_directory(self.state, directory, max(now, self.state.last_at))
        if self.config is None:
            fact = f.DirectoryActivated(at=max(now, self.state.last_at), version=directory.version)
            evolve(self.state, fact)
            return Outcome((fact,))
        turn = self._turn(now)
        turn.emit(f.DirectoryActivated(at=turn.now, version=directory.version))
        changes.directory_changed(turn, before)
        routing.route(turn)
        return _outcome(turn)

    def handle(self, given: inputs.Input, now: int) -> Outcome:
        """Decide `given` at `now` (ms UTC). Refused changes nothing; a report never raises for what it says."""
        turn = self._turn(now)
        try:
            self._decide(turn, given)
        except Exception as fault:  # a refusal comes before the first fact
            if turn.facts:
                return _outcome(turn, fault)
            raise
        return _outcome(turn)

    def next_deadline(self) -> int | None:
        """When `Due` should be handed in (ms UTC); None when nothing will become due by itself."""
        return self._deadlines.next()

    def restore(
        self,
        state: State,
        config: TenantConfig,
        directory: Directory,
        older: Mapping[int, TenantConfig] | None = None,
    ) -> None:
        """Take over from another leader: `state` is snapshot + tail. `older` are configs open interactions began
        with."""
        self.state, self.config, self.directory = state, config, directory
        self._configs = {**(older or {}), state.config_version: config}
        self._numbers = arrival.numbers_of(config)
        self.board.rebuild(state, directory, state.last_at)
        self._deadlines.rebuild(state, state.last_at)

    def _turn(self, now: int) -> Turn:
        if self.config is None:
            raise RuntimeError("the centre has no config yet")
        return Turn(
            self.state,
            self._configs,
            self.config,
            self.directory,
            self.board,
            self._deadlines,
            self._ids,
            max(now, self.state.last_at),
            self._numbers,
        )

    def _decide(self, turn: Turn, given: inputs.Input) -> None:
        if isinstance(given, inputs.Due):
            self._due(turn)
        else:
            _DECISIONS[type(given)](turn, given)
        changes.after_sign_outs(turn)
        routing.route(turn)

    def _due(self, turn: Turn) -> None:
        for _ in range(MAX_DUE_A_TURN):
            due = self._deadlines.take(turn.now)
            if due is None:
                return
            subject, kind = due
            _DUE[kind](turn, subject)

    def _forget_old_configs(self, newest: int) -> None:
        used = {one.config_version for one in self.state.interactions.values()} | {newest}
        self._configs = {version: config for version, config in self._configs.items() if version in used}


def _outcome(turn: Turn, fault: Exception | None = None) -> Outcome:
    return Outcome(tuple(turn.facts), tuple(turn.personal), fault)


Decide = Callable[[Turn, Any], None]
_DECISIONS: dict[type[inputs.Input], Decide] = {
    inputs.ContactArrived: arrival.on_arrived,
    inputs.LegAnswered: legs.on_answered,
    inputs.LegEnded: legs.on_ended,
    inputs.PlaybackEnded: flow.on_playback_ended,
    inputs.KeyPressed: flow.on_key,
    inputs.PhoneHeld: talk.on_phone_held,
    inputs.PhoneContact: presence.on_phone,
    inputs.RecorderEnded: recording.on_recorder_ended,
    inputs.SiteJoined: joining.on_joined,
    inputs.SiteLost: joining.on_lost,
    inputs.LeaderBegan: joining.on_leader,
    inputs.SignIn: agents.on_sign_in,
    inputs.SignOut: agents.on_sign_out,
    inputs.GetReady: wrapup.on_ready,
    inputs.TakePause: agents.on_pause,
    inputs.TakeBackNext: agents.on_take_back,
    inputs.DeclineOffer: offers.on_decline,
    inputs.HangUpCall: talk.on_hang_up,
    inputs.HoldCall: talk.on_hold,
    inputs.MuteCall: talk.on_mute,
    inputs.SendKeysRequest: talk.on_keys,
    inputs.TransferCall: talk.on_transfer,
    inputs.PauseRecordingRequest: recording.on_request,
    inputs.GiveDisposition: wrapup.on_disposition,
    inputs.FinishWrapUp: wrapup.on_finish,
    inputs.ExtendWrapUp: wrapup.on_extend,
    inputs.DeskSeen: presence.on_desk_seen,
    inputs.DeskGone: presence.on_desk_gone,
    fi.ChangeState: supervision.on_change_state,
    fi.SwitchQueue: supervision.on_switch_queue,
    fi.ReleaseContact: supervision.on_release,
    fi.SendMessage: supervision.on_message,
    fi.ReadMessage: supervision.on_read,
    fi.AskHelp: supervision.on_help,
    wi.WatchCall: watching.on_watch,
    wi.RecordCall: watching.on_record,
    wi.StopWatching: watching.on_stop,
    wi.TakeOverCall: watching.on_take_over,
}


def _for_interaction(decide: Decide) -> Callable[[Turn, str], None]:
    def due(turn: Turn, subject: str) -> None:
        interaction = turn.state.interactions.get(subject)
        if interaction is not None:
            decide(turn, interaction)

    return due


def _for_agent(decide: Decide) -> Callable[[Turn, str], None]:
    return lambda turn, subject: decide(turn, turn.state.agents[subject])


def _rested(turn: Turn, agent: Any) -> None:
    turn.board.follow_agent(agent, turn.now)


def _outside_due(turn: Turn, interaction: Any) -> None:
    outside.ended(turn, interaction, "no_answer", leg_up=True)


_DUE: dict[str, Callable[[Turn, str], None]] = {
    "step": _for_interaction(flow.on_step_due),
    "announce": _for_interaction(queueing.on_announce_due),
    "overflow": _for_interaction(queueing.on_overflow_due),
    "offer": _for_interaction(offers.on_due),
    "grace": _for_interaction(presence.on_grace_due),
    "replacing": _for_interaction(presence.on_new_leg_due),
    "outside": _for_interaction(_outside_due),
    "route": _for_interaction(routing.on_route_due),
    "watch": _for_interaction(watches.on_due),
    "wrap_up": _for_agent(wrapup.on_due),
    "desk": _for_agent(presence.on_desk_due),
    "rest": _for_agent(_rested),
    "stray": joining.on_stray_due,
}
