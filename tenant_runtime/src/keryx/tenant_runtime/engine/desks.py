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
from keryx.tenant_runtime.telephony.echo import ring_echo

Data = dict[str, Any]
_NO_CONTACT_RINGS = (None, "paused", "not_answering", "unreachable")
"""States of an agent in which no contact is offered; None is signed out."""


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
        if name == "echo_test":
            return await self._echo(agent)
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

    async def _echo(self, agent: str) -> Data:
        """Ring the agent's browser with its own echo, but never where a contact could ring."""
        known = self._centre.state.agents.get(agent)
        if known is not None and known.state not in _NO_CONTACT_RINGS:
            raise Refused("echo_not_now", "An echo test is possible when no call can ring: signed out or in a pause.")
        at = self._phones.browser_at(agent)
        person = self._centre.directory.people.get(agent)
        own = (person and person.site) or ""
        site = self._sites.get(own if own in at else next(iter(at), ""))
        if site is None:
            raise Refused("phone_not_registered", "The phone in the browser is not registered at any site.")
        try:
            await ring_echo(site, at[site.name])
        except (AriAway, AriRefused) as error:
            raise Refused("site_away", "The telephone system did not begin the echo test; try again.") from error
        return {"site": site.name}

    async def _provision(self) -> None:
        try:
            for site in self._sites.up:
                await self._equipment.provision(site)
        except (AriAway, AriRefused, KeyError) as error:
            raise Refused("site_away", "The telephone system did not take the account; try again.") from error
