"""The files that a configuration may play, at the sites that may play them: before it is activated, and whenever an Asterisk comes.

A new Asterisk has a folder of its own that is empty: without this a caller would hear nothing there until the next change.
"""

from __future__ import annotations

from collections.abc import Iterable

import httpx

from keryx.crds.config import TenantConfig, media
from keryx.tenant_runtime.media.ensure import ensure_media
from keryx.tenant_runtime.telephony.site import Site
from keryx.tenant_runtime.vault import Vault


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
