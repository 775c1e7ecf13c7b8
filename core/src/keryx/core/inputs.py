"""What reaches the core: what the telephony adapter saw, what people asked for, what became due.

An input is a report or a request, never a decision. A request that is not legal now raises `Refused` with a code and
a sentence and changes nothing; a report that does not fit is healed by the core as well as it can be and never
raises.
"""

from __future__ import annotations

from typing import Literal

import msgspec


class Input(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all inputs."""


# --- reports of the telephony adapter ------------------------------------------------------------------------------


class ContactArrived(Input, frozen=True, kw_only=True):
    """A leg came in. `number` is as dialled, `caller` as received; the shell has normalised both to E.164 where it
    could."""

    leg: str
    site: str
    dialled: str
    caller: str | None
    caller_e164: str | None
    trunk: str | None
    over_limit: bool = False
    """The shell's back-pressure says no."""


class LegAnswered(Input, frozen=True, kw_only=True):
    leg: str


class LegEnded(Input, frozen=True, kw_only=True):
    """`cause`: normal, busy, no_answer, unreachable, cancelled, media_timeout, failed. `code`: Q.850."""

    leg: str
    cause: str
    code: int | None = None
    at: int | None = None
    """When, if the shell knows better than now (found after a takeover)."""


class PlaybackEnded(Input, frozen=True, kw_only=True):
    """`failed`: could not be played; the flow goes on."""

    playback: str
    failed: bool = False


class KeyPressed(Input, frozen=True, kw_only=True):
    leg: str
    digit: str


class PhoneHeld(Input, frozen=True, kw_only=True):
    """A desk phone pressed (released) its own hold."""

    leg: str
    held: bool


class PhoneContact(Input, frozen=True, kw_only=True):
    """An agent's phone is (no longer) registered."""

    agent: str
    site: str
    endpoint: str
    reachable: bool


class RecorderEnded(Input, frozen=True, kw_only=True):
    recording: str


class LegFound(msgspec.Struct, frozen=True):
    """A leg that is up at a site, as seen when joining."""

    leg: str
    interaction: str | None
    bridge: str | None
    state: Literal["ringing", "up"]
    ours: bool
    """We originated it."""
    dialled: str | None = None
    caller: str | None = None
    caller_e164: str | None = None
    trunk: str | None = None


class SiteJoined(Input, frozen=True, kw_only=True):
    """The adapter (again) sees a site's Asterisk; `legs` is all that is up there. Interactions whose legs are gone
    are ended as lost."""

    site: str
    instance: str
    legs: tuple[LegFound, ...]


class SiteLost(Input, frozen=True, kw_only=True):
    """The connection to the site's Asterisk is gone; its calls may well go on talking."""

    site: str
    cause: str


# --- the world changes -----------------------------------------------------------------------------------------------


class LeaderBegan(Input, frozen=True, kw_only=True):
    epoch: int
    holder: str


class Due(Input, frozen=True, kw_only=True):
    """The clock reached `next_deadline(state)`."""


# (a new TenantConfig or Directory is given to the Centre directly: `centre.use_config(config, version, hash, now)`)

# --- requests of people ----------------------------------------------------------------------------------------------


class Request(Input, frozen=True, kw_only=True):
    """`agent` is whom it is about, `by` who asks (the agent itself, or another person)."""

    agent: str
    by: str


class SignIn(Request, frozen=True, kw_only=True):
    phone: Literal["browser", "sip"]
    site: str | None = None


class SignOut(Request, frozen=True, kw_only=True):
    cause: str = "asked"


class GetReady(Request, frozen=True, kw_only=True):
    pass


class TakePause(Request, frozen=True, kw_only=True):
    reason: str


class TakeBackNext(Request, frozen=True, kw_only=True):
    """What the agent asked to be next shall not come about."""


class DeclineOffer(Request, frozen=True, kw_only=True):
    offer: str


class HangUpCall(Request, frozen=True, kw_only=True):
    interaction: str


class HoldCall(Request, frozen=True, kw_only=True):
    interaction: str
    held: bool


class MuteCall(Request, frozen=True, kw_only=True):
    interaction: str
    muted: bool


class SendKeysRequest(Request, frozen=True, kw_only=True):
    interaction: str
    digits: str


class TransferCall(Request, frozen=True, kw_only=True):
    """Blind. Exactly one target."""

    interaction: str
    to_queue: str | None = None
    to_agent: str | None = None


class PauseRecordingRequest(Request, frozen=True, kw_only=True):
    interaction: str
    paused: bool


class GiveDisposition(Request, frozen=True, kw_only=True):
    interaction: str
    code: str
    comment: str | None = None


class FinishWrapUp(Request, frozen=True, kw_only=True):
    interaction: str


class ExtendWrapUp(Request, frozen=True, kw_only=True):
    interaction: str


class DeskSeen(Request, frozen=True, kw_only=True):
    """The desk page of the agent is connected (again)."""


class DeskGone(Request, frozen=True, kw_only=True):
    """No desk page of the agent has been connected for the presence lease (3 s)."""


class Personal(msgspec.Struct, frozen=True):
    """Personal data the core came upon, for the vault: never journaled, never logged."""

    ref: str
    interaction: str
    kind: Literal["number", "keys", "comment", "message"]
    value: str


class Refused(Exception):
    """A request that is not legal now. `code` is stable (for programs and translation), the message a sentence for
    people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
