"""One tenant while this engine leads it: the parts that decide, speak and listen, wired together, and how a lead begins and ends."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

import httpx
from prometheus_client import Gauge

from keryx.core import facts as f
from keryx.core.centre import Centre
from keryx.core.commands import AnyCommand
from keryx.core.inputs import PhoneContact
from keryx.core.state import encode_state
from keryx.kit.clock import Clock
from keryx.kit.ids import Ids
from keryx.kit.settings import RuntimeSettings, TenantRuntimeSettings
from keryx.kit.signals import log
from keryx.tenant_runtime.engine.activation import Activation
from keryx.tenant_runtime.engine.database import Connection, Database, DatabaseAway
from keryx.tenant_runtime.engine.desks import Desks
from keryx.tenant_runtime.engine.equipment import Equipment
from keryx.tenant_runtime.engine.journal import Journal
from keryx.tenant_runtime.engine.lease import RENEW_SECONDS, Lease
from keryx.tenant_runtime.engine.link import Links
from keryx.tenant_runtime.engine.loop import Loop, Ticket
from keryx.tenant_runtime.engine.phones import PhoneBook
from keryx.tenant_runtime.engine.prompts import Prompts
from keryx.tenant_runtime.engine.pushes import Pushes
from keryx.tenant_runtime.engine.showing import Showing
from keryx.tenant_runtime.engine.sites import Sites
from keryx.tenant_runtime.engine.store import save_snapshot
from keryx.tenant_runtime.engine.takeover import Inheritance
from keryx.tenant_runtime.engine.tasks import Tasks
from keryx.tenant_runtime.engine.trace import Traces
from keryx.tenant_runtime.recording.notify import Finished
from keryx.tenant_runtime.telephony.provisioning import Phones
from keryx.tenant_runtime.vault import Vault

SNAPSHOT_SECONDS = 10.0
_INTERACTIONS = Gauge("keryx_interactions", "Open interactions", ["tenant"])
_LEADS = Gauge("keryx_engine_epoch", "Epoch of the lease this engine holds", ["tenant"])


class Leader:
    """`begin`, then `run` leads until it may not any more (raised) or is cancelled; then `close`."""

    def __init__(
        self,
        settings: RuntimeSettings,
        tenant: TenantRuntimeSettings,
        lease: Lease,
        database: Database,
        journal: Journal,
        pushes: Pushes,
        vault: Vault,
        inherited: Inheritance,
    ) -> None:
        self._tenant, self._lease, self._database, self._journal = tenant, lease, database, journal
        self._inherited = inherited
        self._http = httpx.AsyncClient(trust_env=False)
        self._finished = Finished(self._http, vault)
        self._tasks = Tasks()
        self._traces = Traces()
        clock = Clock(not_before=inherited.state.last_at)
        self._centre = centre = Centre(tenant.id, Ids(clock.now))
        self._loop = Loop(centre, clock, journal, self._submit, self._follow)
        accounts = Phones(bytes.fromhex(vault.service_token()))
        self._phones = PhoneBook(database, accounts, centre, self._phone_contact)
        equipment = Equipment(Path(settings.secrets_dir) / tenant.id, centre, self._phones)
        prompts = Prompts(self._http, vault, tenant.worker.url)
        self._sites = Sites(tenant.sites, self._loop, lease, journal, self._phones, equipment, prompts, self._tasks)
        self._activation = Activation(pushes, self._loop, lease, self._sites, equipment, prompts)
        self._showing = Showing(lease.epoch, centre, clock, settings.valkey_url(), self._tell_heads)
        self._desks = Desks(self._loop, self._phones, equipment, self._sites, self._showing.topics)
        self.links = Links(self._desks)
        self.failed = self._tasks.failed
        self.applied = self._activation.applied
        _LEADS.labels(tenant.id).set(lease.epoch)

    async def begin(self) -> None:
        """Go on where the leader before us was; from here inputs are decided."""
        inherited = self._inherited
        self._journal.begin(self._lease.epoch, inherited.seq)
        await self._phones.load()
        if inherited.config is None:
            self._centre.state, self._centre.directory = inherited.state, inherited.directory
            return
        self._centre.restore(inherited.state, inherited.config, inherited.directory, inherited.older)
        self._sites.use_countries(inherited.config)
        self._sites.inherit(inherited.state)
        self._desks.presence.expect(agent.id for agent in inherited.state.agents.values() if agent.desk)
        self._activation.begin_to_lead()

    async def run(self) -> None:
        for work in (
            self._keep_lease(), self._showing.run(), self._desks.presence.run(), self._snapshots(),
            self._activation.run(), self._finished.run(),
        ):  # fmt: skip
            self._tasks.keep(work)
        if self._centre.config is not None:
            self._sites.run()
        await self._tasks.until_failure()

    async def close(self) -> None:
        """Stop deciding; what was decided is written."""
        self._loop.stop()
        await self._tasks.close()
        await self._sites.close()
        await self._http.aclose()
        _LEADS.labels(self._tenant.id).set(0)

    # --- what a leader does all the time ----------------------------------------------------------------------------

    async def _keep_lease(self) -> None:
        while True:
            before = self._lease.versions
            await asyncio.sleep(RENEW_SECONDS)
            await self._lease.renew()
            if self._lease.versions != before:
                self._activation.look()

    async def _snapshots(self) -> None:
        written = -1
        while True:
            await asyncio.sleep(SNAPSHOT_SECONDS)
            if self._journal.seq == written or self._journal.is_away:
                continue
            try:
                written = await self._snapshot()
            except DatabaseAway as away:
                log.warning("snapshot_skipped", reason=str(away))

    async def _snapshot(self) -> int:
        seq, data = self._journal.seq, encode_state(self._centre.state)
        await self._journal.durable()

        async def save(connection: Connection) -> None:
            await save_snapshot(connection, seq, self._lease.epoch, data)

        await self._database.run(save)
        return seq

    # --- what follows from a decision -------------------------------------------------------------------------------

    def _submit(self, commands: Sequence[AnyCommand], after: Ticket | None) -> None:
        self._sites.submit(commands, after)

    def _follow(self, facts: Sequence[f.AnyFact]) -> None:
        self._traces.follow(facts)
        _INTERACTIONS.labels(self._tenant.id).set(len(self._centre.state.interactions))
        for fact in facts:
            if isinstance(fact, f.RecordingStopped):
                self._track_finished(fact)
        self._showing.follow(facts)

    def _track_finished(self, fact: f.RecordingStopped) -> None:
        """The site agent lets the file rest for longer than the journal needs to know of it."""
        if (site := self._sites.get(fact.site)) is not None:
            self._finished.add(site.settings.agent_url, fact.recording)

    def _phone_contact(self, report: PhoneContact) -> None:
        if self._centre.config is not None:
            self._loop.report(report)

    def _tell_heads(self) -> None:
        self.links.tell_heads()
