"""The files that a configuration may play, at the sites that may play them: before it is activated, and whenever an Asterisk comes.

A new Asterisk has a folder of its own that is empty: without this a caller would hear nothing there until the next change.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

import httpx

from keryx.crds.config import TenantConfig, media
from keryx.kit.signals import log
from keryx.tenant_runtime.media.ensure import MediaNotReady, ensure_media
from keryx.tenant_runtime.telephony.site import Site
from keryx.tenant_runtime.vault import Vault

_AGAIN_SECONDS = 2.0


class Prompts:
    def __init__(self, http: httpx.AsyncClient, vault: Vault, worker_url: str) -> None:
        self._http, self._vault, self._worker_url = http, vault, worker_url

    async def ensure(self, config: TenantConfig, sites: Iterable[Site]) -> None:
        """Return when every site has all of them; MediaNotReady says what is missing."""
        await ensure_media(
            self._http, self._vault,
            worker_url=self._worker_url,
            site_urls={site.name: site.settings.agent_url for site in sites if site.name in config.sites},
            sources=media(config),
        )  # fmt: skip

    async def keep_trying(self, config: TenantConfig, site: Site) -> None:
        """Until the site has them, or its Asterisk is gone."""
        while site.is_up:
            if await self._has_them(config, site):
                return
            await asyncio.sleep(_AGAIN_SECONDS)

    async def _has_them(self, config: TenantConfig, site: Site) -> bool:
        try:
            await self.ensure(config, [site])
        except MediaNotReady as missing:
            log.warning("site_without_prompts", site=site.name, reason=str(missing))
            return False
        return True
