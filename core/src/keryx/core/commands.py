"""What the core asks the world to do: `react(fact) -> commands`. The telephony adapter turns them into its own words.

Ids are chosen by the core and journaled first, so each command is safe to send again: an originate with a known id, a
bridge that exists, a playback that plays are recognised and left alone. A command about a leg that is gone is no
error.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Cause = Literal["normal", "busy", "no_answer", "congestion"]


class Command(msgspec.Struct, frozen=True, kw_only=True):
    interaction: str


class AnswerContact(Command, frozen=True, kw_only=True):
    """Answer the contact's leg and place it alone in `bridge`."""

    leg: str
    bridge: str


class RejectLeg(Command, frozen=True, kw_only=True):
    leg: str
    sip_code: int


class CallAgent(Command, frozen=True, kw_only=True):
    """Ring an agent's phone. `offer` is sent along so that the page can tie ringing phone and offer together.
    `caller_ref` names the number to show."""

    leg: str
    site: str
    endpoint: str
    agent: str
    offer: str | None
    caller_ref: str | None
    auto_answer: bool = False
    """For a leg that replaces one: the page answers by itself."""


class CallOutside(Command, frozen=True, kw_only=True):
    """Ring a number through a trunk; `contact_leg` hears it ring until something else is heard."""

    leg: str
    site: str
    trunk: str
    number_ref: str
    caller_id: str | None
    contact_leg: str | None = None


class Join(Command, frozen=True, kw_only=True):
    """Put `leg` into `bridge`, made if need be. `stop_music` and `stop_playback` happen to the other leg first and
    are awaited."""

    leg: str
    bridge: str
    other_leg: str | None = None
    stop_music: bool = True
    stop_playback: str | None = None
    whisper: tuple[str, ...] = ()
    """Media ids played to `leg` alone before it joins."""


class PlayTo(Command, frozen=True, kw_only=True):
    """Play media to one leg. `playback` identifies it; music stops meanwhile. Ends with input PlaybackEnded."""

    leg: str
    playback: str
    media: tuple[str, ...]
    language: str = "fr"


class StopPlaying(Command, frozen=True, kw_only=True):
    leg: str
    playback: str


class StartMusic(Command, frozen=True, kw_only=True):
    leg: str
    music: str | None = None


class StopMusic(Command, frozen=True, kw_only=True):
    leg: str


class Hold(Command, frozen=True, kw_only=True):
    """The contact hears music and the agent nothing; both stay in the bridge's reach."""

    leg: str
    contact_leg: str
    bridge: str
    music: str | None = None


class Unhold(Command, frozen=True, kw_only=True):
    leg: str
    contact_leg: str
    bridge: str


class Mute(Command, frozen=True, kw_only=True):
    leg: str
    muted: bool


class SendKeys(Command, frozen=True, kw_only=True):
    leg: str
    digits_ref: str


class Watch(Command, frozen=True, kw_only=True):
    """Put a supervisor's leg into `bridge`, where it hears all. `mode` says who hears it: nobody (listen), the agent's leg alone, by way
    of the bridge `coach` (whisper), or all (join). What went by the way of `ended_coach` ends."""

    leg: str
    bridge: str
    agent_leg: str
    coach: str
    ended_coach: str | None
    mode: Literal["listen", "whisper", "join"]


class EndCoaching(Command, frozen=True, kw_only=True):
    """What goes to the agent alone ends."""

    coach: str


class LeaveBridge(Command, frozen=True, kw_only=True):
    leg: str
    bridge: str


class HangUp(Command, frozen=True, kw_only=True):
    leg: str
    cause: Cause = "normal"


class CloseBridge(Command, frozen=True, kw_only=True):
    bridge: str


class Record(Command, frozen=True, kw_only=True):
    """Record what `leg` says, as track `recording`."""

    recording: str
    leg: str
    site: str


class PauseRecording(Command, frozen=True, kw_only=True):
    recording: str
    leg: str
    paused: bool


class StopRecording(Command, frozen=True, kw_only=True):
    recording: str
    leg: str
    site: str


AnyCommand = (
    AnswerContact
    | RejectLeg
    | CallAgent
    | CallOutside
    | Join
    | PlayTo
    | StopPlaying
    | StartMusic
    | StopMusic
    | Hold
    | Unhold
    | Mute
    | SendKeys
    | Watch
    | EndCoaching
    | LeaveBridge
    | HangUp
    | CloseBridge
    | Record
    | PauseRecording
    | StopRecording
)
