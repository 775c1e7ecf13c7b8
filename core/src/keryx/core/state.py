"""What a centre knows at one instant: interactions, agents, sites; and which state may follow which.

Only `evolve.py` changes a state, and only by facts. What is declared here survives in a snapshot, `personal` apart:
personal data is in memory only and comes from the vault again (`needed_refs`). The tables of legal transitions are
data; `move` raises `IllegalTransition` for anything else, for then the core itself has decided wrongly.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

import msgspec

from keryx.core.facts import AgentState, Channel, WatchMode

InteractionState = Literal["arrived", "in_flow", "waiting", "offered", "talking", "held", "outside", "ended"]

INTERACTION_TRANSITIONS: Mapping[InteractionState, frozenset[InteractionState]] = {
    "arrived": frozenset({"in_flow", "waiting", "outside", "ended"}),
    "in_flow": frozenset({"in_flow", "waiting", "outside", "ended"}),
    "waiting": frozenset({"waiting", "in_flow", "offered", "talking", "ended"}),
    "offered": frozenset({"waiting", "talking", "ended"}),
    "talking": frozenset({"held", "waiting", "talking", "ended"}),
    "held": frozenset({"held", "talking", "waiting", "ended"}),
    "outside": frozenset({"in_flow", "outside", "ended"}),
    "ended": frozenset(),
}
"""`waiting` is also where a contact stands for the instant between two partners (a transfer, a take-over, a returned contact)."""

AGENT_TRANSITIONS: Mapping[AgentState | None, frozenset[AgentState | None]] = {
    None: frozenset({"paused"}),
    "available": frozenset({"offered", "paused", "unreachable", None}),
    "offered": frozenset({"talking", "available", "paused", "not_answering", "unreachable", None}),
    "talking": frozenset({"wrap_up", "available", "paused", "unreachable", None}),
    "wrap_up": frozenset({"available", "paused", "unreachable", None}),
    "paused": frozenset({"paused", "available", "talking", "unreachable", None}),
    "not_answering": frozenset({"available", "paused", "unreachable", None}),
    "unreachable": frozenset({"available", "paused", None}),
}
"""None is signed out. Who watches is paused, and talks when taking over."""

CAPACITY: Mapping[Channel, int] = {"voice": 1}
"""How many interactions of a channel an agent can have at once."""

SESSION_REASON = "signed_in"
"""The pause an agent is in after signing in: ready is always the agent's own word."""


class IllegalTransition(Exception):
    """The core decided something its own tables forbid. The shell logs it and heals."""


class Position(msgspec.Struct, kw_only=True):
    """Where an interaction stands in a flow. Times ms UTC."""

    flow: str
    version: int
    step: str
    kind: str
    playback: str | None = None
    until: int | None = None
    count: int = 0
    """Keys taken in this step."""
    attempt: int = 1
    sensitive: bool = False
    finished: bool = False


class Wait(msgspec.Struct, kw_only=True):
    """An interaction's place in a queue; kept while it is offered."""

    queue: str
    priority: int
    entered_at: int
    since: int
    """When it came into this queue; `entered_at` may be older."""
    ahead: bool = False
    overflow_at: int | None = None
    announce_at: int | None = None
    music: str | None = None
    playback: str | None = None
    from_queue: str | None = None
    decisions: int = 0
    """How many decisions for nobody were written."""
    reasons: tuple[str, ...] = ()
    """The rules the last of them named."""


class Offer(msgspec.Struct, kw_only=True):
    """A ringing agent. Exactly one open offer an interaction and a unit of an agent's capacity."""

    offer: str
    channel: Channel
    agent: str
    queue: str | None
    leg: str
    endpoint: str
    party: str
    made_at: int
    until: int
    wrap_up_ms: int
    max_extensions: int
    extension_ms: int
    whisper: tuple[str, ...]
    direct_from: str | None


