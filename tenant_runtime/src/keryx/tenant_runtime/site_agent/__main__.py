"""`python -m keryx.tenant_runtime.site_agent --tenant acme --site paris`: the files of one Asterisk."""

from __future__ import annotations

import argparse
import asyncio
import sys
from urllib.parse import urlsplit

import httpx

from keryx.kit import signals
from keryx.kit.settings import RuntimeSettings, SettingsError, SiteSettings, TenantRuntimeSettings, runtime_settings
from keryx.tenant_runtime import service
from keryx.tenant_runtime.site_agent.app import SiteAgentApi
from keryx.tenant_runtime.site_agent.prompts import PromptFetcher
from keryx.tenant_runtime.site_agent.tracks import TrackUploader
from keryx.tenant_runtime.store import Store
from keryx.tenant_runtime.vault import Vault

_WORKER_SECONDS = 10.0
_DRAIN_SECONDS = 15.0
"""How long a stopping site agent goes on bringing home what is finished: its folder may go with its pod."""


async def run(tenant: TenantRuntimeSettings, site: SiteSettings) -> None:
    """Serve until SIGTERM."""
    vault, store = Vault.from_file(tenant.vault_key), Store(tenant.store)
    headers = {"Authorization": f"Bearer {vault.service_token()}", "Content-Type": "application/json"}
    listen = site.agent_listen or urlsplit(site.agent_url).netloc
    async with httpx.AsyncClient(base_url=tenant.worker.url, headers=headers, timeout=_WORKER_SECONDS) as client:
        tracks = TrackUploader(site.recordings_dir, store, vault, client, (tenant.id, site.name))
        api = SiteAgentApi(PromptFetcher(site.sounds_dir, store), tracks, vault.service_token())
        await service.serve(api.app(), listen, [tracks.run()])
        await tracks.drain(_DRAIN_SECONDS)


def main() -> int:
    try:
        settings = runtime_settings()
        tenant, site = _named(settings)
    except SettingsError as error:
        print(f"keryx site agent: {error}", file=sys.stderr)
        return 2
    signals.setup("site_agent", level=settings.log_level, otlp_endpoint=settings.otlp_endpoint)
    asyncio.run(run(tenant, site))
    signals.stop()
    return 0


def _named(settings: RuntimeSettings) -> tuple[TenantRuntimeSettings, SiteSettings]:
    parser = argparse.ArgumentParser(prog="keryx.tenant_runtime.site_agent", description=__doc__)
    parser.add_argument("--tenant", required=True)
    parser.add_argument("--site", required=True)
    given = parser.parse_args()
    tenant = settings.tenant(given.tenant)
    for site in tenant.sites:
        if site.name == given.site:
            return tenant, site
    raise SettingsError(f"tenant {tenant.id!r} has no site {given.site!r}")


if __name__ == "__main__":
    sys.exit(main())
