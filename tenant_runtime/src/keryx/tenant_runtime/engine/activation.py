"""Working by what is pushed: a stored configuration or directory becomes the one that decides, as soon as it can be worked by."""

from __future__ import annotations

import asyncio

from keryx.core.inputs import LeaderBegan
from keryx.kit.signals import log
from keryx.tenant_runtime.engine.equipment import Equipment
from keryx.tenant_runtime.engine.lease import Lease
from keryx.tenant_runtime.engine.loop import Loop
from keryx.tenant_runtime.engine.prompts import Prompts
from keryx.tenant_runtime.engine.pushes import Pushes
from keryx.tenant_runtime.engine.sites import Sites
from keryx.tenant_runtime.media.ensure import MediaNotReady
from keryx.tenant_runtime.telephony.ami import AmiAway, AmiRefused
from keryx.tenant_runtime.telephony.ari import AriAway, AriRefused

_AGAIN_SECONDS = 2.0
_ANSWER_SECONDS = 25.0


class Activation:
    """`run` follows what is stored, `look` tells it that there may be news, `applied` waits for a version."""

    def __init__(
        self,
        pushes: Pushes,
        loop: Loop,
        lease: Lease,
        sites: Sites,
        equipment: Equipment,
        prompts: Prompts,
    ) -> None:
        self._pushes, self._lease = pushes, lease
        self._loop, self._sites, self._equipment, self._prompts = loop, sites, equipment, prompts
        self._centre = loop.centre
        self._activated = asyncio.Condition()
        self._stored = asyncio.Event()
        self._untold = False

    def look(self) -> None:
        self._stored.set()

    async def applied(self, what: str, version: int) -> int | None:
        """Wait, a while, until `version` is worked by; which one is."""
        self.look()
        try:
            async with asyncio.timeout(_ANSWER_SECONDS), self._activated:
                await self._activated.wait_for(lambda: self._active(what) >= version)
        except TimeoutError:
            log.warning("push_not_active_yet", what=what, version=version)
        return self._active(what)

    async def run(self) -> None:
        """For ever. What cannot be worked by yet is tried again."""
        self.look()
        while True:
            await self._stored.wait()
            self._stored.clear()
            try:
                await self._take_directory()
                await self._take_config()
                await self._tell()
            except (MediaNotReady, AriAway, AriRefused, AmiAway, AmiRefused, KeyError, OSError) as error:
                self._again("push_not_active", error)
            except Exception as error:  # the database, of whatever kind
                self._again("pushes_not_read", error)

    def begin_to_lead(self) -> None:
        """There is a configuration: timers run, sites are connected."""
        self._loop.report(LeaderBegan(epoch=self._lease.epoch, holder=self._lease.holder))
        self._loop.start()

    def _again(self, what: str, error: Exception) -> None:
        log.warning(what, reason=f"{type(error).__name__}: {error}")
        asyncio.get_running_loop().call_later(_AGAIN_SECONDS, self.look)

    def _active(self, what: str) -> int:
        return self._centre.state.config_version if what == "config" else self._centre.directory.version

    async def _take_directory(self) -> None:
        directory = await self._pushes.directory()
        if directory is None or directory.version <= self._centre.directory.version:
            return
        self._loop.decide(lambda now: self._centre.use_directory(directory, now), "directory")
        self._untold = True

    async def _take_config(self) -> None:
        found = await self._pushes.newest_config()
        if found is None or found[0].version <= self._centre.state.config_version:
            return
        stored, config = found
        await self._prompts.ensure(config, self._sites)
        for site in self._sites.up:
            await self._equipment.tell_outage(site, config)
        first = self._centre.config is None
        self._sites.use_countries(config)
        self._loop.decide(lambda now: self._centre.use_config(config, stored.version, stored.hash, now), "config")
        if first:
            self.begin_to_lead()
            self._sites.run()
        self._untold = True

    async def _tell(self) -> None:
        """The sites, and then who waits for a version: should we die now, calls find all the trunks that their outage needs."""
        if not self._untold:
            return
        for site in self._sites.up:
            await self._equipment.provision(site)
        self._untold = False
        async with self._activated:
            self._activated.notify_all()
