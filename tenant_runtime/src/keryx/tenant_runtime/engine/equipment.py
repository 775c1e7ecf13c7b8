"""What each site is told of the configuration: trunks and phones, and what becomes of a call while no engine lives."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from keryx.core.centre import Centre
from keryx.crds.config import TenantConfig
from keryx.tenant_runtime.engine.outage import Entries, outage
from keryx.tenant_runtime.engine.phones import PhoneBook
from keryx.tenant_runtime.telephony.provisioning import objects
from keryx.tenant_runtime.telephony.site import Site


class Equipment:
    """A site is told only what differs from what it was told before. `secrets`: the folder of the tenant's secrets."""

    def __init__(self, secrets: Path, centre: Centre, phones: PhoneBook) -> None:
        self._secrets, self._centre, self._phones = secrets, centre, phones
        self._outages: dict[str, Entries] = {}

    async def provision(self, site: Site) -> None:
        """Trunks and phones. AriAway, AriRefused; KeyError when a secret cannot be read."""
        config = self._centre.config
        if config is None:
            return
        asked = self._phones.desk_phones
        people = [
            msgspec.structs.replace(one, phone="sip") if one.id in asked else one
            for one in self._centre.directory.people.values()
        ]
        await site.provision(
            objects(site.name, config, people, self._phones.browsers, self._phones.accounts, self.secret)
        )

    async def tell_outage(self, site: Site, config: TenantConfig) -> None:
        """What to do with calls without us. AmiAway, AmiRefused."""
        wished, known = outage(config, site.name), self._outages.get(site.name)
        if known == wished:
            return
        manager = await site.ami()
        if known is None:
            await manager.forget("outage")
        for number in (known or {}).keys() - wished.keys():
            await manager.forget(f"outage/{number}")
        for number, plan in wished.items():
            if (known or {}).get(number) != plan:
                for key, value in plan.items():
                    await manager.put(f"outage/{number}/{key}", value)
        self._outages[site.name] = wished

    def forget(self, site: Site) -> None:
        """Another engine may have told it something else meanwhile."""
        self._outages.pop(site.name, None)

    def ice_servers(self) -> list[dict[str, Any]]:
        """For browsers; KeyError when a secret cannot be read."""
        config = self._centre.config
        servers = []
        for turn in (one for site in (config.sites.values() if config else ()) for one in site.turn):
            server: dict[str, Any] = {"urls": turn.url}
            if turn.username and turn.password_secret_ref:
                reference = turn.password_secret_ref
                server |= {"username": turn.username, "credential": self.secret(reference.name, reference.key)}
            servers.append(server)
        return servers

    def secret(self, name: str, key: str) -> str:
        try:
            return (self._secrets / name / key).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise KeyError(f"the secret {name}/{key} cannot be read") from error
