"""Which operator acts: a Lease (coordination.k8s.io/v1), renewed while this one lives, given back when it ends."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp

from keryx.kit.signals import log
from keryx.operator.api import ApiError, Cluster
from keryx.operator.render.names import Object

NAME = "keryx-operator"
SECONDS = 15
_RENEW_SECONDS = 3.0
_MARGIN_SECONDS = 3.0
"""So long before the Lease ends its holder stops writing: clocks differ and requests take time."""
_TIME = "%Y-%m-%dT%H:%M:%S.%fZ"
_AWAY = (ApiError, aiohttp.ClientError, OSError, TimeoutError)


class LeaseLost(Exception):
    """Another operator acts: this one must end."""


class OperatorLease:
    """`take` waits for it; `keep` renews until cancelled or lost. An API server that is away is asked again until the Lease ends."""

    def __init__(self, cluster: Cluster, namespace: str, holder: str) -> None:
        self._cluster, self._namespace, self._holder = cluster, namespace, holder
        self._until = 0.0

    @property
    def held(self) -> bool:
        """Whether this operator may write now."""
        return asyncio.get_running_loop().time() < self._until

    async def take(self) -> None:
        """Wait until the Lease is ours."""
        while not await self._try():  # noqa: ASYNC110 - what is awaited stands in the API server
            await asyncio.sleep(_RENEW_SECONDS)

    async def keep(self) -> None:
        """Until cancelled. LeaseLost when another has it. While nobody answers it is not held, and may be ours again."""
        while True:
            await asyncio.sleep(_RENEW_SECONDS)
            if await self._try() is False:
                raise LeaseLost("another operator holds the Lease")

    async def give_back(self) -> None:
        """So that the next one need not wait."""
        if not self.held:
            return
        self._until = 0.0
        try:
            found = await self._cluster.get("Lease", self._namespace, NAME)
            if found and found["spec"].get("holderIdentity") == self._holder:
                await self._cluster.replace(
                    {**found, "spec": {**found["spec"], "holderIdentity": "", "leaseDurationSeconds": 1}}
                )
        except _AWAY as error:
            log.warning("lease_not_given_back", reason=f"{type(error).__name__}: {error}")

    async def _try(self) -> bool | None:
        """One attempt to take or renew; False when it is another's, None when nobody answers."""
        asked = asyncio.get_running_loop().time()
        try:
            taken = await self._take_or_renew()
        except _AWAY as error:
            log.warning("lease_not_renewed", reason=f"{type(error).__name__}: {error}")
            return None
        if taken:
            self._until = asked + SECONDS - _MARGIN_SECONDS
        else:
            self._until = 0.0
        return taken

    async def _take_or_renew(self) -> bool:
        found = await self._cluster.get("Lease", self._namespace, NAME)
        now = datetime.now(UTC)
        if found is None:
            await self._cluster.create(self._lease({}, now))
            return True
        if _is_anothers(found["spec"], self._holder, now):
            return False
        await self._cluster.replace({**found, "spec": self._lease(found["spec"], now)["spec"]})
        return True

    def _lease(self, before: dict[str, Any], now: datetime) -> Object:
        mine = before.get("holderIdentity") == self._holder
        spec = {
            "holderIdentity": self._holder,
            "leaseDurationSeconds": SECONDS,
            "acquireTime": before.get("acquireTime") if mine else now.strftime(_TIME),
            "renewTime": now.strftime(_TIME),
            "leaseTransitions": int(before.get("leaseTransitions") or 0) + (0 if mine else 1),
        }
        metadata = {"name": NAME, "namespace": self._namespace}
        return {"apiVersion": "coordination.k8s.io/v1", "kind": "Lease", "metadata": metadata, "spec": spec}


def _is_anothers(spec: dict[str, Any], holder: str, now: datetime) -> bool:
    other = spec.get("holderIdentity")
    if not other or other == holder or not spec.get("renewTime"):
        return False
    renewed = datetime.strptime(spec["renewTime"], _TIME).replace(tzinfo=UTC)
    return now < renewed + timedelta(seconds=int(spec.get("leaseDurationSeconds") or SECONDS))
