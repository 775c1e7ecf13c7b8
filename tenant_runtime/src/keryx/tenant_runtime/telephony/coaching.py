"""Supervisors in a bridge with contact and agent: heard by nobody, by the agent alone, or by both.

Whoever listens is silenced by their volume, which Asterisk lowers after the snoops have heard what the phone says: every mute of
its (the bridge's, the channel's, MuteAudio) drops the sound before, and a whisper was silent by it. What is whispered goes beside
the call's bridge: two snoop channels of one direction each are joined in a bridge of their own, one takes what comes from the
supervisor's phone, one plays it to the agent's. The recorder of the agent's leg takes what comes from the agent's phone, and so
never hears it; no snoop spies on both directions of a leg, which would lose the voice of a partner that changes.
"""

from __future__ import annotations

import asyncio

from keryx.core import commands as c
from keryx.kit.signals import log
from keryx.tenant_runtime.telephony.ari import APPLICATION, AriRefused
from keryx.tenant_runtime.telephony.bridges import Bridges
from keryx.tenant_runtime.telephony.places import Places

_ENTERED_SECONDS = 2.0
_SILENT = "-32767"
"""The loudest sample divided by that is nothing."""
_FROM, _TO = "from", "to"
"""The snoop on the supervisor's leg and that on the agent's."""


class Coaching:
    """Told by `entered` which snoop channels Asterisk handed over. Their ids follow from the bridge's, so that a new engine finds them."""

    def __init__(self, places: Places, bridges: Bridges) -> None:
        self._places, self._bridges = places, bridges
        self._awaited: dict[str, asyncio.Event] = {}

    async def watch(self, command: c.Watch) -> None:
        """Into the bridge, or another mode there. AriAway, AriRefused."""
        if command.ended_coach is not None:
            await self.end(command.ended_coach)
        if command.mode != "join":
            await self._silence(command.leg, True)
        await self._bridges.make(command.bridge, command.leg)
        await self._bridges.enter([command.leg], command.bridge)
        if command.mode == "join":
            await self._silence(command.leg, False)
        elif command.mode == "whisper":
            await self._begin(command.coach, command.leg, command.agent_leg)

    async def end(self, coach: str) -> None:
        """Nothing goes to the agent alone by this way any more; that it never did, or went with its legs, is no error."""
        site = self._places.sites.get(self._places.of.pop(coach, ""))
        if site is None:
            return
        self._bridges.forget(coach)
        for path in (f"channels/{coach}-{_FROM}", f"channels/{coach}-{_TO}", f"bridges/{coach}"):
            try:
                await site.request(coach, "DELETE", path)
            except AriRefused as refused:
                log.debug("coaching_gone", path=path, status=refused.status)

    def entered(self, snoop: str) -> None:
        if snoop in self._awaited:
            self._awaited[snoop].set()

    async def _silence(self, leg: str, silent: bool) -> None:
        volume: dict[str, str | None] = {"variable": "VOLUME(RX)", "value": _SILENT if silent else "0"}
        await self._places.ask(leg, "POST", "variable", volume)

    async def _begin(self, coach: str, supervisor: str, agent: str) -> None:
        """From here the agent hears the supervisor, and nobody else does. `coach` names the bridge."""
        await self._bridges.make(coach, supervisor)
        await self._snoop(coach, f"{coach}-{_FROM}", supervisor, {"spy": "in", "whisper": "none"})
        await self._snoop(coach, f"{coach}-{_TO}", agent, {"spy": "none", "whisper": "out"})

    async def _snoop(self, coach: str, snoop: str, leg: str, direction: dict[str, str | None]) -> None:
        """A snoop channel on `leg`, in the bridge; it takes commands only once it has entered the application."""
        entered = self._awaited[snoop] = asyncio.Event()
        query: dict[str, str | None] = {"app": APPLICATION, "appArgs": "snoop", **direction}
        try:
            await self._places.ask(leg, "POST", f"snoop/{snoop}", query)
            async with asyncio.timeout(_ENTERED_SECONDS):
                await entered.wait()
        except TimeoutError:
            log.warning("snoop_does_not_enter", leg=leg)
            return
        finally:
            del self._awaited[snoop]
        await self._places.site(coach).request(coach, "POST", f"bridges/{coach}/addChannel", {"channel": snoop})
