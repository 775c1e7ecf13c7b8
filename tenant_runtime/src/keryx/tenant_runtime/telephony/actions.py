"""What each command of the core is in Asterisk's words. A whisper excepted, none waits for anything but Asterisk's answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from keryx.core import commands as c
from keryx.tenant_runtime.telephony.ari import APPLICATION
from keryx.tenant_runtime.telephony.bridges import Bridges
from keryx.tenant_runtime.telephony.coaching import Coaching
from keryx.tenant_runtime.telephony.places import Places
from keryx.tenant_runtime.telephony.provisioning import trunk_endpoint
from keryx.tenant_runtime.telephony.sound import Sound

_CAUSES: Mapping[c.Cause, str] = {"normal": "16", "busy": "17", "no_answer": "19", "congestion": "34"}
_REJECTIONS = {404: "1", 480: "19", 486: "17", 503: "34"}
"""SIP code -> the Q.850 cause that Asterisk makes it from."""

Whisper = Callable[[str, str, tuple[str, ...]], Awaitable[None]]
"""Interaction, leg and media -> said, or cut short."""


class Actions:
    """`do` raises AriAway, AriRefused, AmiAway and AmiRefused."""

    def __init__(self, places: Places, bridges: Bridges, sound: Sound, whisper: Whisper) -> None:
        self._places, self._bridges, self._sound, self._whisper = places, bridges, sound, whisper
        self.coaching = Coaching(places, bridges)

    async def do(self, command: c.AnyCommand, personal: str | None) -> None:
        """`personal`: the number or digits the command refers to."""
        match command:
            case c.AnswerContact():
                await self._answer(command)
            case c.RejectLeg():
                await self._delete(command.leg, _REJECTIONS.get(command.sip_code, "34"))
            case c.CallAgent():
                await self._call_agent(command, personal)
            case c.CallOutside():
                await self._call_outside(command, personal)
            case c.HangUp():
                await self._delete(command.leg, _CAUSES[command.cause])
            case c.Join():
                await self._join(command)
            case c.Watch():
                await self._sound.quiet(command.leg)
                await self.coaching.watch(command)
            case c.EndCoaching():
                await self.coaching.end(command.coach)
            case c.LeaveBridge():
                await self._bridges.leave(command.leg)
            case c.CloseBridge():
                await self._bridges.close(command.bridge)
            case c.Record() | c.PauseRecording() | c.StopRecording():
                await self._recorder(command)
            case _:
                await self._hear(command, personal)

    async def _hear(self, command: c.AnyCommand, personal: str | None) -> None:
        """What a leg hears."""
        match command:
            case c.PlayTo():
                await self._sound.quiet(command.leg)
                await self._bridges.leave(command.leg)
                await self._sound.play(command.leg, command.playback, command.media)
            case c.StopPlaying():
                await self._sound.stop(command.leg, command.playback)
            case c.StartMusic():
                await self._start_music(command.leg, command.music)
            case c.StopMusic():
                await self._sound.stop_music(command.leg)
            case c.Hold():
                await self._start_music(command.contact_leg, command.music)
            case c.Unhold():
                await self._sound.quiet(command.contact_leg)
                await self._bridges.enter([command.contact_leg], command.bridge)
            case c.Mute():
                await self._mute(command.leg, "POST" if command.muted else "DELETE")
            case c.SendKeys():
                await self._sound.quiet(command.leg)
                keys: dict[str, str | None] = {"dtmf": personal, "duration": "160", "between": "100"}
                await self._places.ask(command.leg, "POST", "dtmf", keys)

    async def _mute(self, leg: str, method: str) -> None:
        """A muted leg gives its bridge no sound at all; the others are sent silence, for a line without packets looks dead."""
        await self._sound.quiet(leg)
        await self._places.ask(leg, method, "mute", {"direction": "in"})
        for other in self._bridges.beside(leg):
            await self._places.ask(other, method, "silence")

    # --- legs ---------------------------------------------------------------------------------------------------------

    async def _answer(self, command: c.AnswerContact) -> None:
        """The bridge is made meanwhile, so that an agent who answers need not wait for it."""
        await self._places.ask(command.leg, "POST", "answer")
        variable: dict[str, str | None] = {"variable": "KERYX_INTERACTION", "value": command.interaction}
        await self._places.ask(command.leg, "POST", "variable", variable)
        await self._bridges.make(command.bridge, command.leg)

    async def _call_agent(self, command: c.CallAgent, caller: str | None) -> None:
        headers = {"X-Keryx-Interaction": command.interaction}
        if command.offer:
            headers["X-Keryx-Offer"] = command.offer
        if command.auto_answer:
            headers |= {"X-Keryx-Auto-Answer": "yes", "Alert-Info": "<http://localhost>;info=alert-autoanswer"}
        await self._originate(command, f"PJSIP/{command.endpoint}", caller, headers)

    async def _call_outside(self, command: c.CallOutside, number: str | None) -> None:
        if command.contact_leg:
            await self._sound.quiet(command.contact_leg)
            await self._sound.start_ringing(command.contact_leg)
        await self._originate(command, f"PJSIP/{number}@{trunk_endpoint(command.trunk)}", command.caller_id, {})

    async def _originate(
        self, command: c.CallAgent | c.CallOutside, endpoint: str, caller: str | None, headers: dict[str, str]
    ) -> None:
        """Ring. The core says for how long; it hears of the answer by the leg's entering the application."""
        self._places.of[command.leg] = command.site
        variables = {f"PJSIP_HEADER(add,{name})": value for name, value in headers.items()}
        query: dict[str, str | None] = {
            "endpoint": endpoint, "app": APPLICATION, "appArgs": "out", "timeout": "-1", "callerId": caller or "anonymous",
        }  # fmt: skip
        body: dict[str, Any] = {"variables": {"KERYX_INTERACTION": command.interaction, **variables}}
        site = self._places.sites[command.site]
        await site.request(command.leg, "POST", f"channels/{command.leg}", query, body)

    async def _delete(self, leg: str, cause: str) -> None:
        self._sound.no_more_music(leg)
        await self._places.ask(leg, "DELETE", None, {"reason_code": cause})

    async def _join(self, command: c.Join) -> None:
        await self._bridges.make(command.bridge, command.leg)
        if command.whisper:
            await self._whisper(command.interaction, command.leg, command.whisper)
        legs = [command.other_leg, command.leg] if command.other_leg and command.stop_music else [command.leg]
        for leg in legs:
            await self._sound.quiet(leg)
        await self._bridges.enter(legs, command.bridge)

    async def _start_music(self, leg: str, music: str | None) -> None:
        await self._sound.quiet(leg)
        await self._bridges.leave(leg)
        await self._sound.start_music(leg, music)

    # --- recorders ----------------------------------------------------------------------------------------------------

    async def _recorder(self, command: c.Record | c.PauseRecording | c.StopRecording) -> None:
        match command:
            case c.Record():
                site = self._places.sites[command.site]
                file = f"{site.settings.recordings_dir}/{command.recording}.wav"
                await (await site.ami()).start_recorder(command.leg, file)
            case c.PauseRecording():
                await (await self._places.site(command.leg).ami()).mute_recorder(command.leg, command.paused)
            case c.StopRecording():
                await (await self._places.site(command.leg).ami()).stop_recorder(command.leg)
