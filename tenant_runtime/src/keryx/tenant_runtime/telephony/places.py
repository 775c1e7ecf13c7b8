"""Where each leg and bridge is, and asking its Asterisk about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from keryx.tenant_runtime.telephony.ari import AriRefused
from keryx.tenant_runtime.telephony.site import Site


class Places:
    """`of` is leg or bridge -> site; who learns of a leg writes it there."""

    def __init__(self, sites: Mapping[str, Site]) -> None:
        self.sites = sites
        self.of: dict[str, str] = {}

    def site(self, leg: str) -> Site:
        """The site a leg or bridge is at; AriRefused 404 when it is gone."""
        name = self.of.get(leg)
        if name is None or name not in self.sites:
            raise AriRefused(404, "nothing is known of it")
        return self.sites[name]

    async def ask(self, leg: str, method: str, what: str | None, query: dict[str, str | None] | None = None) -> Any:
        """One request about a leg. AriAway, AriRefused."""
        path = f"channels/{leg}/{what}" if what else f"channels/{leg}"
        return await self.site(leg).request(leg, method, path, query)
