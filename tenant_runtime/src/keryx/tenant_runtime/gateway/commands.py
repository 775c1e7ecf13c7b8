"""What a browser may ask for on the websocket: each command names its action of `keryx.core.rights` and the shape of its arguments. Whether
the action may be done to this very agent or contact is decided by the engine, which knows where they are.

A new command is a new row; the engine knows what to do with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from .schemas import Shape

Id = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
Name = Annotated[str, Field(min_length=1, max_length=63, pattern=r"^[A-Za-z0-9._-]+$")]


class Arguments(Shape):
    """Base of all arguments. They travel to the engine under their snake_case names."""

    model_config = ConfigDict(serialize_by_alias=False)


class NoArguments(Arguments):
    pass


class SignIn(Arguments):
    phone: Literal["browser", "sip"]
    site: Name | None = None


class Pause(Arguments):
    reason: Name


class Decline(Arguments):
    offer: Id


class OnInteraction(Arguments):
    interaction: Id


class Hold(OnInteraction):
    held: bool


class Mute(OnInteraction):
    muted: bool


class SendKeys(OnInteraction):
    digits: Annotated[str, Field(min_length=1, max_length=32, pattern=r"^[0-9*#A-D]+$")]


class Transfer(OnInteraction):
    """Exactly one target."""

    to_queue: Name | None = None
    to_agent: Id | None = None

    @model_validator(mode="after")
    def _one_target(self) -> Self:
        if (self.to_queue is None) == (self.to_agent is None):
            raise ValueError("exactly one of toQueue and toAgent is needed")
        return self


class PauseRecording(OnInteraction):
    paused: bool


class Disposition(OnInteraction):
    code: Annotated[str, Field(min_length=1, max_length=63)]
    comment: Annotated[str | None, Field(max_length=4000)] = None


class OnAgent(Arguments):
    """About another person: `agent` is whom."""

    agent: Id


class ChangeState(OnAgent):
    state: Literal["available", "paused", "signed_out"]
    reason: Name | None = None


class Listen(OnAgent):
    """Come into the agent's call. The mode goes with the command: each takes a right of its own."""

    mode: Literal["listen"] = "listen"


class Whisper(OnAgent):
    mode: Literal["whisper"] = "whisper"


class Join(OnAgent):
    mode: Literal["join"] = "join"


class RecordCall(OnAgent):
    recorded: bool


class SwitchQueue(OnAgent):
    queue: Name
    enabled: bool


class SwitchOwnQueue(Arguments):
    queue: Name
    enabled: bool


class SendMessage(Arguments):
    agents: Annotated[list[Id], Field(min_length=1, max_length=500)]
    text: Annotated[str, Field(min_length=1, max_length=500)]


class ReadMessage(Arguments):
    message: Id


class AskHelp(Arguments):
    asked: bool


class Phone(Arguments):
    kind: Literal["browser"] = "browser"


@dataclass(frozen=True)
class CommandRow:
    """`name`: what the engine calls it, if not what the browser does."""

    action: str
    arguments: type[Arguments]
    name: str | None = None
    audited: Literal["agent", "agents", "interaction"] | None = None
    """The argument that names to whom or what a supervisor does it: then it stands in the tenant's audit trail."""


COMMANDS: dict[str, CommandRow] = {
    "sign_in": CommandRow("desk.use", SignIn),
    "sign_out": CommandRow("desk.use", NoArguments),
    "ready": CommandRow("desk.use", NoArguments),
    "pause": CommandRow("desk.use", Pause),
    "decline": CommandRow("desk.use", Decline),
    "hang_up": CommandRow("desk.use", OnInteraction),
    "hold": CommandRow("desk.use", Hold),
    "mute": CommandRow("desk.use", Mute),
    "send_keys": CommandRow("desk.use", SendKeys),
    "transfer": CommandRow("desk.transfer", Transfer),
    "pause_recording": CommandRow("desk.pause_recording", PauseRecording),
    "disposition": CommandRow("desk.use", Disposition),
    "wrap_up_done": CommandRow("desk.use", OnInteraction),
    "wrap_up_extend": CommandRow("desk.use", OnInteraction),
    "take_back_next": CommandRow("desk.use", NoArguments),
    "ask_help": CommandRow("desk.use", AskHelp),
    "read_message": CommandRow("desk.use", ReadMessage),
    "switch_own_queue": CommandRow("desk.switch_queues", SwitchOwnQueue, "switch_queue"),
    "change_state": CommandRow("supervision.change_state", ChangeState, audited="agent"),
    "switch_queue": CommandRow("supervision.switch_queues", SwitchQueue, audited="agent"),
    "listen": CommandRow("supervision.listen", Listen, "watch", audited="agent"),
    "whisper": CommandRow("supervision.whisper", Whisper, "watch", audited="agent"),
    "join": CommandRow("supervision.join", Join, "watch", audited="agent"),
    "take_over": CommandRow("supervision.take_over", OnAgent, audited="agent"),
    "stop_watching": CommandRow("desk.use", NoArguments),
    "record": CommandRow("supervision.record", RecordCall, audited="agent"),
    "release": CommandRow("supervision.release", OnInteraction, audited="interaction"),
    "message": CommandRow("supervision.message", SendMessage, audited="agents"),
    "phone": CommandRow("desk.use", Phone),
    "sip_account": CommandRow("desk.use", NoArguments),
    "echo_test": CommandRow("desk.use", NoArguments),
}
