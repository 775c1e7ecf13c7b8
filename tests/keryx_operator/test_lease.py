"""Who acts. Two operators at once would undo each other; none at all would leave every tenant as it is for ever."""

import asyncio
from typing import Any

import pytest

from keryx.operator import lease as leases
from keryx.operator.api import ApiError, Cluster
from keryx.operator.lease import LeaseLost, OperatorLease


class _Server(Cluster):
    """One Lease with the API server's compare-and-set; `away` for one that does not answer."""

    def __init__(self) -> None:
        self.lease: dict[str, Any] | None = None
        self.away = False
        self.version = 0

    async def get(self, kind: str, namespace: str | None, name: str) -> dict[str, Any] | None:
        if self.away:
            raise OSError("connection refused")
        return self.lease

    async def create(self, one: dict[str, Any]) -> dict[str, Any]:
        if self.lease is not None:
            raise ApiError(409, "it exists")
        return self._store(one)

    async def replace(self, one: dict[str, Any]) -> dict[str, Any]:
        if one["metadata"]["resourceVersion"] != str(self.version):
            raise ApiError(409, "somebody was faster")
        return self._store(one)

    def _store(self, one: dict[str, Any]) -> dict[str, Any]:
        self.version += 1
        self.lease = {**one, "metadata": {**one["metadata"], "resourceVersion": str(self.version)}}
        return self.lease


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leases, "_RENEW_SECONDS", 0.01)


async def _until_lost(lease: OperatorLease) -> None:
    async with asyncio.timeout(5):
        await lease.keep()


async def test_one_acts_and_the_next_one_takes_over_at_once_when_it_is_given_back() -> None:
    server = _Server()
    first, second = OperatorLease(server, "system", "first"), OperatorLease(server, "system", "second")
    await first.take()
    waiting = asyncio.create_task(second.take())
    await asyncio.sleep(0.1)
    assert (first.held, second.held, waiting.done()) == (True, False, False)
    await first.give_back()
    assert not first.held
    await asyncio.sleep(1.0)  # a Lease that was given back ends after its shortest duration, a second
    async with asyncio.timeout(5):
        await waiting
    assert second.held


async def test_an_operator_whose_lease_another_has_ends() -> None:
    server = _Server()
    lease = OperatorLease(server, "system", "first")
    await lease.take()
    assert server.lease is not None
    server.lease["spec"]["holderIdentity"] = "second"
    with pytest.raises(LeaseLost):
        await _until_lost(lease)
    assert not lease.held


async def test_while_nobody_answers_it_goes_on_asking() -> None:
    server = _Server()
    lease = OperatorLease(server, "system", "first")
    await lease.take()
    server.away = True
    keeping = asyncio.create_task(lease.keep())
    await asyncio.sleep(0.1)
    server.away = False
    await asyncio.sleep(0.1)
    assert not keeping.done()
    assert lease.held
    keeping.cancel()
    await asyncio.gather(keeping, return_exceptions=True)
