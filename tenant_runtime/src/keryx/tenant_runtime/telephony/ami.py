"""Asterisk's manager interface (by panoramisk), for what its REST interface lacks: recorders, AstDB, shutting sessions."""

from __future__ import annotations

import asyncio
from typing import Any

from panoramisk import Manager

from keryx.tenant_runtime.telephony.ari import APPLICATION

_OPEN_SECONDS = 3.0
_ACTION_SECONDS = 3.0
EQUIPPED = "KERYX_EQUIPPED"
"""Global variable of an Asterisk that has been told all it needs to take calls."""


class AmiAway(Exception):
    """The manager did not answer."""


class AmiRefused(Exception):
    """The manager answered no; the message is its own."""


class _Connection(Manager):  # type: ignore[misc]  # panoramisk has no types
    """panoramisk's manager, told not to connect again by itself: whoever connects must hold the lease."""

    lost: asyncio.Event
    logged_in: asyncio.Future[bool]
    pinger: asyncio.TimerHandle | None

    def connection_made(self, f: asyncio.Future[Any]) -> None:
        """A connection that failed is told to who awaits it, not tried again here."""
        if not f.cancelled() and f.exception() is None:
            super().connection_made(f)

    def login(self, future: asyncio.Future[Any]) -> bool:
        """The answer to the login that panoramisk sends by itself."""
        accepted = bool(super().login(future))
        if not self.logged_in.done():
            self.logged_in.set_result(accepted)
        return accepted

    def connection_lost(self, exc: Exception | None) -> None:
        self._connected = False
        if self.pinger:
            self.pinger.cancel()
            self.pinger = None
        self.lost.set()


class Ami:
    """One logged-in manager session."""

    def __init__(self, host: str, port: int, user: str, password: str) -> None:
        self._manager = _Connection(
            host=host, port=port, username=user, secret=password, events="off", ping_delay=3600,
            loop=asyncio.get_running_loop(),
        )  # fmt: skip
        self.lost = self._manager.lost = asyncio.Event()
        self._manager.logged_in = asyncio.get_running_loop().create_future()

    async def open(self) -> None:
        """Connect and log in; OSError or AmiRefused when that fails."""
        async with asyncio.timeout(_OPEN_SECONDS):
            await self._manager.connect()
            if not await self._manager.logged_in:
                raise AmiRefused("the manager refused the login")

    def close(self) -> None:
        self._manager.close()

    # --- recorders ------------------------------------------------------------------------------------------------

    async def start_recorder(self, channel: str, file: str) -> None:
        """Record what `channel` says into `file` (absolute; the format by its suffix). Its partner is not in it."""
        await self._act(Action="MixMonitor", Channel=channel, File="", Options=f"r({file})i(KERYX_RECORDER)")

    async def mute_recorder(self, channel: str, muted: bool) -> None:
        """Write silence (or sound again); time goes on in the file."""
        await self._act(Action="MixMonitorMute", Channel=channel, Direction="read", State="1" if muted else "0")

    async def stop_recorder(self, channel: str) -> None:
        await self._act(Action="StopMixMonitor", Channel=channel)

    # --- AstDB ----------------------------------------------------------------------------------------------------

    async def put(self, key: str, value: str) -> None:
        """AstDB family `keryx`."""
        await self._act(Action="DBPut", Family="keryx", Key=key, Val=value)

    async def forget(self, tree: str) -> None:
        """Delete a tree of family `keryx`; that it is not there is no error."""
        try:
            await self._act(Action="DBDelTree", Family="keryx", Key=tree)
        except AmiRefused:
            return

    async def say_equipped(self) -> None:
        """A global variable by which the pod's readiness is told; it is gone with the process, as what we told it is."""
        await self._act(Action="Setvar", Variable=EQUIPPED, Value="1")

    # --- sessions -------------------------------------------------------------------------------------------------

    async def shut_websocket_sessions(self) -> int:
        """Shut the ARI websockets of every engine, whoever it is: those of one that no longer leads. How many there were.

        A replaced websocket is not dead: its requests would go on working.
        """
        rows = [line.split() for line in await self._command("ari show websocket sessions")]
        sessions = [row[0] for row in rows if len(row) > 1 and row[-1].startswith(APPLICATION)]
        for session in sessions:
            await self._command(f"ari shutdown websocket session {session}")
        return len(sessions)

    async def kick_manager_sessions(self) -> int:
        """Kick every manager session, this one included, when there are others; how many there were."""
        rows = [line.split() for line in await self._command("manager show connected")]
        sessions = [row[-4] for row in rows if len(row) >= 8 and row[-4].isdigit()]
        if len(sessions) > 1:
            for session in sessions:
                self._manager.send_action({"Action": "Command", "Command": f"manager kick session {session}"})
        return len(sessions)

    async def _command(self, command: str) -> list[str]:
        answer = await self._act(Action="Command", Command=command)
        output = answer.get("output", "")
        return list(output) if isinstance(output, list) else str(output).splitlines()

    async def _act(self, **action: str) -> Any:
        if self.lost.is_set():
            raise AmiAway("the manager connection is gone")
        try:
            async with asyncio.timeout(_ACTION_SECONDS):
                answer = await self._manager.send_action(action)
        except TimeoutError as late:
            raise AmiAway("the manager did not answer in time") from late
        if not answer.success:
            raise AmiRefused(str(answer.message))
        return answer
