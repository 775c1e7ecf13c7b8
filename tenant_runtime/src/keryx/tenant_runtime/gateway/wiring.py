"""A tenant's gateway put together from its settings."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from keryx.kit import tokens
from keryx.kit.clock import Clock
from keryx.kit.ids import Ids
from keryx.kit.postgres import pool
from keryx.kit.settings import RuntimeSettings, TenantRuntimeSettings
from keryx.tenant_runtime.store import Store as Files
from keryx.tenant_runtime.vault import Vault

from .auditing import Auditing, HeadSigner
from .contacts import Contacts
from .database_watch import DatabaseWatch
from .day import Days
from .hub import Hub
from .link import Ears, EngineLink, Present
from .live_channel import LiveChannel
from .people import Declared, People
from .play_address import PlayAddresses
from .recordings import Recordings
from .records import Records
from .session_store import SessionStore
from .sessions import Sessions
from .store import Store
from .tenant import TenantGateway

_CONNECTIONS = 3
"""At most; one at rest."""


@asynccontextmanager
async def tenant_gateway(settings: RuntimeSettings, tenant: TenantRuntimeSettings) -> AsyncIterator[TenantGateway]:
    """The tenant's gateway with its connections open; what it does in the background is `run`."""
    clock = Clock()
    private_key = settings.gateway_key.read_text()
    vault = Vault.from_file(tenant.vault_key)
    people, declared = People(tenant.id), Declared()
    async with pool(tenant.database, name="keryx gateway", most=_CONNECTIONS) as connections:
        store = Store(connections)
        control_plane = tokens.read_keys(tenant.signing_keys.control_plane)
        auditing = Auditing(tenant.id, store, people, clock)
        sessions = Sessions(tenant.id, SessionStore(store), people, control_plane, clock, auditing)
        plays = PlayAddresses(tenant.id, private_key, tokens.read_keys(tenant.signing_keys.gateway))
        records = Records(tenant.id, store, vault, people, declared, plays.address)
        files = Files(tenant.store)
        hub = Hub(tenant.id, lambda topic: link.ask_snapshot(topic))
        link = EngineLink(
            tenant.id,
            lambda: tokens.sign(private_key, issuer="gateway", audience=tenant.id),
            lambda: Present(hub.present(), hub.followed()),
            Ears(hub.snapshot, hub.heads, hub.engine),
        )
        gateway = TenantGateway(
            id=tenant.id,
            clock=clock,
            people=people,
            declared=declared,
            sessions=sessions,
            records=records,
            recordings=Recordings(files, vault, plays),
            days=Days(store, vault, people, declared),
            contacts=Contacts(tenant.id, store, vault, people, declared),
            ids=Ids(clock.now),
            hub=hub,
            link=link,
            channel=LiveChannel(tenant.id, settings.valkey_url(), hub),
            watch=DatabaseWatch(store, people, declared, link.led_by),
            auditing=auditing,
            head_signer=HeadSigner(tenant.id, store, files, private_key),
            sip_sites={site.name: site.sip_ws_url for site in tenant.sites},
        )
        try:
            yield gateway
        finally:
            hub.close()
