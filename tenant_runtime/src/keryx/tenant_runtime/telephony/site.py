"""One site: the connection to its Asterisk, kept; what it has been told; what is up there when we come."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any, Protocol

from websockets.exceptions import WebSocketException

from keryx.core.inputs import LegFound
from keryx.kit.settings import SiteSettings
from keryx.kit.signals import log
from keryx.tenant_runtime.telephony.ami import Ami, AmiAway, AmiRefused
from keryx.tenant_runtime.telephony.ari import APPLICATION, Ari, AriAway, AriRefused, Event
from keryx.tenant_runtime.telephony.echo import ECHO_CONTEXT
from keryx.tenant_runtime.telephony.numbers import dialled, e164, received
from keryx.tenant_runtime.telephony.provisioning import Fields, Kind, Objects, changes, trunk_of

_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 1.0
_READY_SECONDS = 8.0
_OURS = re.compile(r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$")
_EVENTS = (
    "StasisStart", "ChannelDestroyed", "ChannelDtmfReceived", "ChannelHold", "ChannelUnhold",
    "PlaybackFinished", "ContactStatusChange", "ApplicationReplaced",
)  # fmt: skip
"""A call makes some 25 other events that nobody needs."""


class Ears(Protocol):
    """Who wants to know of a site."""

    async def may_connect(self) -> None:
        """Whoever connects shuts all others out, so it must lead: raises when it does not."""

    def joined(self, site: Site, instance: str, legs: tuple[LegFound, ...], bridges: dict[str, str]) -> None: ...

    def lost(self, site: Site, cause: str) -> None: ...

    def event(self, site: Site, event: Event) -> None: ...


class Site:
    """`run` keeps it connected. Requests wait a moment for a connection that is coming back."""

    def __init__(self, settings: SiteSettings, ears: Ears) -> None:
        self.name = settings.name
        self.settings = settings
        self.country = "FR"
        self._ears = ears
        self._ari: Ari | None = None
        self._ami: Ami | None = None
        self._ready = asyncio.Event()
        self._instance = ""
        self._known: dict[tuple[Kind, str], Fields] = {}
        self._pushing = asyncio.Lock()
        self._held_back: list[Event] | None = []

    @property
    def is_up(self) -> bool:
        return self._ready.is_set()

    async def run(self) -> None:
        """Until cancelled, or until this engine may not lead any more (raised)."""
        pause = _FIRST_PAUSE
        while True:
            await self._ears.may_connect()
            try:
                cause = await self._serve()
                pause = _FIRST_PAUSE
            except (OSError, TimeoutError, WebSocketException, AriAway, AriRefused, AmiAway, AmiRefused) as error:
                cause = f"{type(error).__name__}: {error}"
                pause = min(pause * 2, _LONGEST_PAUSE)
            if self._ready.is_set():
                self._ready.clear()
                self._ears.lost(self, cause)
            log.warning("site_connection_down", site=self.name, cause=cause)
            await asyncio.sleep(pause)

    async def request(
        self, key: str, method: str, path: str, query: dict[str, str | None] | None = None, body: Any = None
    ) -> Any:
        """An ARI request on `key`'s lane. AriAway, AriRefused."""
        await self._wait_ready()
        assert self._ari is not None
        return await self._ari.request(key, method, path, query, body)

    async def ami(self) -> Ami:
        await self._wait_ready()
        assert self._ami is not None
        return self._ami

    async def provision(self, wished: Objects) -> None:
        """Make Asterisk know exactly `wished`, telling it only what differs from what it was told. AriAway when it is not there."""
        async with self._pushing:
            push, gone = changes(self._known, wished)
            for (kind, name), fields in push.items():
                await self._put_object(kind, name, fields)
                self._known[kind, name] = fields
            for kind, name in gone:
                await self._delete_object(kind, name)
                del self._known[kind, name]

    async def contacts(self) -> dict[str, bool]:
        """Registered or not, by endpoint."""
        found = await self.request("contacts", "GET", "endpoints/PJSIP")
        return {one["resource"]: one["state"] == "online" for one in found}

    # --- the connection -------------------------------------------------------------------------------------------

    async def _serve(self) -> str:
        """Connect, shut others out, join, and stay until something breaks; says what."""
        self._held_back = []
        ami = self._ami = await self._manager()
        ari = self._ari = Ari(
            self.name, self.settings.ari_url, self.settings.ari_user,
            _password(self.settings.ari_password_file), self._on_event,
        )  # fmt: skip
        lanes: asyncio.Task[None] | None = None
        try:
            await ami.shut_websocket_sessions()
            await ari.open()
            lanes = asyncio.create_task(ari.read_lanes(), name=f"{self.name}: lanes")
            await ari.take_events()
            reading = {
                asyncio.create_task(ari.read_events(), name="events"): "the event socket broke",
                lanes: "a command lane broke",
                asyncio.create_task(_until(ami.lost), name="manager"): "the manager connection broke",
            }
            try:
                await self._join(ari)
                done, _ = await asyncio.wait(reading, return_when=asyncio.FIRST_COMPLETED)
                return reading[done.pop()]
            finally:
                await _end(reading)
        finally:
            if lanes is not None:
                await _end([lanes])
            await ari.close()
            ami.close()

    async def _manager(self) -> Ami:
        """A manager session; those of others are kicked first, and ours with them."""
        ami = await self._log_in()
        if await ami.kick_manager_sessions() > 1:
            ami.close()
            ami = await self._log_in()
        return ami

    async def _log_in(self) -> Ami:
        settings = self.settings
        ami = Ami(settings.ami_host, settings.ami_port, settings.ami_user, _password(settings.ami_password_file))
        await ami.open()
        return ami

    async def _join(self, ari: Ari) -> None:
        """Learn what is up, then let events flow: those that came meanwhile follow."""
        info = await ari.request("join", "GET", "asterisk/info")
        instance = f"{info['system']['entity_id']} {info['status']['startup_time']}"
        if instance != self._instance:
            self._instance, self._known = instance, {}
        await ari.request("join", "PUT", f"applications/{APPLICATION}/eventFilter", None, _filter())
        await ari.request("join", "POST", f"applications/{APPLICATION}/subscription", {"eventSource": "endpoint:PJSIP"})
        legs, bridges = await self._look(ari)
        self._ready.set()
        self._ears.joined(self, instance, legs, bridges)
        held_back, self._held_back = self._held_back or [], None
        for event in held_back:
            self._ears.event(self, event)

    async def _look(self, ari: Ari) -> tuple[tuple[LegFound, ...], dict[str, str]]:
        """Legs that are in our hands, and the bridge each is in. Callers who wait in the dialplan come by themselves."""
        bridges = {
            channel: bridge["id"]
            for bridge in await ari.request("join", "GET", "bridges")
            for channel in bridge["channels"]
        }
        channels = await ari.request("join", "GET", "channels")
        legs = [await self._found(ari, one, bridges) for one in channels if _in_our_hands(one)]
        return tuple(legs), bridges

    async def _found(self, ari: Ari, channel: Event, bridges: dict[str, str]) -> LegFound:
        leg = channel["id"]
        ours = _OURS.match(leg) is not None
        interaction = await _variable(ari, leg, "KERYX_INTERACTION")
        number = None if ours else await _variable(ari, leg, "KERYX_NUMBER")
        caller = received(channel["caller"]["number"])
        if not ours:
            await ari.request(
                "join", "POST", f"applications/{APPLICATION}/subscription", {"eventSource": f"channel:{leg}"}
            )
        return LegFound(
            leg=leg, interaction=interaction, bridge=bridges.get(leg), ours=ours,
            state="up" if channel["state"] == "Up" else "ringing",
            dialled=dialled(number, self.country) if number else None,
            caller=caller, caller_e164=e164(caller, self.country), trunk=trunk_of(channel["name"]),
        )  # fmt: skip

    def _on_event(self, event: Event) -> None:
        if self._held_back is not None:
            self._held_back.append(event)
        else:
            self._ears.event(self, event)

    async def _wait_ready(self) -> None:
        try:
            async with asyncio.timeout(_READY_SECONDS):
                await self._ready.wait()
        except TimeoutError as late:
            raise AriAway(f"site {self.name} is not connected") from late

    # --- objects --------------------------------------------------------------------------------------------------

    async def _put_object(self, kind: Kind, name: str, fields: Fields) -> None:
        body = {"fields": [{"attribute": attribute, "value": value} for attribute, value in fields]}
        await self.request("provision", "PUT", f"asterisk/config/dynamic/res_pjsip/{kind}/{name}", None, body)

    async def _delete_object(self, kind: Kind, name: str) -> None:
        try:
            await self.request("provision", "DELETE", f"asterisk/config/dynamic/res_pjsip/{kind}/{name}")
        except AriRefused as refused:
            if refused.status != 404:
                raise


def _in_our_hands(channel: Event) -> bool:
    context, application = channel["dialplan"]["context"], channel["dialplan"]["app_name"]
    in_dialplan_loop = context == "keryx-take" and application != "Stasis"
    return channel["name"].startswith("PJSIP/") and not in_dialplan_loop and context != ECHO_CONTEXT


async def _variable(ari: Ari, leg: str, name: str) -> str | None:
    """None when it is not set, or the channel is gone meanwhile."""
    try:
        answer = await ari.request("join", "GET", f"channels/{leg}/variable", {"variable": name})
    except AriRefused:
        return None
    return str(answer["value"]) or None


def _filter() -> dict[str, list[dict[str, str]]]:
    return {"allowed": [{"type": name} for name in _EVENTS]}


def _password(file: Path) -> str:
    return file.read_text(encoding="utf-8").strip()


async def _until(event: asyncio.Event) -> None:
    await event.wait()


async def _end(tasks: Any) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
