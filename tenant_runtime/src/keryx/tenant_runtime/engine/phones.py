"""Whose phone an endpoint is, which are registered where, and the accounts desks and desk phones register with."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from typing import Any

from keryx.core.centre import Centre
from keryx.core.inputs import PhoneContact, Refused
from keryx.kit.settings import SiteSettings
from keryx.tenant_runtime.engine.database import Database, DatabaseAway
from keryx.tenant_runtime.engine.store import add_phone, phones
from keryx.tenant_runtime.telephony.provisioning import Phones

KEPT_BROWSERS = 3
"""Endpoints an agent may have at once: a reload gets a new one while the old page may still talk."""
_DOMAIN = "keryx.invalid"
_SOME = "?"
"""An address that is not known: only that the site says there is one."""


class PhoneBook:
    """`report` takes what the core must know: the phone that the agent works with, at each site."""

    def __init__(
        self, database: Database, accounts: Phones, centre: Centre, report: Callable[[PhoneContact], None]
    ) -> None:
        self._database = database
        self.accounts = accounts
        self._centre = centre
        self._report = report
        self._agents: dict[str, str] = {}
        self._contacts: dict[tuple[str, str], set[str]] = {}
        """Site and endpoint -> the addresses it is registered from: a phone that registers anew has two for a moment."""

    async def load(self) -> None:
        self._agents = await self._database.run(phones)

    @property
    def browsers(self) -> list[str]:
        return [endpoint for endpoint in self._agents if endpoint.startswith("d-")]

    @property
    def desk_phones(self) -> set[str]:
        """Agents who asked for a desk phone's account, whatever the directory says."""
        return {agent for endpoint, agent in self._agents.items() if endpoint.startswith("p-")}

    async def new_browser(self, agent: str) -> str:
        """A fresh endpoint for a session's desk; the agent's oldest go."""
        endpoint = f"d-{secrets.token_hex(6)}"
        await self._add(endpoint, agent, self._of(agent, "d-")[: 1 - KEPT_BROWSERS])
        return endpoint

    async def desk_phone(self, agent: str) -> str:
        endpoint = Phones.desk_phone(agent)
        if endpoint not in self._agents:
            await self._add(endpoint, agent, [])
        return endpoint

    def browser_at(self, agent: str) -> dict[str, str]:
        """Site -> the agent's newest browser phone that is registered there."""
        newest_last = self._of(agent, "d-")
        return {
            site: endpoint
            for endpoint in newest_last
            for (site, known), addresses in self._contacts.items()
            if known == endpoint and addresses
        }

    def contact(self, site: str, endpoint: str, uri: str, good: bool) -> None:
        """An address of a phone was registered, went away, or does not answer."""
        known = self._contacts.setdefault((site, endpoint), set())
        known.discard(_SOME)
        known.add(uri) if good else known.discard(uri)
        self._tell(site, endpoint)

    def joined(self, site: str, contacts: Mapping[str, bool]) -> None:
        """All registrations at a site, as it says."""
        for at, endpoint in [key for key in self._contacts if key[0] == site and key[1] not in contacts]:
            del self._contacts[at, endpoint]
        for endpoint, reachable in sorted(contacts.items(), key=lambda one: one[1]):
            if endpoint.startswith(("d-", "p-")):
                self._contacts[site, endpoint] = {_SOME} if reachable else set()
                self._tell(site, endpoint)
        self._drop_unregistered(site, contacts)

    def signed_in(self, agent: str) -> None:
        """The agent works with this kind of phone from now on: what is registered of it counts, the other kind does not."""
        for (site, endpoint), known in sorted(self._contacts.items(), key=lambda one: bool(one[1])):
            if self._agent_of(endpoint) == agent:
                used = bool(known) and self._is_used(agent, endpoint)
                self._report(PhoneContact(agent=agent, site=site, endpoint=endpoint, reachable=used))

    def _tell(self, site: str, endpoint: str) -> None:
        agent = self._agent_of(endpoint)
        if agent is not None and self._is_used(agent, endpoint):
            reachable = bool(self._contacts.get((site, endpoint)))
            self._report(PhoneContact(agent=agent, site=site, endpoint=endpoint, reachable=reachable))

    def _drop_unregistered(self, site: str, contacts: Mapping[str, bool]) -> None:
        """What the core still believes from before, and is not so."""
        for agent in list(self._centre.state.agents.values()):
            endpoint = agent.endpoints.get(site)
            if endpoint is not None and not contacts.get(endpoint, False):
                self._report(PhoneContact(agent=agent.id, site=site, endpoint=endpoint, reachable=False))

    def _agent_of(self, endpoint: str) -> str | None:
        if endpoint in self._agents:
            return self._agents[endpoint]
        if endpoint.startswith("p-"):
            return next((one for one in self._centre.directory.people if Phones.desk_phone(one) == endpoint), None)
        return None

    def _is_used(self, agent: str, endpoint: str) -> bool:
        known = self._centre.state.agents.get(agent)
        person = self._centre.directory.people.get(agent)
        kind = known.phone if known is not None and known.state is not None else person.phone if person else "browser"
        return endpoint.startswith("d-" if kind == "browser" else "p-")

    def _of(self, agent: str, prefix: str) -> list[str]:
        return [endpoint for endpoint, owner in self._agents.items() if owner == agent and endpoint.startswith(prefix)]

    async def _add(self, endpoint: str, agent: str, gone: list[str]) -> None:
        try:
            await self._database.run(lambda connection: add_phone(connection, endpoint, agent, gone))
        except DatabaseAway as away:
            raise Refused("database_away", "No phone account can be made while the database is away.") from away
        for old in gone:
            del self._agents[old]
        self._agents[endpoint] = agent


def browser_account(
    endpoint: str, password: str, sites: list[SiteSettings], ice: list[dict[str, Any]]
) -> dict[str, Any]:
    """What a desk's page registers with, at every site, through the gateway."""
    return {
        "username": endpoint, "password": password, "domain": _DOMAIN, "ice_servers": ice,
        "sites": [{"site": site.name, "path": f"/api/tenant/v1/sip/{site.name}"} for site in sites],
    }  # fmt: skip
