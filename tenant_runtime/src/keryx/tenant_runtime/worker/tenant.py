"""One tenant's part of a worker: follow the journal, render recordings, make prompts. One connection at rest."""

from __future__ import annotations

import asyncio
import time

import msgspec
from prometheus_client import Counter
from psycopg import Error
from psycopg_pool import PoolTimeout

from keryx.kit import signals
from keryx.kit.postgres import Connection, Pool
from keryx.kit.settings import RuntimeSettings, TenantRuntimeSettings
from keryx.tenant_runtime.media.make import MediaMaker
from keryx.tenant_runtime.media.speech import EspeakNg
from keryx.tenant_runtime.recording.names import rendered_name
from keryx.tenant_runtime.recording.render import Rendered
from keryx.tenant_runtime.store import Store
from keryx.tenant_runtime.vault import Vault
from keryx.tenant_runtime.worker import renderer
from keryx.tenant_runtime.worker.projector import BATCH, Projector

_POLL_SECONDS = 1.0
_GATHER_SECONDS = 0.25
"""A busy centre journals hundreds of groups a second; a record that changed in several of them is written once."""
_RENDERING_SECONDS = 0.1
"""How often the end of a rendering is looked for."""
_FIND_SECONDS = 0.5
"""How often, at most, work for the renderer is looked for."""
_AGAIN_SECONDS = 1.0
_UNFINISHED_SECONDS = 3600.0

_RENDERED = Counter("keryx_worker_recordings_rendered_total", "Recordings rendered", ["tenant", "result"])


class TenantWorker:
    """`run()` until cancelled. `pool` is open; `ready` once the first facts were read."""

    def __init__(self, settings: RuntimeSettings, tenant: TenantRuntimeSettings, pool: Pool) -> None:
        self.id = tenant.id
        self.pool = pool
        self.vault = Vault.from_file(tenant.vault_key)
        self.store = Store(tenant.store)
        self.media = MediaMaker(self.store, EspeakNg(str(settings.tts.command), str(settings.tts.data)))
        self.token = self.vault.service_token()
        self.ready = False
        self._projector = Projector(tenant.id)
        self._find_at = 0.0
        self._rendering: tuple[renderer.Job, asyncio.Task[Rendered]] | None = None

    async def run(self) -> None:
        """Go on for ever: a database or store that is away, or a fact only a newer worker knows, is tried again."""
        await asyncio.to_thread(self.store.remove_unfinished, "recordings", _UNFINISHED_SECONDS)
        try:
            while True:
                try:
                    await self._follow()
                except (Error, PoolTimeout, OSError, msgspec.MsgspecError) as error:
                    signals.log.warning("worker_tries_again", tenant=self.id, reason=f"{type(error).__name__}: {error}")
                    await asyncio.sleep(_AGAIN_SECONDS)
        finally:
            await self._stop_rendering()

    async def _follow(self) -> None:
        async with self.pool.connection() as connection:
            try:
                await connection.set_autocommit(True)
                await connection.execute("LISTEN keryx_journal")
                while True:
                    done = await self._projector.step(connection)
                    self.ready = True
                    await self._render(connection)
                    if done < BATCH:
                        await self._wait(connection)
            finally:
                await connection.close()  # it listens and commits by itself: not for others

    async def _render(self, connection: Connection) -> None:
        """Note that the rendering under way is done, and start the next."""
        if self._rendering is not None and self._rendering[1].done():
            await self._rendered(connection, *self._rendering)
            self._find_at = 0.0
        if self._rendering is None and time.monotonic() >= self._find_at:
            self._find_at = time.monotonic() + _FIND_SECONDS
            async with connection.cursor() as cursor:
                job = await renderer.find(cursor)
            if job is not None:
                work = asyncio.to_thread(renderer.make, job, self.store, self.vault)
                self._rendering = job, asyncio.create_task(work, name=f"{self.id}: rendering")

    async def _rendered(self, connection: Connection, job: renderer.Job, task: asyncio.Task[Rendered]) -> None:
        try:
            async with connection.cursor() as cursor:
                error = task.exception()
                if error is None:
                    await renderer.save(cursor, job, task.result(), self.store.uri(rendered_name(job.interaction)))
                elif isinstance(error, OSError):
                    raise error  # the store is away: found again at the next round
                else:
                    signals.log.error("recording_cannot_be_rendered", interaction=str(job.interaction), exc_info=error)
                    await renderer.give_up(cursor, job, f"{type(error).__name__}: {error}")
        finally:
            self._rendering = None
        if task.exception() is None:
            _RENDERED.labels(self.id, "whole" if task.result().is_whole else "with gaps").inc()

    async def _stop_rendering(self) -> None:
        """A thread cannot be cancelled: let it come to its end, its file is of use anyway."""
        if self._rendering is not None:
            await asyncio.wait([self._rendering[1]])

    async def _wait(self, connection: Connection) -> None:
        """Until something is journaled, at most a second; less while a rendering is under way."""
        await asyncio.sleep(_GATHER_SECONDS)
        timeout = _POLL_SECONDS if self._rendering is None else _RENDERING_SECONDS
        async for _ in connection.notifies(timeout=timeout, stop_after=1):
            return
