"""Commands of the core in Asterisk's words. One interaction's commands are done one after the other, different ones at once.

Everything here may be done twice: ids are the core's, what exists is left alone, what is gone is no error. A channel that plays
a file is never given another command before its playback has ended: the command would wait as long as the file plays.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

from prometheus_client import Counter

from keryx.core import commands as c
from keryx.core.inputs import Input, LegEnded
from keryx.kit.signals import log
from keryx.tenant_runtime.telephony.ami import AmiAway, AmiRefused
from keryx.tenant_runtime.telephony.ari import APPLICATION, AriAway, AriRefused
from keryx.tenant_runtime.telephony.provisioning import trunk_endpoint
from keryx.tenant_runtime.telephony.site import Site

_STOPPED_SECONDS = 2.0
_WHISPER_SECONDS = 15.0
_CAUSES: Mapping[c.Cause, str] = {"normal": "16", "busy": "17", "no_answer": "19", "congestion": "34"}
_REJECTIONS = {404: "1", 480: "19", 486: "17", 503: "34"}
"""SIP code -> the Q.850 cause that Asterisk makes it from."""
_FAILED = Counter("keryx_commands_failed_total", "Commands that Asterisk did not do", ["command"])

Reveal = Callable[[str | None], str | None]
Work = tuple[c.AnyCommand, str | None, Awaitable[object] | None]


class Adapter:
    """`guard` is awaited before each command and raises when this engine may not act; `report` takes what went wrong as inputs."""

    def __init__(
        self,
        sites: Mapping[str, Site],
        guard: Callable[[], Awaitable[None]],
        reveal: Reveal,
        report: Callable[[Input], None],
        lost: Callable[[BaseException], None],
    ) -> None:
        self._sites = sites
        self._guard, self._reveal, self._report, self._lost = guard, reveal, report, lost
        self._queues: dict[str, deque[Work]] = {}
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._arrived: dict[str, asyncio.Event] = {}
        self.legs: dict[str, str] = {}
        """Leg or bridge -> site."""
        self.bridged: dict[str, str] = {}
        """Leg -> the bridge it is in."""
        self._playing: dict[str, str] = {}
        self._ended: dict[str, asyncio.Event] = {}
        self._music: dict[str, str] = {}
        self._count = 0

    def submit(self, commands: Iterable[c.AnyCommand], after: Awaitable[object] | None = None) -> None:
        """Do them in order; the first not before `after` (their facts on disk) is done."""
        for command in commands:
            key = command.interaction or getattr(command, "leg", "")
            personal = self._reveal(getattr(command, "caller_ref", None) or _ref(command))
            self._queues.setdefault(key, deque()).append((command, personal, after))
            if arrived := self._arrived.get(key):
                arrived.set()
            if key not in self._workers:
                self._workers[key] = asyncio.create_task(self._work(key), name=f"commands of {key}")

    async def close(self) -> None:
        for worker in self._workers.values():
            worker.cancel()
        await asyncio.gather(*self._workers.values(), return_exceptions=True)

    # --- what Asterisk reported -------------------------------------------------------------------------------------

    def playback_ended(self, playback: str, leg: str) -> bool:
        """A playback is over; whether the core may know of it (music and whispers are the adapter's own)."""
        if ended := self._ended.pop(playback, None):
            ended.set()
        if self._playing.get(leg) == playback:
            del self._playing[leg]
        if playback.startswith("music-") and leg in self._music and leg in self.legs:
            self._again(leg)
        return not playback.startswith(("music-", "whisper-"))

    def leg_ended(self, leg: str) -> None:
        for known in (self.legs, self.bridged, self._music):
            known.pop(leg, None)
        playback = self._playing.pop(leg, None)
        if playback is not None and (ended := self._ended.pop(playback, None)):
            ended.set()

    def is_playing(self, leg: str, playback: str) -> None:
        """What the engine before us had begun to play."""
        self._playing[leg] = playback
        self._ended[playback] = asyncio.Event()

    # --- working ----------------------------------------------------------------------------------------------------

    async def _work(self, key: str) -> None:
        queue = self._queues[key]
        try:
            while queue:
                command, personal, after = queue.popleft()
                if after is not None:
                    await after
                await self._guard()
                await self._do(key, command, personal)
        except asyncio.CancelledError:
            raise
        except Exception as error:  # not fit to lead, or a fault of ours: the engine ends and another takes over
            self._lost(error)
        finally:
            del self._workers[key]
            if not queue:
                self._queues.pop(key, None)

    async def _do(self, key: str, command: c.AnyCommand, personal: str | None) -> None:
        try:
            await self._dispatch(key, command, personal)
        except AriRefused as refused:
            if refused.status in (404, 409):  # it is gone, or done already
                log.info("command_not_needed", command=type(command).__name__, reason=str(refused))
            else:
                self._failed(command, refused)
        except (AriAway, AmiAway, AmiRefused) as error:
            self._failed(command, error)

    def _failed(self, command: c.AnyCommand, error: Exception) -> None:
        _FAILED.labels(type(command).__name__).inc()
        log.warning("command_failed", command=type(command).__name__, interaction=command.interaction, error=str(error))
        if isinstance(command, c.CallAgent | c.CallOutside):
            self._report(LegEnded(leg=command.leg, cause="unreachable"))

    async def _dispatch(self, key: str, command: c.AnyCommand, personal: str | None) -> None:
        match command:
            case c.AnswerContact():
                await self._answer(command)
            case c.RejectLeg():
                await self._delete(command.leg, _REJECTIONS.get(command.sip_code, "34"))
            case c.CallAgent():
                await self._call_agent(command, personal)
            case c.CallOutside():
                await self._call_outside(command, personal)
            case c.Join():
                await self._join(key, command)
            case c.PlayTo():
                await self._quiet(command.leg)
                await self._leave_bridge(command.leg)
                await self._play(command.leg, command.playback, command.media)
            case c.StopPlaying():
                await self._stop(command.leg, command.playback)
            case c.StartMusic():
                await self._start_music(command.leg, command.music)
            case c.StopMusic():
                await self._stop_music(command.leg)
            case c.Hold():
                await self._start_music(command.contact_leg, command.music)
            case c.Unhold():
                await self._quiet(command.contact_leg)
                await self._enter_bridge(command.contact_leg, command.bridge)
            case c.Mute():
                await self._quiet(command.leg)
                await self._ask(command.leg, "POST" if command.muted else "DELETE", "mute", {"direction": "in"})
            case c.SendKeys():
                await self._quiet(command.leg)
                await self._ask(command.leg, "POST", "dtmf", {"dtmf": personal, "duration": "160", "between": "100"})
            case c.LeaveBridge():
                await self._leave_bridge(command.leg)
            case c.HangUp():
                await self._delete(command.leg, _CAUSES[command.cause])
            case c.CloseBridge():
                await self._close_bridge(command.bridge)
            case c.Record():
                await self._record(command)
            case c.PauseRecording():
                await (await self._site(command.leg).ami()).mute_recorder(command.leg, command.paused)
            case c.StopRecording():
                await (await self._site(command.leg).ami()).stop_recorder(command.leg)

    # --- legs ---------------------------------------------------------------------------------------------------------

    async def _answer(self, command: c.AnswerContact) -> None:
        self.legs.setdefault(command.bridge, self._site(command.leg).name)
        await self._ask(command.leg, "POST", "answer")
        await self._ask(
            command.leg, "POST", "variable", {"variable": "KERYX_INTERACTION", "value": command.interaction}
        )
        await self._make_bridge(command.bridge)

    async def _call_agent(self, command: c.CallAgent, caller: str | None) -> None:
        headers = {"X-Keryx-Interaction": command.interaction}
        if command.offer:
            headers["X-Keryx-Offer"] = command.offer
        if command.auto_answer:
            headers |= {"X-Keryx-Auto-Answer": "yes", "Alert-Info": "<http://localhost>;info=alert-autoanswer"}
        await self._originate(
            command.leg, command.site, command.interaction, f"PJSIP/{command.endpoint}", caller, headers
        )

    async def _call_outside(self, command: c.CallOutside, number: str | None) -> None:
        endpoint = f"PJSIP/{number}@{trunk_endpoint(command.trunk)}"
        await self._originate(command.leg, command.site, command.interaction, endpoint, command.caller_id, {})

    async def _originate(
        self, leg: str, site: str, interaction: str, endpoint: str, caller: str | None, headers: dict[str, str]
    ) -> None:
        """Ring. The core says for how long; it hears of the answer by the leg's entering the application."""
        self.legs[leg] = site
        variables = {f"PJSIP_HEADER(add,{name})": value for name, value in headers.items()}
        query: dict[str, str | None] = {
            "endpoint": endpoint, "app": APPLICATION, "appArgs": "out", "timeout": "-1", "callerId": caller or "anonymous",
        }  # fmt: skip
        body = {"variables": {"KERYX_INTERACTION": interaction, **variables}}
        await self._sites[site].request(leg, "POST", f"channels/{leg}", query, body)

    async def _delete(self, leg: str, cause: str) -> None:
        self._music.pop(leg, None)
        await self._ask(leg, "DELETE", None, {"reason_code": cause})

    # --- bridges ------------------------------------------------------------------------------------------------------

    async def _join(self, key: str, command: c.Join) -> None:
        self.legs.setdefault(command.bridge, self._site(command.leg).name)
        await self._make_bridge(command.bridge)
        if command.whisper:
            await self._whisper(key, command.leg, command.whisper)
        if command.other_leg and command.stop_music:
            await self._quiet(command.other_leg)
            await self._enter_bridge(command.other_leg, command.bridge)
        await self._quiet(command.leg)
        await self._enter_bridge(command.leg, command.bridge)

    async def _whisper(self, key: str, leg: str, media: tuple[str, ...]) -> None:
        """Say something to the agent alone; cut short by whatever comes next for this interaction. Recorders do not wait for it."""
        await self._start_recorders(key)
        self._count += 1
        playback = f"whisper-{leg}-{self._count}"
        await self._play(leg, playback, media)
        over, arrived = self._ended.get(playback), asyncio.Event()
        if over is None or self._queues.get(key):
            return
        self._arrived[key] = arrived
        waiting = [asyncio.ensure_future(over.wait()), asyncio.ensure_future(arrived.wait())]
        try:
            await asyncio.wait(waiting, timeout=_WHISPER_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        finally:
            del self._arrived[key]
            for one in waiting:
                one.cancel()

    async def _start_recorders(self, key: str) -> None:
        queue = self._queues.get(key)
        while queue and isinstance(queue[0][0], c.Record):
            command, personal, after = queue.popleft()
            if after is not None:
                await after
            await self._do(key, command, personal)

    async def _make_bridge(self, bridge: str) -> None:
        try:
            await self._site(bridge).request(bridge, "POST", f"bridges/{bridge}", {"type": "mixing"})
        except AriRefused as refused:
            if refused.status != 409:  # it is there already
                raise

    async def _enter_bridge(self, leg: str, bridge: str) -> None:
        if self.bridged.get(leg) == bridge:
            return
        await self._site(bridge).request(leg, "POST", f"bridges/{bridge}/addChannel", {"channel": leg})
        self.bridged[leg] = bridge

    async def _leave_bridge(self, leg: str) -> None:
        bridge = self.bridged.pop(leg, None)
        if bridge is None:
            return
        try:
            await self._site(bridge).request(leg, "POST", f"bridges/{bridge}/removeChannel", {"channel": leg})
        except AriRefused as refused:
            log.debug("not_in_bridge", leg=leg, status=refused.status)

    async def _close_bridge(self, bridge: str) -> None:
        try:
            await self._site(bridge).request(bridge, "DELETE", f"bridges/{bridge}")
        finally:
            self.legs.pop(bridge, None)

    # --- sound --------------------------------------------------------------------------------------------------------

    async def _quiet(self, leg: str) -> None:
        """Nothing plays to `leg` any more, neither music nor words."""
        await self._stop_music(leg)
        playback = self._playing.get(leg)
        if playback is not None:
            await self._stop(leg, playback)

    async def _play(self, leg: str, playback: str, media: tuple[str, ...]) -> None:
        self._playing[leg] = playback
        self._ended[playback] = asyncio.Event()
        sounds = ",".join(f"sound:keryx/{one}" for one in media)
        try:
            await self._ask(leg, "POST", f"play/{playback}", {"media": sounds})
        except (AriRefused, AriAway):
            self.playback_ended(playback, leg)
            raise

    async def _stop(self, leg: str, playback: str) -> None:
        """Stop a playback and await its end, so that the channel takes commands again."""
        ended = self._ended.get(playback)
        if ended is None:
            return
        try:
            await self._site(leg).request(leg, "DELETE", f"playbacks/{playback}")
            async with asyncio.timeout(_STOPPED_SECONDS):
                await ended.wait()
        except AriRefused as refused:
            log.debug("playback_gone", leg=leg, status=refused.status)
            self.playback_ended(playback, leg)
        except TimeoutError:
            log.warning("playback_does_not_end", leg=leg)
            self.playback_ended(playback, leg)

    async def _start_music(self, leg: str, music: str | None) -> None:
        await self._quiet(leg)
        await self._leave_bridge(leg)
        self._music[leg] = music or ""
        if music is None:
            await self._ask(leg, "POST", "moh")
        else:
            self._count += 1
            await self._play(leg, f"music-{leg}-{self._count}", (music,))

    async def _stop_music(self, leg: str) -> None:
        music = self._music.pop(leg, None)
        if music == "":
            await self._ask(leg, "DELETE", "moh")

    def _again(self, leg: str) -> None:
        """A queue's own music has come to its end: from the beginning."""

        async def play() -> None:
            if music := self._music.get(leg):
                self._count += 1
                try:
                    await self._play(leg, f"music-{leg}-{self._count}", (music,))
                except (AriRefused, AriAway) as error:
                    log.debug("music_ended", leg=leg, error=str(error))

        if f"music {leg}" not in self._workers:
            task = self._workers[f"music {leg}"] = asyncio.create_task(play(), name=f"music of {leg}")
            task.add_done_callback(lambda _: self._workers.pop(f"music {leg}", None))

    # --- recorders ----------------------------------------------------------------------------------------------------

    async def _record(self, command: c.Record) -> None:
        site = self._sites[command.site]
        await (await site.ami()).start_recorder(command.leg, f"{site.settings.recordings_dir}/{command.recording}.wav")

    # --- within -------------------------------------------------------------------------------------------------------

    def _site(self, leg: str) -> Site:
        """The site a leg or bridge is at; AriRefused 404 when it is gone."""
        name = self.legs.get(leg)
        if name is None or name not in self._sites:
            raise AriRefused(404, "nothing is known of it")
        return self._sites[name]

    async def _ask(self, leg: str, method: str, what: str | None, query: dict[str, str | None] | None = None) -> Any:
        path = f"channels/{leg}/{what}" if what else f"channels/{leg}"
        return await self._site(leg).request(leg, method, path, query)


def _ref(command: c.AnyCommand) -> str | None:
    return getattr(command, "digits_ref", None) or getattr(command, "number_ref", None)
