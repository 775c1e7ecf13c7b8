"""Legal fact sequences, made by walking a small model of one call with drawn choices: what the ledger is tested with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from keryx.core import facts as f

Draw = Callable[[st.SearchStrategy[Any]], Any]

_GAPS = st.integers(min_value=0, max_value=5_000)


@dataclass
class CallWalk:
    """One call, from its arrival to the end of the last wrap-up; `facts` grows as it goes."""

    draw: Draw
    now: int = 1_800_000_000_000
    facts: list[f.AnyFact] = field(default_factory=list)
    count: int = 0

    def identity(self, kind: str) -> str:
        self.count += 1
        return f"{kind}{self.count}"

    def pass_time(self) -> int:
        self.now += self.draw(_GAPS)
        return self.now

    def add(self, kind: type[Any], /, **fields: Any) -> None:
        self.facts.append(kind(at=self.now, **fields))

    def on_call(self, kind: type[Any], /, **fields: Any) -> None:
        self.add(kind, interaction="call", **fields)


def walk(draw: Draw) -> list[f.AnyFact]:
    """The facts of one call."""
    call = CallWalk(draw)
    call.on_call(
        f.InteractionStarted, site="paris", entry="main", dialled="3900", caller_ref="ref", party="contact", leg="leg",
        bridge="bridge", language="fr", priority=50, config_version=7,
    )  # fmt: skip
    _flow(call)
    if draw(st.booleans()):
        _queue(call, "flow")
    else:
        _end(call, "contained")
    return call.facts


def _flow(call: CallWalk) -> None:
    call.on_call(f.ContactAnswered, leg="leg")
    for number in range(call.draw(st.integers(0, 3))):
        call.on_call(f.StepStarted, flow="main", flow_version=7, step=f"s{number}", kind="say", leg="leg")
        call.pass_time()
        if call.draw(st.booleans()):
            call.add(f.ConfigActivated, version=8 + number, hash="h")
        call.on_call(f.StepFinished, flow="main", step=f"s{number}", kind="say", outcome="next", next=None)


def _queue(call: CallWalk, cause: str) -> None:
    queue = call.draw(st.sampled_from(["sales", "support"]))
    call.on_call(f.QueueEntered, queue=queue, priority=50, entered_at=call.now, cause=cause, leg="leg")
    for _ in range(call.draw(st.integers(0, 3))):
        call.pass_time()
        if _offer(call, queue):
            return
    call.pass_time()
    leaving = call.draw(st.sampled_from(["abandoned", "overflowed", "requeued", "lost"]))
    if leaving == "requeued" and call.draw(st.booleans()):
        call.on_call(f.QueueLeft, queue=queue, cause="overflowed")
        _queue(call, "overflow")
        return
    call.on_call(f.QueueLeft, queue=queue, cause="overflowed" if leaving == "requeued" else leaving)
    call.pass_time()
    _end(call, "overflowed" if leaving == "requeued" else leaving)


def _offer(call: CallWalk, queue: str) -> bool:
    """One offer; True when the call ended in or after it."""
    agent = call.draw(st.sampled_from(["alice", "bob"]))
    offer, party, leg = call.identity("offer"), call.identity("party"), call.identity("leg")
    call.on_call(f.RoutingDecided, queue=queue, chosen=agent, considered=(f.Considered(agent=agent),))
    call.on_call(
        f.OfferMade, offer=offer, agent=agent, queue=queue, site="paris", leg=leg, endpoint="d-1", party=party,
        until=call.now + 20_000, caller_ref="ref",
    )  # fmt: skip
    call.pass_time()
    result = call.draw(st.sampled_from(["accepted", "no_answer", "declined", "withdrawn"]))
    call.on_call(f.OfferEnded, offer=offer, agent=agent, leg=leg, result=result, hang_up_leg=False)
    if result == "withdrawn":
        call.on_call(f.QueueLeft, queue=queue, cause="abandoned")
        _end(call, "abandoned")
    if result != "accepted":
        return bool(result == "withdrawn")
    _talk(call, queue, agent, offer, party, leg)
    return True


def _talk(call: CallWalk, queue: str, agent: str, offer: str, party: str, leg: str) -> None:
    both = {"agent": agent, "leg": leg, "contact_leg": "leg", "bridge": "bridge"}
    call.on_call(f.QueueLeft, queue=queue, cause="offered_accepted")
    call.on_call(f.TalkStarted, offer=offer, party=party, queue=queue, **both)
    for _ in range(call.draw(st.integers(0, 2))):
        call.pass_time()
        call.on_call(f.HoldStarted, **both)
        call.pass_time()
        call.on_call(f.HoldEnded, **both)
    call.pass_time()
    by = call.draw(st.sampled_from(["contact", "agent", "transfer", "unreachable", "lost"]))
    call.on_call(f.TalkEnded, agent=agent, party=party, leg=leg, by=by, hang_up_leg=False)
    if by in ("transfer", "unreachable"):
        _wrap_up(call, agent)
        _queue(call, "transfer" if by == "transfer" else "returned")
        return
    _end(call, "lost" if by == "lost" else "answered")
    _wrap_up(call, agent)


def _wrap_up(call: CallWalk, agent: str) -> None:
    if not call.draw(st.booleans()):
        return
    call.add(f.AgentStateChanged, agent=agent, login="login", state="wrap_up", interaction="call")
    call.pass_time()
    if call.draw(st.booleans()):
        call.on_call(f.DispositionGiven, agent=agent, code=call.identity("code"))
    call.add(f.AgentStateChanged, agent=agent, login="login", state="available")


def _end(call: CallWalk, outcome: str) -> None:
    earlier = call.draw(st.sampled_from([None, 0, 400]))
    call.on_call(
        f.InteractionEnded, outcome=outcome, cause="normal", by="contact", bridge="bridge",
        ended_at=None if earlier is None else call.now - earlier,
    )  # fmt: skip


def login_walk(draw: Draw) -> list[f.AnyFact]:
    """The facts of one agent over some logins."""
    call = CallWalk(draw)
    for number in range(draw(st.integers(1, 3))):
        call.pass_time()
        call.add(f.AgentSignedIn, agent="alice", login=f"login{number}", phone="browser", site="paris")
        for _ in range(draw(st.integers(0, 6))):
            state = draw(st.sampled_from(["available", "offered", "talking", "wrap_up", "paused", "unreachable"]))
            call.add(f.AgentStateChanged, agent="alice", login=f"login{number}", state=state)
            call.pass_time()
        call.add(f.AgentSignedOut, agent="alice", login=f"login{number}", cause="asked")
    return call.facts
