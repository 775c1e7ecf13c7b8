"""One tenant in an engine process: wait for the lease, lead, and end when another leads."""

from __future__ import annotations

import asyncio
from pathlib import Path

from keryx.kit.postgres import Pool
from keryx.kit.settings import RuntimeSettings, TenantRuntimeSettings
from keryx.kit.signals import log
from keryx.kit.tokens import read_keys
from keryx.tenant_runtime.database import check
from keryx.tenant_runtime.engine.api import Served
from keryx.tenant_runtime.engine.database import Database
from keryx.tenant_runtime.engine.journal import Journal
from keryx.tenant_runtime.engine.leader import Leader
from keryx.tenant_runtime.engine.lease import Lease
from keryx.tenant_runtime.engine.link import Links
from keryx.tenant_runtime.engine.pushes import Pushes
from keryx.tenant_runtime.engine.spool import Spool
from keryx.tenant_runtime.engine.takeover import inherit
from keryx.tenant_runtime.vault import Vault

_FLUSH_SECONDS = 2.0


class TenantEngine:
    """`run()` until cancelled, or until this process must end (raised). `pool` is for pushes and rests empty."""

    def __init__(self, settings: RuntimeSettings, tenant: TenantRuntimeSettings, pool: Pool) -> None:
        self._settings, self._tenant = settings, tenant
        self._vault = Vault.from_file(tenant.vault_key)
        self.pushes = Pushes(tenant.id, pool)
        self._leader: Leader | None = None

    def served(self) -> Served:
        """What the API needs of this tenant."""
        keys = self._tenant.signing_keys
        return Served(
            id=self._tenant.id,
            pushes=self.pushes,
            keys={
                "operator": tuple(read_keys(keys.operator)),
                "control-plane": tuple(read_keys(keys.control_plane)),
                "gateway": tuple(read_keys(keys.gateway)),
            },
            links=self._links,
            applied=self._applied,
        )

    async def run(self) -> None:
        database = Database(self._tenant.database, "keryx engine")
        writing = Database(self._tenant.database, "keryx journal")
        folder = Path(self._settings.spool_dir)
        spool = Spool.of_this_process(folder, self._tenant.id)
        journal = Journal(self._tenant.id, writing, self._vault, spool, self._failed)
        lease = Lease(database, self._tenant.engine.address)
        try:
            await lease.take(lambda: journal.replay_abandoned(folder))
            await database.run(check)
            await self._lead(lease, database, journal)
        finally:
            await journal.close()
            if lease.epoch:
                await lease.release()
            await writing.close()
            await database.close()

    async def _lead(self, lease: Lease, database: Database, journal: Journal) -> None:
        inherited = await inherit(self._tenant.id, database, self.pushes, self._vault)
        leader = Leader(self._settings, self._tenant, lease, database, journal, self.pushes, self._vault, inherited)
        writing = asyncio.create_task(journal.run(), name="journal")
        try:
            await leader.begin()
            self._leader = leader  # from here it is asked
            await leader.run()
        finally:
            self._leader = None
            await leader.close()
            if not writing.done():  # else it was refused, and waiting would not help
                await journal.flush(_FLUSH_SECONDS)
            writing.cancel()
            await asyncio.gather(writing, return_exceptions=True)

    def _failed(self, error: BaseException) -> None:
        log.error("journal_failed", reason=f"{type(error).__name__}: {error}")
        if self._leader is not None:
            self._leader.failed(error)

    def _links(self) -> Links | None:
        return None if self._leader is None else self._leader.links

    async def _applied(self, what: str, version: int) -> int | None:
        return None if self._leader is None else await self._leader.applied(what, version)
