"""What a browser and the gateway tell each other on the websocket `…/ws`, and the live views it carries.

A topic's view arrives whole (`snapshot`) and then as JSON merge patches (RFC 7396, `delta`), each one `seq` further within one
`epoch`. In a view a member that is null and one that is absent mean the same: a patch removes by null. A client that meets a gap
or another epoch subscribes again; one that reconnects says in `hello` how far it got.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from keryx.core.facts import AgentState

from .floor_messages import FloorView, WaitingView
from .schemas import DispositionChoice, Moment, Named, Shape

TopicName = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[a-z]+(:[A-Za-z0-9._-]+)?$")]

# --- views ----------------------------------------------------------------------------------------------------------


class DeskAgent(Shape):
    id: str
    name: str


class DeskPhone(Shape):
    kind: Literal["browser", "sip"]
    reachable: bool


class Asked(Shape):
    """What the agent asked to be next, while busy."""

    next: Literal["ready", "pause", "sign_out"]
    reason: str | None = None
    by: str | None = Field(None, description="Name of the supervisor who asked it; null: the agent")


class Choice(Shape):
    """What the caller chose in the flow, in the tenant's words."""

    label: str


class OfferView(Shape):
    offer: str
    interaction: str
    channel: str
    queue: str | None = None
    queue_name: str | None = None
    caller_number: str | None = None
    caller_withheld: bool
    dialled: str
    entry: str | None = None
    entry_name: str | None = None
    choices: list[Choice]
    waited_ms: int
    overflowed_from: str | None = None
    expires_at: Moment
    made_at: Moment
    direct_from: str | None = None


class Watcher(Shape):
    """A supervisor whom the agent hears."""

    name: str
    mode: Literal["whisper", "join"]


class Watching(Shape):
    """The call this person is in as a supervisor; `up` once their phone has answered."""

    interaction: str
    agent: str
    agent_name: str
    mode: Literal["listen", "whisper", "join"]
    since: Moment
    up: bool


class CurrentCall(Shape):
    interaction: str
    channel: str
    queue: str | None = None
    queue_name: str | None = None
    caller_number: str | None = None
    caller_withheld: bool
    dialled: str
    entry_name: str | None = None
    choices: list[Choice]
    started_at: Moment
    talk_since: Moment | None = None
    held: bool
    hold_cause: str | None = None
    muted: bool
    recording: Literal["off", "on", "paused"]
    may_pause_recording: bool
    watchers: list[Watcher]


class GivenDisposition(Shape):
    code: str


class WrapUpView(Shape):
    interaction: str
    queue: str | None = None
    queue_name: str | None = None
    caller_number: str | None = None
    until: Moment
    may_extend: bool
    extensions_left: int
    dispositions: list[DispositionChoice]
    required: bool
    given: GivenDisposition | None = None


class DeskQueue(Shape):
    name: str
    display_name: str
    waiting: int
    longest_wait_since: Moment | None = None
    enabled: bool
    level: int


class DeskMessage(Shape):
    """A supervisor's words, until they are read (command `read_message`)."""

    id: str
    by: str
    at: Moment
    text: str


class QueueReadiness(Shape):
    """One of the agent's queues where somebody waits, and the first rule that keeps its first contact from the agent (null: none).
    `rank` of `free`: the agent's place among those who are free and fit."""

    queue: str
    display_name: str
    waiting: int
    rule: str | None = None
    detail: str | None = None
    rank: int | None = None
    free: int


class DeskView(Shape):
    """Topic `agent:me`: all an agent's desk shows."""

    agent: DeskAgent
    signed_in: bool
    login: str | None = None
    phone: DeskPhone
    state: AgentState | None = None
    state_since: Moment | None = None
    pause_reason: str | None = None
    asked: Asked | None = None
    offer: OfferView | None = None
    current: CurrentCall | None = None
    wrap_up: WrapUpView | None = None
    pause_reasons: list[Named]
    queues: list[DeskQueue]
    changed_by: str | None = Field(None, description="Name of the supervisor who brought about the state")
    help_since: Moment | None = None
    watching: Watching | None = None
    messages: list[DeskMessage]
    ready: list[QueueReadiness]


