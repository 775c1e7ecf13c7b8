"""The tenant's sites as one telephone system: what is heard there becomes inputs, commands go to the site of their leg."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence

from keryx.core.commands import AnyCommand
from keryx.core.inputs import Input, LegFound, SiteJoined, SiteLost
from keryx.core.state import Interaction, State
from keryx.crds.config import TenantConfig
from keryx.kit.settings import SiteSettings
from keryx.kit.signals import log
from keryx.tenant_runtime.engine.equipment import Equipment
from keryx.tenant_runtime.engine.journal import Journal
from keryx.tenant_runtime.engine.lease import Lease, NotLeading
from keryx.tenant_runtime.engine.loop import Loop, Ticket
from keryx.tenant_runtime.engine.phones import PhoneBook
from keryx.tenant_runtime.engine.prompts import Prompts
from keryx.tenant_runtime.engine.tasks import Tasks
from keryx.tenant_runtime.media.ensure import MediaNotReady
from keryx.tenant_runtime.telephony import events
from keryx.tenant_runtime.telephony.adapter import Adapter
from keryx.tenant_runtime.telephony.ami import AmiAway, AmiRefused
from keryx.tenant_runtime.telephony.ari import AriAway, AriRefused, Event
from keryx.tenant_runtime.telephony.site import Site

_AGAIN_SECONDS = 2.0


class Sites:
    """`run` connects them all, once; it is their `Ears`."""

    def __init__(
        self,
        sites: Sequence[SiteSettings],
        loop: Loop,
        lease: Lease,
        journal: Journal,
        phones: PhoneBook,
        equipment: Equipment,
        prompts: Prompts,
        tasks: Tasks,
    ) -> None:
        self._loop, self._lease, self._journal, self._tasks = loop, lease, journal, tasks
        self._phones, self._equipment, self._prompts = phones, equipment, prompts
        self._by_name = {site.name: Site(site, self) for site in sites}
        self._adapter = Adapter(self._by_name, lease.confirm, self._reveal, loop.report, tasks.failed)
        self._running = False

    def __iter__(self) -> Iterator[Site]:
        return iter(self._by_name.values())

    def get(self, name: str) -> Site | None:
        return self._by_name.get(name)

    @property
    def up(self) -> list[Site]:
        """Those whose Asterisk is connected."""
        return [site for site in self if site.is_up]

    def run(self) -> None:
        """Connect, and stay connected. Asked again it does nothing."""
        if not self._running:
            self._running = True
            for site in self:
                self._tasks.keep(site.run())

    def inherit(self, state: State) -> None:
        """The legs, bridges and playbacks of the leader before us."""
        for interaction in state.interactions.values():
            for leg in (interaction.leg, interaction.bridge, _agent_leg(interaction)):
                if leg:
                    self._adapter.legs[leg] = interaction.site
            for watch in interaction.watches.values():
                self._adapter.legs.update(dict.fromkeys(filter(None, (watch.leg, watch.coach)), interaction.site))
            playing = (interaction.position and interaction.position.playback) or (
                interaction.wait and interaction.wait.playback
            )
            if playing:
                self._adapter.is_playing(interaction.leg, playing)

    def use_countries(self, config: TenantConfig) -> None:
        for site in self:
            if site.name in config.sites:
                site.country = config.sites[site.name].country

    def submit(self, commands: Sequence[AnyCommand], after: Ticket | None) -> None:
        self._adapter.submit(commands, after)

    async def close(self) -> None:
        await self._adapter.close()

    # --- telephony.site.Ears ----------------------------------------------------------------------------------------

    async def may_connect(self) -> None:
        """Whoever connects shuts others out: only who surely leads."""
        await self._lease.renew()

    def joined(self, site: Site, instance: str, legs: tuple[LegFound, ...], bridges: dict[str, str]) -> None:
        self._equipment.forget(site)
        for leg in legs:
            self._adapter.legs[leg.leg] = site.name
        for leg_id, bridge in bridges.items():
            self._adapter.bridged[leg_id] = bridge
            self._adapter.legs[bridge] = site.name
        log.info("site_joined", site=site.name, legs=len(legs))
        self._loop.report(SiteJoined(site=site.name, instance=instance, legs=legs))
        self._tasks.begin(self._equip(site))

    def lost(self, site: Site, cause: str) -> None:
        self._loop.report(SiteLost(site=site.name, cause=cause))

    def event(self, site: Site, event: Event) -> None:
        match event["type"]:
            case "ApplicationReplaced" if event.get("application") == "keryx":
                self._tasks.failed(NotLeading("another engine took the calls over"))
            case "ContactStatusChange":
                self._phones.contact(site.name, *events.contact_of(event))
            case "PlaybackFinished":
                if self._adapter.playback_ended(*events.playback_of(event)):
                    self._report(events.translated(event))
            case "ChannelDestroyed":
                self._report(events.translated(event))
                self._adapter.leg_ended(str(events.leg_of(event)))
            case "StasisStart" if events.is_arrival(event):
                self._adapter.legs[str(events.leg_of(event))] = site.name
                self._report(events.arrived(event, site.name, site.country, self._journal.refuses_new_calls))
            case "StasisStart" if events.is_snoop(event):
                self._adapter.snoop_entered(str(events.leg_of(event)))
            case _:
                self._report(events.translated(event))

    # --- within -----------------------------------------------------------------------------------------------------

    def _report(self, given: Input | None) -> None:
        if given is not None:
            self._loop.report(given)

    def _reveal(self, ref: str | None) -> str | None:
        return None if ref is None else self._loop.centre.state.personal.get(ref)

    async def _equip(self, site: Site) -> None:
        """Until it has all it needs to take calls, or its Asterisk is gone."""
        while site.is_up:
            try:
                return await self._bring(site)
            except (AriAway, AriRefused, AmiAway, AmiRefused, MediaNotReady, KeyError) as error:
                log.error("site_not_equipped", site=site.name, reason=f"{type(error).__name__}: {error}")
            await asyncio.sleep(_AGAIN_SECONDS)
        return None

    async def _bring(self, site: Site) -> None:
        """Tell a site of trunks, phones and outages; learn which phones are registered; see that the prompts are there."""
        config = self._loop.centre.config
        assert config is not None, "sites run once there is a configuration"
        await self._equipment.provision(site)
        await self._equipment.tell_outage(site, config)
        self._phones.joined(site.name, await site.contacts())
        await self._prompts.ensure(config, [site])
        await (await site.ami()).say_equipped()


def _agent_leg(interaction: Interaction) -> str | None:
    if interaction.talk is not None:
        return interaction.talk.leg
    return interaction.offer.leg if interaction.offer is not None else None
