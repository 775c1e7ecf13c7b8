"""What the tenant's database says has changed: who leads, which directory and which configuration are in force.

One small query twice a second on a pooled connection, rather than a connection of its own for LISTEN: a tenant has few connections, and
a poll has no state that a restarted database could make it lose. While the database is away all stays as it was.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import msgspec
import structlog
from pydantic import ValidationError

from keryx.core.directory import decode_directory
from keryx.crds.config import read_config
from keryx.tenant_runtime.database import check

from .link import Leader
from .people import Declared, People
from .store import Store, StoreAway

POLL_SECONDS = 0.4
_AWAY_PAUSE_SECONDS = 1.0

log = structlog.get_logger(__name__)

_HEADS = """
SELECT coalesce((SELECT max(version) FROM directory), 0), coalesce((SELECT max(version) FROM config), 0),
       (SELECT address FROM lease LIMIT 1), (SELECT epoch FROM lease LIMIT 1)
"""
"""The leader is dialled also when its lease has run out: with the database away the leader goes on, and who is dead does not answer."""


class DatabaseWatch:
    """`led_by` is told who leads."""

    def __init__(
        self, store: Store, people: People, declared: Declared, led_by: Callable[[Leader | None], None]
    ) -> None:
        self._store = store
        self._people = people
        self._declared = declared
        self._led_by = led_by
        self._directory_seen = 0
        self._directory_changed = asyncio.Event()
        self.ready = asyncio.Event()
        """The directory was read at least once."""

    async def run(self) -> None:
        """Look for ever. SchemaTooNew when the database is for newer programs than this one."""
        checked = False
        while True:
            try:
                if not checked:
                    async with self._store.connection() as connection:
                        await check(connection)
                    checked = True
                await self.look()
                await asyncio.sleep(POLL_SECONDS)
            except StoreAway as away:
                log.warning("database away", error=str(away))
                await asyncio.sleep(_AWAY_PAUSE_SECONDS)

    async def look(self) -> None:
        """Take over what has changed. StoreAway when the database does not answer."""
        ((directory_version, config_version, address, epoch),) = await self._store.rows(_HEADS)
        self._led_by(Leader(address, epoch) if address else None)
        if directory_version > self._directory_seen:
            await self._read_directory(directory_version)
        if config_version > self._declared.version:
            await self._read_config(config_version)
        self.ready.set()

    async def directory_changed(self, seconds: float) -> None:
        """Wait until the directory changes, at most so long."""
        try:
            async with asyncio.timeout(seconds):
                await self._directory_changed.wait()
        except TimeoutError:
            return
        self._directory_changed.clear()

    async def _read_directory(self, version: int) -> None:
        self._directory_seen = version
        rows = await self._store.rows("SELECT directory::text FROM directory ORDER BY version DESC LIMIT 1")
        for (text,) in rows:
            try:
                self._people.directory = decode_directory(text)
            except msgspec.MsgspecError as error:
                log.error("directory not understood, the last one stays", version=version, error=str(error))
                return
            self._directory_changed.set()
            log.info("directory in force", version=self._people.directory.version)

    async def _read_config(self, version: int) -> None:
        self._declared.version = version
        rows = await self._store.rows("SELECT config::text FROM config ORDER BY version DESC LIMIT 1")
        for (text,) in rows:
            try:
                self._declared.config = read_config(text.encode())
            except ValidationError as error:
                log.error(
                    "configuration not understood, the last one stays", version=version, errors=error.error_count()
                )
                return
            log.info("configuration in force", version=version)
