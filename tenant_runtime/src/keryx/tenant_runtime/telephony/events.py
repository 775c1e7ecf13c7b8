"""Asterisk's events in the core's words."""

from __future__ import annotations

from keryx.core.inputs import ContactArrived, Input, KeyPressed, LegAnswered, LegEnded, PhoneHeld, PlaybackEnded
from keryx.tenant_runtime.telephony.ari import Event
from keryx.tenant_runtime.telephony.numbers import dialled, e164, received
from keryx.tenant_runtime.telephony.provisioning import trunk_of

_CAUSES = {
    0: "normal", 16: "normal", 17: "busy", 18: "no_answer", 19: "no_answer", 20: "unreachable", 21: "declined", 26: "cancelled",
    1: "unreachable", 3: "unreachable", 27: "unreachable", 28: "unreachable", 31: "normal", 44: "media_timeout",
    127: "normal",
}  # fmt: skip
"""Q.850 -> the core's word; any other is `failed`."""


def arrived(event: Event, site: str, country: str, over_limit: bool) -> ContactArrived:
    """A call from outside entered the application: arguments `in`, NUMBER."""
    channel = event["channel"]
    caller = received(channel["caller"]["number"])
    return ContactArrived(
        leg=channel["id"], site=site, dialled=dialled(event["args"][1], country), caller=caller,
        caller_e164=e164(caller, country), trunk=trunk_of(channel["name"]), over_limit=over_limit,
    )  # fmt: skip


def is_arrival(event: Event) -> bool:
    return bool(event["type"] == "StasisStart" and event["args"][:1] == ["in"])


def is_snoop(event: Event) -> bool:
    """A channel of our own that listens or whispers entered the application."""
    return bool(event["type"] == "StasisStart" and event["args"][:1] == ["snoop"])


def leg_of(event: Event) -> str | None:
    channel = event.get("channel")
    return None if channel is None else str(channel["id"])


def playback_of(event: Event) -> tuple[str, str]:
    """A playback and the leg it was played to."""
    playback = event["playback"]
    return playback["id"], playback["target_uri"].partition(":")[2]


def contact_of(event: Event) -> tuple[str, str, bool]:
    """An endpoint, one of its contacts, and whether that is registered and answers."""
    info = event["contact_info"]
    good = info["contact_status"] not in ("Removed", "Unreachable", "Unknown")
    return str(info["aor"]), str(info["uri"]), good


def translated(event: Event) -> Input | None:
    """What the core is told of it; None: nothing."""
    leg = leg_of(event) or ""
    match event["type"]:
        case "StasisStart" if event.get("args", [])[:1] == ["out"]:
            return LegAnswered(leg=leg)
        case "ChannelDestroyed":
            return LegEnded(leg=leg, cause=_CAUSES.get(event["cause"], "failed"), code=event["cause"])
        case "ChannelDtmfReceived":
            return KeyPressed(leg=leg, digit=event["digit"])
        case "ChannelHold":
            return PhoneHeld(leg=leg, held=True)
        case "ChannelUnhold":
            return PhoneHeld(leg=leg, held=False)
        case "PlaybackFinished":
            return PlaybackEnded(playback=event["playback"]["id"], failed=event["playback"]["state"] == "failed")
    return None
