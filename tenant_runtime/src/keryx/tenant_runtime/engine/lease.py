"""Who may decide: one row in the tenant's database, renewed each second by compare-and-set.

A renewal that is *refused* ends the engine; one that gets *no answer* does not, for then nobody else can take the lease either.
After a pause longer than the lease (a stopped process that goes on) it is renewed before anything is sent.
"""

from __future__ import annotations

import asyncio
import os
import socket
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from keryx.kit.signals import log
from keryx.tenant_runtime.engine.database import Connection, Database, DatabaseAway

TTL_SECONDS = 4.0
RENEW_SECONDS = 1.0
_ACQUIRE_SECONDS = 0.3
_TAKE = """
UPDATE lease SET holder = %(holder)s, address = %(address)s, epoch = epoch + 1,
    expires_at = clock_timestamp() + make_interval(secs => %(ttl)s)
WHERE expires_at < clock_timestamp() OR holder = ANY(%(dead)s) RETURNING epoch"""
_RENEW = """
UPDATE lease SET expires_at = clock_timestamp() + make_interval(secs => %s) WHERE holder = %s AND epoch = %s
RETURNING (SELECT coalesce(max(version), 0) FROM config), (SELECT coalesce(max(version), 0) FROM directory)"""
_RELEASE = "UPDATE lease SET expires_at = '-infinity' WHERE holder = %s AND epoch = %s"


class NotLeading(Exception):
    """Another leads, or nobody knows that we do: this engine must do nothing more."""


class Lease:
    """The lease of one tenant. `epoch` is 0 until it is taken."""

    def __init__(self, database: Database, address: str) -> None:
        self._database = database
        self._address = address
        self.holder = _myself()
        self.epoch = 0
        self._tried_at = 0.0
        self._renewing = asyncio.Lock()
        self.versions = (0, 0)
        """Newest stored config and directory, as of the last renewal."""

    async def take(self, before: Callable[[], Awaitable[None]]) -> int:
        """Wait until the lease is ours; its new epoch. `before` is done before each try."""
        while True:
            try:
                await before()
                epoch = await self._database.run(self._take)
            except DatabaseAway as away:
                log.warning("lease_waits_for_database", reason=str(away))
                epoch = None
            if epoch is not None:
                self.epoch, self._tried_at = epoch, time.monotonic()
                log.info("lease_taken", epoch=epoch, holder=self.holder)
                return epoch
            await asyncio.sleep(_ACQUIRE_SECONDS)

    async def keep(self) -> None:
        """Renew each second, for ever. NotLeading when refused."""
        while True:
            await asyncio.sleep(RENEW_SECONDS)
            await self.renew()

    async def renew(self) -> None:
        """Renew now. NotLeading when refused; no answer is no refusal."""
        async with self._renewing:
            try:
                versions = await self._database.run(self._renew, seconds=1.0)
            except DatabaseAway as away:
                log.warning("lease_not_answered", reason=str(away))
            else:
                if versions is None:
                    raise NotLeading(f"the lease of epoch {self.epoch} is another's now")
                self.versions = versions
            self._tried_at = time.monotonic()

    async def confirm(self) -> None:
        """Before each send: NotLeading when we may have slept through our own replacement and it is so."""
        if time.monotonic() - self._tried_at > TTL_SECONDS:
            log.warning("lease_confirmed_after_pause", seconds=round(time.monotonic() - self._tried_at, 1))
            await self.renew()

    async def release(self) -> None:
        """Let another take it at once. For a clean stop."""
        try:
            await self._database.run(self._release, seconds=1.0)
        except DatabaseAway as away:
            log.warning("lease_not_released", reason=str(away))

    async def _take(self, connection: Connection) -> int | None:
        cursor = await connection.execute("SELECT holder FROM lease FOR UPDATE")
        row = await cursor.fetchone()
        holder = str(row[0]) if row else ""
        dead = [holder] if holder and _is_dead(holder) else []
        cursor = await connection.execute(
            _TAKE, {"holder": self.holder, "address": self._address, "ttl": TTL_SECONDS, "dead": dead}
        )
        taken = await cursor.fetchone()
        return int(taken[0]) if taken else None

    async def _renew(self, connection: Connection) -> tuple[int, int] | None:
        cursor = await connection.execute(_RENEW, (TTL_SECONDS, self.holder, self.epoch))
        row = await cursor.fetchone()
        return (int(row[0]), int(row[1])) if row else None

    async def _release(self, connection: Connection) -> None:
        await connection.execute(_RELEASE, (self.holder, self.epoch))


# --- who we are ---------------------------------------------------------------------------------------------------
# A holder of this very machine and process namespace that is dead need not be waited for: its name says which process it was.


def _myself() -> str:
    return f"{_machine()}/{os.getpid()}/{_started(os.getpid())}"


def _is_dead(holder: str) -> bool:
    rest, _, started = holder.rpartition("/")
    machine, _, pid = rest.rpartition("/")
    return machine == _machine() and pid.isdigit() and _started(int(pid)) != started


def _machine() -> str:
    boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    return f"{socket.gethostname()}/{boot}/{os.stat('/proc/self/ns/pid').st_ino}"


def _started(pid: int) -> str:
    """When a process started, in ticks since boot; empty when there is none (or only its body)."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if fields[0] in ("Z", "X") else fields[19]
