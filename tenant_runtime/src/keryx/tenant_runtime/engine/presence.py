"""Whose desk is there: a lease of three seconds, renewed each second by the gateways that hold the desks' websockets."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable

LEASE_SECONDS = 3.0
_LOOK_SECONDS = 0.25


class Presence:
    """`seen` and `gone` are told of changes. After a takeover `expect` gives the known desks one lease to show themselves."""

    def __init__(self, seen: Callable[[str], None], gone: Callable[[str], None]) -> None:
        self._seen, self._gone = seen, gone
        self._until: dict[str, float] = {}
        self._of_link: dict[object, set[str]] = {}

    def expect(self, agents: Iterable[str]) -> None:
        until = asyncio.get_running_loop().time() + LEASE_SECONDS
        for agent in agents:
            self._until.setdefault(agent, until)

    def told(self, link: object, agents: Iterable[str]) -> None:
        """A gateway says whose desks it holds. Who is not named any more has until the end of the lease."""
        now = set(agents)
        self._of_link[link] = now
        until = asyncio.get_running_loop().time() + LEASE_SECONDS
        for agent in now:
            self._until[agent] = until
            self._seen(agent)

    def link_gone(self, link: object) -> None:
        self._of_link.pop(link, None)

    async def run(self) -> None:
        """Look for leases that ran out, for ever."""
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            now = asyncio.get_running_loop().time()
            for agent in [agent for agent, until in self._until.items() if until < now]:
                del self._until[agent]
                self._gone(agent)
