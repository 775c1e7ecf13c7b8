"""One tenant while this engine leads it: everything that decides, speaks and listens, wired together."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx
import msgspec
from prometheus_client import Gauge

from keryx.core import facts as f
from keryx.core.centre import Centre
from keryx.core.commands import AnyCommand
from keryx.core.directory import Directory
from keryx.core.inputs import (
    DeskGone,
    DeskSeen,
    Input,
    LeaderBegan,
    LegFound,
    PhoneContact,
    Refused,
    SignIn,
    SiteJoined,
    SiteLost,
)
from keryx.core.state import State, encode_state
from keryx.core.views import desk_view, queues_view
from keryx.crds.config import TenantConfig, media
from keryx.kit.clock import Clock
from keryx.kit.ids import Ids
from keryx.kit.settings import RuntimeSettings, TenantRuntimeSettings
from keryx.kit.signals import log
from keryx.tenant_runtime.engine import takeover
from keryx.tenant_runtime.engine.database import Database, DatabaseAway
from keryx.tenant_runtime.engine.journal import Journal
from keryx.tenant_runtime.engine.lease import Lease, NotLeading
from keryx.tenant_runtime.engine.link import Links
from keryx.tenant_runtime.engine.live import Publisher, Topics, View
from keryx.tenant_runtime.engine.loop import Loop
from keryx.tenant_runtime.engine.outage import Entries, outage
from keryx.tenant_runtime.engine.phones import PhoneBook, browser_account
from keryx.tenant_runtime.engine.presence import Presence
from keryx.tenant_runtime.engine.pushes import Pushes
from keryx.tenant_runtime.engine.requests import request
from keryx.tenant_runtime.engine.store import save_snapshot
from keryx.tenant_runtime.engine.trace import Traces
from keryx.tenant_runtime.media.ensure import MediaNotReady, ensure_media
from keryx.tenant_runtime.recording.notify import track_finished
from keryx.tenant_runtime.telephony import events
from keryx.tenant_runtime.telephony.adapter import Adapter
from keryx.tenant_runtime.telephony.ami import AmiAway, AmiRefused
from keryx.tenant_runtime.telephony.ari import AriAway, AriRefused, Event
from keryx.tenant_runtime.telephony.provisioning import Phones, objects
from keryx.tenant_runtime.telephony.site import Site
from keryx.tenant_runtime.vault import Vault

SNAPSHOT_SECONDS = 10.0
_LIVE_SECONDS = 0.1
_ACTIVATE_AGAIN_SECONDS = 2.0
_INTERACTIONS = Gauge("keryx_interactions", "Open interactions", ["tenant"])
_LEADS = Gauge("keryx_engine_epoch", "Epoch of the lease this engine holds", ["tenant"])


class Leader:
    """`begin`, then `run` leads until it may not any more (raised) or is cancelled; then `close`."""

    def __init__(
        self,
        settings: RuntimeSettings,
        tenant: TenantRuntimeSettings,
        lease: Lease,
        database: Database,
        journal: Journal,
        pushes: Pushes,
        vault: Vault,
    ) -> None:
        self._settings, self._tenant = settings, tenant
        self._lease, self._database, self._journal, self._pushes, self._vault = lease, database, journal, pushes, vault
        self._failure: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._http = httpx.AsyncClient(trust_env=False)
        self._tasks: set[asyncio.Task[Any]] = set()
        self._traces = Traces()
        self._activation = asyncio.Condition()
        self._stored_changed = asyncio.Event()
        self._changed = asyncio.Event()
        self._outages: dict[str, Entries] = {}
        self._sites_running = False
        self.topics = Topics(lease.epoch, self._view)
        self.links = Links(self)
        self._publisher = Publisher(tenant.id, settings.valkey, self.links.tell_heads)
        self._presence = Presence(self._desk_seen, self._desk_gone)
        self._sites = {site.name: Site(site, self) for site in tenant.sites}
        _LEADS.labels(tenant.id).set(lease.epoch)

    def failed(self, error: BaseException) -> None:
        """What ends this engine's lead."""
        if not self._failure.done():
            self._failure.set_exception(error)

    # --- leading ----------------------------------------------------------------------------------------------------

    async def run(self) -> None:
        for work in (
            self._keep_lease(), self._publisher.run(), self._show(), self._presence.run(), self._snapshots(),
            self._follow_pushes(),
        ):  # fmt: skip
            self._spawn(work, fatal=True)
        if self.centre.config is not None:
            self._run_sites()
        await self._failure

    async def close(self) -> None:
        """Stop deciding; what was decided is written."""
        if hasattr(self, "loop"):
            self.loop.stop()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if hasattr(self, "adapter"):
            await self.adapter.close()
        await self._http.aclose()
        _LEADS.labels(self._tenant.id).set(0)

    async def begin(self) -> None:
        """Snapshot, tail and configuration; from here inputs are decided."""
        state, seq = await self._database.run(
            lambda connection: takeover.inherit(connection, self._vault), seconds=30.0
        )
        config, older, directory = await takeover.configured(self._tenant.id, state, self._pushes)
        clock = Clock(not_before=state.last_at)
        self.clock = clock
        self.centre = Centre(self._tenant.id, Ids(clock.now))
        self._journal.begin(self._lease.epoch, seq)
        self.loop = Loop(self.centre, clock, self._journal, self._submit, self._follow)
        self.adapter = Adapter(self._sites, self._lease.confirm, self._reveal, self.loop.report, self.failed)
        accounts = Phones(bytes.fromhex(self._vault.service_token()))
        self.phones = PhoneBook(self._database, accounts, self.centre, self._phone_contact)
        await self.phones.load()
        if config is None:
            self.centre.state = state
            self.centre.directory = directory
            return
        self._inherit(state, config, older, directory)

    def _inherit(
        self, state: State, config: TenantConfig, older: dict[int, TenantConfig], directory: Directory
    ) -> None:
        self.centre.restore(state, config, directory, older)
        self._use_countries(config)
        for interaction in state.interactions.values():
            for leg in (interaction.leg, interaction.bridge, _agent_leg(interaction)):
                if leg:
                    self.adapter.legs[leg] = interaction.site
            playing = (interaction.position and interaction.position.playback) or (
                interaction.wait and interaction.wait.playback
            )
            if playing:
                self.adapter.is_playing(interaction.leg, playing)
        self._presence.expect(agent.id for agent in state.agents.values() if agent.desk)
        self.loop.report(LeaderBegan(epoch=self._lease.epoch, holder=self._lease.holder))
        self.loop.start()

    def _run_sites(self) -> None:
        if not self._sites_running:
            self._sites_running = True
            for site in self._sites.values():
                self._spawn(site.run(), fatal=True)

    async def _keep_lease(self) -> None:
        while True:
            before = self._lease.versions
            await asyncio.sleep(1.0)
            await self._lease.renew()
            if self._lease.versions != before:
                self._stored_changed.set()

    async def _snapshots(self) -> None:
        written = -1
        while True:
            await asyncio.sleep(SNAPSHOT_SECONDS)
            seq = self._journal.seq
            if seq == written or self._journal.is_away:
                continue
            data = encode_state(self.centre.state)
            await self._journal.durable()
            try:
                await self._database.run(
                    lambda connection, seq=seq, data=data: save_snapshot(connection, seq, self._lease.epoch, data)  # type: ignore[misc]  # bound now
                )
                written = seq
            except DatabaseAway as away:
                log.warning("snapshot_skipped", reason=str(away))

    # --- decisions --------------------------------------------------------------------------------------------------

    def _submit(self, commands: Sequence[AnyCommand], after: asyncio.Future[None] | None) -> None:
        self.adapter.submit(commands, after)

    def _follow(self, facts: Sequence[f.AnyFact]) -> None:
        """What else happens when something happened."""
        self._traces.follow(facts)
        _INTERACTIONS.labels(self._tenant.id).set(len(self.centre.state.interactions))
        for fact in facts:
            if isinstance(fact, f.RecordingStopped):
                self._spawn(self._track_finished(fact))
        self._changed.set()

    def _reveal(self, ref: str | None) -> str | None:
        return None if ref is None else self.centre.state.personal.get(ref)

    async def _track_finished(self, fact: f.RecordingStopped) -> None:
        site = self._sites.get(fact.site)
        if site is not None:
            await self._journal.durable()
            await track_finished(
                self._http, self._vault, site.settings.agent_url,
                recording=fact.recording, interaction=fact.interaction, leg=fact.leg,
            )  # fmt: skip

    # --- sites (telephony.site.Ears) ----------------------------------------------------------------------------------

    async def may_connect(self) -> None:
        """Whoever connects shuts others out: only who surely leads."""
        await self._lease.renew()

    def joined(self, site: Site, instance: str, legs: tuple[LegFound, ...], bridges: dict[str, str]) -> None:
        self._outages.pop(site.name, None)
        for leg in legs:
            self.adapter.legs[leg.leg] = site.name
        for leg_id, bridge in bridges.items():
            self.adapter.bridged[leg_id] = bridge
            self.adapter.legs[bridge] = site.name
        log.info("site_joined", site=site.name, legs=len(legs))
        self.loop.report(SiteJoined(site=site.name, instance=instance, legs=legs))
        self._spawn(self._equip(site))

    def lost(self, site: Site, cause: str) -> None:
        self.loop.report(SiteLost(site=site.name, cause=cause))

    def event(self, site: Site, event: Event) -> None:
        match event["type"]:
            case "ApplicationReplaced" if event.get("application") == "keryx":
                self.failed(NotLeading("another engine took the calls over"))
            case "ContactStatusChange":
                self.phones.contact(site.name, *events.contact_of(event))
            case "PlaybackFinished":
                if self.adapter.playback_ended(*events.playback_of(event)):
                    self._report(events.translated(event))
            case "ChannelDestroyed":
                self._report(events.translated(event))
                self.adapter.leg_ended(str(events.leg_of(event)))
            case "StasisStart" if events.is_arrival(event):
                self.adapter.legs[str(events.leg_of(event))] = site.name
                self._report(events.arrived(event, site.name, site.country, self._journal.refuses_new_calls))
            case _:
                self._report(events.translated(event))

    def _report(self, given: Input | None) -> None:
        if given is not None:
            self.loop.report(given)

    async def _equip(self, site: Site) -> None:
        """Tell a site of trunks, phones and outages; learn which phones are registered."""
        try:
            await self._provision(site)
            await self._tell_outage(site)
            self.phones.joined(site.name, await site.contacts())
        except (AriAway, AriRefused, AmiAway, AmiRefused, KeyError) as error:
            log.error("site_not_equipped", site=site.name, reason=f"{type(error).__name__}: {error}")

    async def _provision(self, site: Site) -> None:
        if self.centre.config is None:
            return
        people = self.centre.directory.people
        asked = self.phones.desk_phones
        with_phones = [msgspec.structs.replace(one, phone="sip") if one.id in asked else one for one in people.values()]
        wished = objects(
            site.name, self.centre.config, with_phones, self.phones.browsers, self.phones.accounts, self._secret
        )
        await site.provision(wished)

    async def _tell_outage(self, site: Site) -> None:
        assert self.centre.config is not None, "sites run once there is a configuration"
        await self._write_outage(site, outage(self.centre.config, site.name))

    async def _write_outage(self, site: Site, wished: Entries) -> None:
        known = self._outages.get(site.name)
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

    def _secret(self, name: str, key: str) -> str:
        path = Path(self._settings.secrets_dir) / self._tenant.id / name / key
        try:
            return path.read_text(encoding="utf-8").strip()
        except OSError as error:
            raise KeyError(f"the secret {name}/{key} cannot be read") from error

    def _phone_contact(self, report: PhoneContact) -> None:
        if self.centre.config is not None:
            self.loop.report(report)

    # --- what is pushed -----------------------------------------------------------------------------------------------

    async def applied(self, what: str, version: int) -> int | None:
        """Wait, a while, until `version` is worked by; which one is."""
        self._stored_changed.set()
        try:
            async with asyncio.timeout(25.0), self._activation:
                await self._activation.wait_for(lambda: self._active(what) >= version)
        except TimeoutError:
            log.warning("push_not_active_yet", what=what, version=version)
        return self._active(what)

    def _active(self, what: str) -> int:
        state = self.centre.state
        return state.config_version if what == "config" else self.centre.directory.version

    async def _follow_pushes(self) -> None:
        """Work by what is stored, as soon as it can be worked by. What cannot yet is tried again."""
        self._stored_changed.set()
        while True:
            await self._stored_changed.wait()
            self._stored_changed.clear()
            try:
                await self._take_directory()
                await self._take_config()
            except (MediaNotReady, AriAway, AriRefused, AmiAway, AmiRefused, KeyError, OSError) as error:
                log.warning("push_not_active", reason=f"{type(error).__name__}: {error}")
                asyncio.get_running_loop().call_later(_ACTIVATE_AGAIN_SECONDS, self._stored_changed.set)
            except Exception as error:  # the database, of whatever kind
                log.warning("pushes_not_read", reason=f"{type(error).__name__}: {error}")
                asyncio.get_running_loop().call_later(_ACTIVATE_AGAIN_SECONDS, self._stored_changed.set)

    async def _take_directory(self) -> None:
        directory = await self._pushes.directory()
        if directory is None or directory.version <= self.centre.directory.version:
            return
        self.loop.decide(lambda now: self.centre.use_directory(directory, now), "directory")
        await self._tell_active()
        for site in self._sites.values():
            if site.is_up:
                await self._provision(site)

    async def _take_config(self) -> None:
        found = await self._pushes.newest_config()
        if found is None or found[0].version <= self.centre.state.config_version:
            return
        stored, config = found
        await self._ensure_media(config)
        for site in self._sites.values():
            if site.is_up:
                await self._write_outage(site, outage(config, site.name))
        first = self.centre.config is None
        self._use_countries(config)
        self.loop.decide(lambda now: self.centre.use_config(config, stored.version, stored.hash, now), "config")
        if first:
            self.loop.report(LeaderBegan(epoch=self._lease.epoch, holder=self._lease.holder))
            self.loop.start()
            self._run_sites()
        await self._tell_active()
        for site in self._sites.values():
            if site.is_up:
                await self._provision(site)

    async def _ensure_media(self, config: TenantConfig) -> None:
        sites = {name: site.settings.agent_url for name, site in self._sites.items() if name in config.sites}
        await ensure_media(
            self._http, self._vault, worker_url=f"http://{self._tenant.worker.listen}", site_urls=sites,
            sources=media(config),
        )  # fmt: skip

    def _use_countries(self, config: TenantConfig) -> None:
        for name, site in self._sites.items():
            if name in config.sites:
                site.country = config.sites[name].country

    async def _tell_active(self) -> None:
        async with self._activation:
            self._activation.notify_all()

    # --- desks (engine.link.Led) ----------------------------------------------------------------------------------------

    async def command(self, agent: str, by: str, name: str, args: dict[str, Any]) -> dict[str, Any]:
        if self.centre.config is None:
            raise Refused("not_configured", "Nothing is configured yet.")
        if name == "phone":
            return await self._browser_account(agent)
        if name == "sip_account":
            return await self._desk_phone_account(agent)
        given = request(name, agent, by, args)
        await self.loop.request(given)
        if isinstance(given, SignIn):
            self.phones.signed_in(agent)
        return {}

    def present(self, gateway: object, agents: frozenset[str]) -> None:
        self._presence.told(gateway, agents)

    def gateway_gone(self, gateway: object) -> None:
        self._presence.link_gone(gateway)

    def _desk_seen(self, agent: str) -> None:
        known = self.centre.state.agents.get(agent)
        if self.centre.config is not None and agent in self.centre.directory.people and not (known and known.desk):
            self.loop.report(DeskSeen(agent=agent, by=agent))

    def _desk_gone(self, agent: str) -> None:
        if self.centre.config is not None:
            self.loop.report(DeskGone(agent=agent, by=agent))

    async def _browser_account(self, agent: str) -> dict[str, Any]:
        endpoint = await self.phones.new_browser(agent)
        await self._provision_all()
        sites = [site.settings for site in self._sites.values()]
        return browser_account(endpoint, self.phones.accounts.password(endpoint), sites, self._ice_servers())

    async def _desk_phone_account(self, agent: str) -> dict[str, Any]:
        endpoint = await self.phones.desk_phone(agent)
        await self._provision_all()
        person = self.centre.directory.people.get(agent)
        site = self._sites.get((person and person.site) or "") or next(iter(self._sites.values()))
        return {
            "username": endpoint, "password": self.phones.accounts.password(endpoint),
            "registrar": site.settings.sip_address,
        }  # fmt: skip

    async def _provision_all(self) -> None:
        try:
            for site in self._sites.values():
                if site.is_up:
                    await self._provision(site)
        except (AriAway, AriRefused, KeyError) as error:
            raise Refused("site_away", "The telephone system did not take the account; try again.") from error

    def _ice_servers(self) -> list[dict[str, Any]]:
        assert self.centre.config is not None, "commands are refused before"
        servers = []
        for turn in (one for site in self.centre.config.sites.values() for one in site.turn):
            server: dict[str, Any] = {"urls": turn.url}
            if turn.username and turn.password_secret_ref:
                reference = turn.password_secret_ref
                server |= {"username": turn.username, "credential": self._secret(reference.name, reference.key)}
            servers.append(server)
        return servers

    # --- views --------------------------------------------------------------------------------------------------------

    async def _show(self) -> None:
        """Publish what changed, at most ten times a second."""
        while True:
            await self._changed.wait()
            self._changed.clear()
            for patch in self.topics.refresh():
                self._publisher.publish(patch)
            await asyncio.sleep(_LIVE_SECONDS)

    def _view(self, topic: str) -> View | None:
        if self.centre.config is None:
            return None
        kind, _, agent = topic.partition(":")
        if topic == "queues":
            return _builtins(queues_view(self.centre, self.clock.now()))
        if kind == "agent" and agent:
            return _builtins(desk_view(self.centre, agent, self.clock.now()))
        return None

    # --- within ---------------------------------------------------------------------------------------------------------

    def _spawn(self, work: Any, *, fatal: bool = False) -> None:
        task: asyncio.Task[Any] = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(lambda done: self._ended(done, fatal))

    def _ended(self, task: asyncio.Task[Any], fatal: bool) -> None:
        self._tasks.discard(task)
        if task.cancelled() or (error := task.exception()) is None:
            return
        log.error("task_failed", task=task.get_coro().__qualname__, exc_info=error)  # type: ignore[union-attr]
        if fatal:
            self.failed(error)


def _agent_leg(interaction: Any) -> str | None:
    if interaction.talk is not None:
        return str(interaction.talk.leg)
    return str(interaction.offer.leg) if interaction.offer is not None else None


def _builtins(view: msgspec.Struct) -> View:
    data = msgspec.to_builtins(view)
    assert isinstance(data, dict)
    return data