class Talk(msgspec.Struct, kw_only=True):
    """An agent with the contact. `leg_up` False: the agent's leg ended without the agent having hung up."""

    offer: str
    agent: str
    party: str
    leg: str
    queue: str | None
    since: int
    wrap_up_ms: int = 0
    max_extensions: int = 0
    extension_ms: int = 0
    leg_up: bool = True
    held: Literal["agent", "phone", "unreachable"] | None = None
    held_before: Literal["agent", "phone"] | None = None
    """How the agent held the contact when the desk vanished."""
    music: str | None = None
    grace_until: int | None = None
    muted: bool = False
    new_leg: str | None = None
    new_leg_until: int | None = None


class Watch(msgspec.Struct, kw_only=True):
    """A supervisor in this call. `up`: their leg is in the bridge; until then it rings, at most until `until`."""

    supervisor: str
    leg: str
    mode: WatchMode
    coach: str | None = None
    """The bridge by which a whisper goes."""
    since: int
    up: bool = False
    until: int | None = None


class Outside(msgspec.Struct, kw_only=True):
    leg: str
    trunk: str
    party: str
    step: str | None
    until: int | None
    answered: bool = False


class Track(msgspec.Struct, kw_only=True):
    recording: str
    leg: str
    site: str
    role: Literal["contact", "agent", "outside"]
    policy: str
    paused: str | None = None
    """The cause it is paused for."""


class Interaction(msgspec.Struct, kw_only=True):
    """One contact's affair, from arrival to the contact's going. `leg` is the contact's."""

    id: str
    state: InteractionState = "arrived"
    channel: Channel = "voice"
    site: str
    entry: str | None
    dialled: str
    caller_ref: str
    caller_withheld: bool
    party: str
    leg: str
    bridge: str
    trunk: str | None
    language: str
    priority: int
    config_version: int
    recovered: bool
    started_at: int
    answered_at: int | None = None
    minima: dict[str, int] = {}
    variables: dict[str, str] = {}
    refs: dict[str, str] = {}
    """Variable -> vault reference, for what the caller keyed."""
    choices: list[str] = []
    position: Position | None = None
    wait: Wait | None = None
    offer: Offer | None = None
    talk: Talk | None = None
    outside: Outside | None = None
    watches: dict[str, Watch] = {}
    """By supervisor."""
    tracks: dict[str, Track] = {}
    told_of_recording: bool = False
    talked: bool = False
    """An agent has talked with the contact at least once."""
    queues: list[str] = []
    """Every queue it was in, in order."""
    overflows: list[str] = []
    """The queues it left by an overflow rule."""


class WrapUp(msgspec.Struct, kw_only=True):
    interaction: str
    queue: str | None
    until: int
    max_extensions: int
    extension_ms: int
    extensions: int = 0


class Handled(msgspec.Struct, kw_only=True):
    """The last interaction of an agent: what a disposition may still be given to."""

    interaction: str
    queue: str | None
    caller_ref: str
    caller_withheld: bool
    max_extensions: int
    extension_ms: int
    disposition: str | None = None


class Message(msgspec.Struct, kw_only=True):
    """A supervisor's words that the agent has not read yet."""

    id: str
    by: str
    at: int
    text_ref: str


class Agent(msgspec.Struct, kw_only=True):
    """An agent as routing sees it; `state` None is signed out. Who the agent is stands in the directory."""

    id: str
    login: str | None = None
    phone: Literal["browser", "sip"] = "browser"
    site: str | None = None
    state: AgentState | None = None
    since: int = 0
    reason: str | None = None
    idle_since: int = 0
    """When the agent last came free: the longest idle is offered first."""
    load: dict[Channel, int] = {}
    interaction: str | None = None
    """What is offered to or handled by the agent now."""
    next: Literal["ready", "pause", "sign_out"] | None = None
    next_reason: str | None = None
    next_by: str | None = None
    """Who asked it, if not the agent."""
    changed_by: str | None = None
    """Who brought about the state, if not the agent."""
    watching: str | None = None
    """The interaction the supervisor is in as one who watches."""
    help_since: int | None = None
    switched: dict[str, bool] = {}
    """Queues turned on or off by hand."""
    messages: list[Message] = []
    wrap_up: WrapUp | None = None
    last: Handled | None = None
    desk: bool = False
    grace_until: int | None = None
    endpoints: dict[str, str] = {}
    """Site -> endpoint, where the phone is registered."""
    technical: int = 0
    """Offers in a row that failed technically."""
    rest_until: int = 0
    """After a technical failure the agent is not offered anything before this."""


