"""Whose desk is there: a lease of three seconds, renewed each second by the gateways that hold the desks' websockets.

A gateway that is silent or gone says nothing about its desks: people go on talking, so their leases last until it, or another, speaks again
or has been away too long.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable

LEASE_SECONDS = 3.0
GATEWAY_AWAY_SECONDS = 15.0
"""How long desks are believed in without any word of their gateway: a restart, or one that was stopped for ten seconds."""
_SILENT_SECONDS = 2.5
_LOOK_SECONDS = 0.25


class Presence:
    """`seen` and `gone` are told of changes. After a takeover `expect` gives the known desks time to show themselves."""

    def __init__(self, seen: Callable[[str], None], gone: Callable[[str], None]) -> None:
        self._seen, self._gone = seen, gone
        self._until: dict[str, float] = {}
        self._of_link: dict[object, set[str]] = {}
        self._heard: dict[object, float] = {}

    def expect(self, agents: Iterable[str]) -> None:
        """Desks known before this engine led: their gateways must find it first."""
        until = asyncio.get_running_loop().time() + GATEWAY_AWAY_SECONDS
        for agent in agents:
            self._until.setdefault(agent, until)

    def told(self, link: object, agents: Iterable[str]) -> None:
        """A gateway says whose desks it holds. Who is not named any more has until the end of the lease."""
        now = set(agents)
        self._of_link[link] = now
        self._heard[link] = asyncio.get_running_loop().time()
        until = self._heard[link] + LEASE_SECONDS
        for agent in now:
            self._until[agent] = until
            self._seen(agent)

    def link_gone(self, link: object) -> None:
        """Its desks come back by another line, unless they are gone too."""
        until = self._heard.pop(link, 0.0) + GATEWAY_AWAY_SECONDS
        for agent in self._of_link.pop(link, ()):
            self._until[agent] = max(until, self._until.get(agent, 0.0))

    async def run(self) -> None:
        """Look for leases that ran out, for ever."""
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            now = asyncio.get_running_loop().time()
            for agent in [agent for agent, until in self._until.items() if until < now]:
                if self._gateway_is_silent(agent, now):
                    continue
                del self._until[agent]
                self._gone(agent)

    def _gateway_is_silent(self, agent: str, now: float) -> bool:
        """Whether a gateway that held the desk has said nothing at all for a while, but not for too long."""
        heard = [self._heard[link] for link, agents in self._of_link.items() if agent in agents]
        return any(_SILENT_SECONDS < now - last < GATEWAY_AWAY_SECONDS for last in heard)
