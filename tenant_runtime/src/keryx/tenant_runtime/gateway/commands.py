"""What a browser may ask for on the websocket: each command names its action of `keryx.core.rights` and the shape of its arguments.

A new command is a new row; the engine knows what to do with it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from keryx.core.directory import Person

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


class Phone(Arguments):
    kind: Literal["browser"] = "browser"


@dataclass(frozen=True)
class CommandRow:
    action: str
    arguments: type[Arguments]


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
    "phone": CommandRow("desk.use", Phone),
    "sip_account": CommandRow("desk.use", NoArguments),
}


@dataclass(frozen=True)
class TopicRow:
    """`engine_name`: what the engine calls the topic for this person."""

    action: str
    engine_name: Callable[[Person], str]


DESK_TOPIC = "agent:me"

TOPICS: dict[str, TopicRow] = {
    DESK_TOPIC: TopicRow("desk.use", lambda person: f"agent:{person.id}"),
    "queues": TopicRow("queues.view", lambda person: "queues"),
}