class Site(msgspec.Struct, kw_only=True):
    name: str
    up: bool = False
    instance: str = ""
    since: int = 0


class QueueStats(msgspec.Struct, kw_only=True):
    """What the estimate of waits rests on: a moving average of talk and wrap-up, ms."""

    handled: int = 0
    handling_ms: float = 0.0


class Kept(msgspec.Struct, kw_only=True):
    """What a snapshot holds."""

    interactions: dict[str, Interaction] = {}
    agents: dict[str, Agent] = {}
    sites: dict[str, Site] = {}
    stats: dict[str, QueueStats] = {}
    strays: dict[str, int] = {}
    """Legs of ours without an interaction -> when they are ended."""
    legs: dict[str, str] = {}
    """Leg -> interaction, for every leg an event may still mean something of."""
    playbacks: dict[str, str] = {}
    epoch: int = 0
    config_version: int = 0
    config_hash: str = ""
    directory_version: int = 0
    last_at: int = 0
    """The newest fact's time: the clock never goes back before it."""


class State(Kept, kw_only=True):
    """The whole, with what is in memory only."""

    personal: dict[str, str] = {}
    """Vault reference -> value, for open interactions."""


def move(interaction: Interaction, state: InteractionState) -> None:
    if state not in INTERACTION_TRANSITIONS[interaction.state]:
        raise IllegalTransition(f"interaction {interaction.id}: {interaction.state} -> {state}")
    interaction.state = state


def move_agent(agent: Agent, state: AgentState | None) -> None:
    if state not in AGENT_TRANSITIONS[agent.state]:
        raise IllegalTransition(f"agent {agent.id}: {agent.state} -> {state}")
    agent.state = state


def take_capacity(agent: Agent, channel: Channel, interaction: str) -> None:
    if not has_capacity(agent, channel):
        raise IllegalTransition(f"agent {agent.id} has no free {channel}")
    agent.load[channel] = agent.load.get(channel, 0) + 1
    agent.interaction = interaction


def free_capacity(agent: Agent, channel: Channel) -> None:
    if agent.load.get(channel, 0) < 1:
        raise IllegalTransition(f"agent {agent.id} has no {channel} to give back")
    agent.load[channel] -= 1
    agent.interaction = None


def has_capacity(agent: Agent, channel: Channel) -> bool:
    return agent.load.get(channel, 0) < CAPACITY[channel]


def agent_of(state: State, agent: str) -> Agent:
    """The agent's state, made on first mention."""
    found = state.agents.get(agent)
    if found is None:
        found = state.agents[agent] = Agent(id=agent)
    return found


def note_playback(state: State, interaction: Interaction, playback: str | None) -> None:
    if playback is None:
        return
    state.playbacks[playback] = interaction.id
    if interaction.wait is not None:
        interaction.wait.playback = playback
    elif interaction.position is not None:
        interaction.position.playback = playback


def forget_playback(state: State, interaction: Interaction) -> None:
    for holder in (interaction.wait, interaction.position):
        if holder is not None and holder.playback is not None:
            state.playbacks.pop(holder.playback, None)
            holder.playback = None


def needed_refs(state: Kept) -> frozenset[str]:
    """Vault references whose values an engine needs after a takeover."""

    def refs() -> Iterator[str]:
        for interaction in state.interactions.values():
            yield interaction.caller_ref
            yield from interaction.refs.values()
        for agent in state.agents.values():
            if agent.wrap_up is not None and agent.last is not None:
                yield agent.last.caller_ref
            yield from (message.text_ref for message in agent.messages)

    return frozenset(refs())


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Kept).decode
_KEPT = Kept.__struct_fields__


def encode_state(state: Kept) -> bytes:
    """A snapshot (msgpack), without personal data."""
    return _encode(Kept(**{name: getattr(state, name) for name in _KEPT}))


def decode_state(data: bytes) -> State:
    kept = _decode(data)
    return State(**{name: getattr(kept, name) for name in _KEPT})
