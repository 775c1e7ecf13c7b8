"""What desks ask of the engine, and whose desk is there."""

from __future__ import annotations

from typing import Any

from keryx.core.inputs import DeskGone, DeskSeen, Refused, SignIn
from keryx.tenant_runtime.engine.equipment import Equipment
from keryx.tenant_runtime.engine.live import Topics
from keryx.tenant_runtime.engine.loop import Loop
from keryx.tenant_runtime.engine.phones import PhoneBook, browser_account
from keryx.tenant_runtime.engine.presence import Presence
from keryx.tenant_runtime.engine.requests import request
from keryx.tenant_runtime.engine.sites import Sites
from keryx.tenant_runtime.telephony.ari import AriAway, AriRefused

Data = dict[str, Any]


class Desks:
    """It is `engine.link.Led`."""

    def __init__(self, loop: Loop, phones: PhoneBook, equipment: Equipment, sites: Sites, topics: Topics) -> None:
        self._loop, self._phones, self._equipment, self._sites = loop, phones, equipment, sites
        self._centre = loop.centre
        self._topics = topics
        self.presence = Presence(self._seen, self._gone)

    @property
    def topics(self) -> Topics:
        return self._topics

    async def command(self, agent: str, by: str, name: str, args: Data) -> Data:
        if self._centre.config is None:
            raise Refused("not_configured", "Nothing is configured yet.")
        if name == "phone":
            return await self._browser_account(agent)
        if name == "sip_account":
            return await self._desk_phone_account(agent)
        given = request(name, agent, by, args)
        await self._loop.request(given)
        if isinstance(given, SignIn):
            self._phones.signed_in(agent)
        return {}

    def present(self, gateway: object, agents: frozenset[str]) -> None:
        self.presence.told(gateway, agents)

    def gateway_gone(self, gateway: object) -> None:
        self.presence.link_gone(gateway)

    def _seen(self, agent: str) -> None:
        known = self._centre.state.agents.get(agent)
        if self._centre.config is not None and agent in self._centre.directory.people and not (known and known.desk):
            self._loop.report(DeskSeen(agent=agent, by=agent))

    def _gone(self, agent: str) -> None:
        if self._centre.config is not None:
            self._loop.report(DeskGone(agent=agent, by=agent))

    async def _browser_account(self, agent: str) -> Data:
        endpoint = await self._phones.new_browser(agent)
        await self._provision()
        sites = [site.settings for site in self._sites]
        password = self._phones.accounts.password(endpoint)
        return browser_account(endpoint, password, sites, self._equipment.ice_servers())

    async def _desk_phone_account(self, agent: str) -> Data:
        endpoint = await self._phones.desk_phone(agent)
        await self._provision()
        person = self._centre.directory.people.get(agent)
        site = self._sites.get((person and person.site) or "") or next(iter(self._sites))
        return {
            "username": endpoint, "password": self._phones.accounts.password(endpoint),
            "registrar": site.settings.sip_address,
        }  # fmt: skip

    async def _provision(self) -> None:
        try:
            for site in self._sites.up:
                await self._equipment.provision(site)
        except (AriAway, AriRefused, KeyError) as error:
            raise Refused("site_away", "The telephone system did not take the account; try again.") from error