class QueueFigures(Shape):
    display_name: str
    waiting: int
    longest_wait_since: Moment | None = None
    agents_signed_in: int
    agents_available: int
    talking: int


class QueuesView(Shape):
    """Topic `queues`."""

    queues: dict[str, QueueFigures]


# --- client to gateway ----------------------------------------------------------------------------------------------


class Position(Shape):
    """How far a client has followed a topic."""

    epoch: int = Field(ge=0)
    seq: int = Field(ge=0)


class Hello(Shape):
    """First message: topics the client already has, and how far."""

    type: Literal["hello"]
    resume: dict[TopicName, Position] = Field(default={}, max_length=16)


class Subscribe(Shape):
    """Topics: `agent:me`, `queues`, `floor`, `waiting:QUEUE`. Answered by a snapshot."""

    type: Literal["subscribe"]
    topic: TopicName


class Unsubscribe(Shape):
    type: Literal["unsubscribe"]
    topic: TopicName


class Command(Shape):
    """Ask for something. `key` makes it safe to send again: the same key is carried out once."""

    type: Literal["command"]
    id: str = Field(min_length=1, max_length=64)
    name: str = Field(min_length=1, max_length=40)
    args: dict[str, Any] = Field(default={}, max_length=16)
    key: str = Field(min_length=1, max_length=64)


class Pong(Shape):
    type: Literal["pong"]


ClientMessage = Annotated[Hello | Subscribe | Unsubscribe | Command | Pong, Field(discriminator="type")]
client_message: TypeAdapter[ClientMessage] = TypeAdapter(ClientMessage)

# --- gateway to client ----------------------------------------------------------------------------------------------


class Snapshot(Shape):
    """`data` is the topic's view: DeskView, QueuesView, FloorView or WaitingView. `now` is the server's clock, to show timers by."""

    type: Literal["snapshot"] = "snapshot"
    topic: str
    epoch: int
    seq: int
    data: dict[str, Any]
    now: Moment


class Delta(Shape):
    type: Literal["delta"] = "delta"
    topic: str
    epoch: int
    seq: int
    patch: dict[str, Any] = Field(description="JSON merge patch of the view")


class Fresh(Shape):
    """These topics are, at this moment, as they were last sent: said each second of boards, so that old figures can look old."""

    type: Literal["fresh"] = "fresh"
    topics: list[str]


class CommandProblem(Shape):
    code: str
    message: str


class Result(Shape):
    """The answer to a command: `data` when `ok`, else `problem`."""

    type: Literal["result"] = "result"
    id: str
    ok: bool
    data: dict[str, Any] | None = None
    problem: CommandProblem | None = None


class Refusal(Shape):
    """A message that was not understood or not allowed; nothing changed."""

    type: Literal["refused"] = "refused"
    code: str
    message: str
    topic: str | None = None


class Connection(Shape):
    """Whether the gateway reaches the tenant's engine: while it does not, views stand still and commands are refused."""

    type: Literal["connection"] = "connection"
    engine: bool


class Ping(Shape):
    """Every 30 s; answer with pong."""

    type: Literal["ping"] = "ping"


ServerMessage = Annotated[Snapshot | Delta | Fresh | Result | Refusal | Connection | Ping, Field(discriminator="type")]
server_message: TypeAdapter[ServerMessage] = TypeAdapter(ServerMessage)

# --- data of command results ----------------------------------------------------------------------------------------


class PhoneSite(Shape):
    site: str
    path: str = Field(description="Path of the SIP websocket on this host")


class BrowserPhone(Shape):
    """Answer to command `phone`: what the page registers with, at every site."""

    username: str
    password: str
    domain: str
    sites: list[PhoneSite]
    ice_servers: list[dict[str, Any]]


class SipAccount(Shape):
    """Answer to command `sip_account`: what an agent types into a phone."""

    username: str
    password: str
    registrar: str


EXPORTED: tuple[type[Shape], ...] = (
    DeskView,
    QueuesView,
    FloorView,
    WaitingView,
    Hello,
    Subscribe,
    Unsubscribe,
    Command,
    Pong,
    Snapshot,
    Delta,
    Fresh,
    Result,
    Refusal,
    Connection,
    Ping,
    BrowserPhone,
    SipAccount,
)
"""Models that no REST route names, and that the API description carries all the same."""
