"""If these fail, a gateway that stumbles puts every caller of its agents on hold, or a dead desk is never noticed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest

from keryx.tenant_runtime.engine import presence
from keryx.tenant_runtime.engine.presence import Presence


class Desks:
    """A Presence that runs, and whom it reported gone."""

    def __init__(self) -> None:
        self.gone: list[str] = []
        self.changed = asyncio.Event()
        self.presence = Presence(lambda _: None, self._is_gone)

    def _is_gone(self, agent: str) -> None:
        self.gone.append(agent)
        self.changed.set()

    async def until(self, true: Callable[[], bool], seconds: float = 5.0) -> None:
        async with asyncio.timeout(seconds):
            while not true():
                self.changed.clear()
                await self.changed.wait()


@pytest.fixture
async def desks(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desks]:
    """All spans a tenth of what they are."""
    for name in ("LEASE_SECONDS", "GATEWAY_AWAY_SECONDS", "_SILENT_SECONDS", "_LOOK_SECONDS"):
        monkeypatch.setattr(presence, name, getattr(presence, name) / 10)
    found = Desks()
    task = asyncio.create_task(found.presence.run())
    yield found
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def renewed(desks: Desks, seconds: float, *agents: str) -> None:
    """A gateway that lives and holds the desks of `agents`."""
    until = asyncio.get_running_loop().time() + seconds
    while asyncio.get_running_loop().time() < until:
        desks.presence.told("gateway", agents)
        await asyncio.sleep(presence.LEASE_SECONDS / 3)


async def test_a_desk_its_gateway_names_no_more_is_gone_after_its_lease(desks: Desks) -> None:
    desks.presence.told("gateway", ["alice", "bob"])
    await renewed(desks, presence.LEASE_SECONDS * 3, "bob")
    assert desks.gone == ["alice"]


@pytest.mark.parametrize("line", ["silent", "broken"])
async def test_a_gateway_that_stumbles_takes_no_desk_with_it(desks: Desks, line: str) -> None:
    desks.presence.told("gateway", ["alice"])
    if line == "broken":
        desks.presence.link_gone("gateway")
    await asyncio.sleep(presence.LEASE_SECONDS * 3)
    assert desks.gone == []
    await renewed(desks, presence.LEASE_SECONDS * 3, "alice")
    assert desks.gone == []


async def test_a_gateway_that_stays_away_takes_its_desks_with_it(desks: Desks) -> None:
    desks.presence.told("gateway", ["alice"])
    await desks.until(lambda: desks.gone == ["alice"])
