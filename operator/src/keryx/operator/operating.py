"""The operator at work: prepare the platform, know every declaration, then keep each tenant true."""

from __future__ import annotations

import asyncio
import itertools

import aiohttp
import httpx

from keryx.kit.signals import log
from keryx.operator import declared, servers
from keryx.operator.api import ApiError, Cluster
from keryx.operator.database import DatabaseError
from keryx.operator.keys import Values
from keryx.operator.platform import Platform, ServerUnknown
from keryx.operator.pushing import Receivers
from keryx.operator.reconcile import Reconciler
from keryx.operator.seen import Seen
from keryx.operator.settings import OperatorSettings
from keryx.operator.together import until_one_ends
from keryx.operator.watching import Watcher
from keryx.operator.work_queue import WorkQueue

_WORKERS = 8
_GAP_SECONDS = 0.2
_SWEEP_SECONDS = 60.0
_SWEEPS_A_QUESTION = 10
"""Engines and databases are asked what they hold less often: each question keeps a connection to a tenant's database open for a minute."""
_PAUSE_SECONDS = 1.0
_PASSING = (ApiError, aiohttp.ClientError, DatabaseError, ServerUnknown, OSError, TimeoutError)


class Operator:
    """`run` until cancelled."""

    def __init__(self, cluster: Cluster, settings: OperatorSettings, http: httpx.AsyncClient) -> None:
        self.cluster, self._settings, self._http = cluster, settings, http
        self._seen = Seen()
        self._watcher = Watcher(cluster, self._seen, self._ask)
        self._reconciler: Reconciler | None = None
        self._queue = WorkQueue(self._work, workers=_WORKERS, gap_seconds=_GAP_SECONDS)

    async def is_ready(self) -> bool:
        """Whether it knows the cluster. One that waits for the Lease is ready to take over."""
        return True

    async def run(self) -> None:
        own, platform = await self._prepared()
        receivers = Receivers(self._http, self._settings.control_plane.url, own["operator.key.pem"])
        self._reconciler = Reconciler(self.cluster, self._settings, self._seen, platform, receivers, own)
        await self._known()
        await until_one_ends(self._watcher.run(), self._queue.run(), self._sweep())

    async def _prepared(self) -> tuple[Values, Platform]:
        """Once the platform has what it needs: its database may still be starting."""
        platform = Platform(self.cluster, self._settings)
        while True:
            try:
                return await platform.prepare(), platform
            except _PASSING as error:
                log.warning("platform_not_ready", reason=f"{type(error).__name__}: {error}")
                await asyncio.sleep(_PAUSE_SECONDS)

    async def _known(self) -> None:
        """Every declaration, before the first tenant is compiled: half of them would look like the other half deleted."""
        while True:
            try:
                await self._watcher.look()
                self._ask(None, None)
                return
            except _PASSING as error:
                log.warning("declarations_not_listed", reason=f"{type(error).__name__}: {error}")
                await asyncio.sleep(_PAUSE_SECONDS)

    async def _sweep(self) -> None:
        """One for all: what no watch told is found within a minute."""
        assert self._reconciler is not None
        for number in itertools.count(1):
            await asyncio.sleep(_SWEEP_SECONDS)
            if number % _SWEEPS_A_QUESTION == 0:
                self._reconciler.forget()
            await self._known()

    async def _work(self, key: str) -> float | None:
        assert self._reconciler is not None
        if key == servers.KEY:
            await servers.tell(self.cluster, self._seen)
            return None
        return await self._reconciler.tenant(key)

    def _ask(self, namespace: str | None, tenant_id: str | None) -> None:
        """Ask for the tenants that a namespace or an id is about; for all when neither is told."""
        for one in self._seen.of_kind("Tenant"):
            mine = (
                declared.namespace_of_declarations(one) == namespace or (one.get("spec") or {}).get("id") == tenant_id
            )
            if mine or (namespace is None and tenant_id is None):
                self._queue.add(one["metadata"]["name"])
        self._queue.add(servers.KEY)
