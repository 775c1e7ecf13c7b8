"""Who leads, and what is written under whose lead: on a real Postgres, which is killed and stopped."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import psycopg
import pytest

from keryx.core import facts as f
from keryx.core.inputs import Personal
from keryx.tenant_runtime.engine.database import Database
from keryx.tenant_runtime.engine.journal import Journal
from keryx.tenant_runtime.engine.lease import Lease, NotLeading
from keryx.tenant_runtime.engine.spool import Spool
from keryx.tenant_runtime.vault import Vault
from tests.support.postgres import Postgres

pytestmark = pytest.mark.integration
VAULT = Vault(bytes(32))


class Engine:
    """What of an engine leads and writes."""

    def __init__(self, conninfo: str, folder: Path, name: str) -> None:
        self.database, self.writing = Database(conninfo, name), Database(conninfo, f"{name} journal")
        self.spool = Spool(folder / f"acme-{name}.spool")
        self.failure: list[BaseException] = []
        self.journal = Journal("acme", self.writing, VAULT, self.spool, self.failure.append)
        self.lease = Lease(self.database, "http://127.0.0.1:1")
        self.folder = folder

    async def take(self) -> None:
        await self.lease.take(lambda: self.journal.replay_abandoned(self.folder))
        newest = await self.database.run(_newest)
        self.journal.begin(self.lease.epoch, newest)
        self.work = asyncio.create_task(self.journal.run())

    async def stop(self) -> None:
        self.work.cancel()
        await asyncio.gather(self.work, return_exceptions=True)
        await self.journal.close()
        await self.writing.close()
        await self.database.close()

    def write(self, *versions: int, personal: tuple[Personal, ...] = ()) -> None:
        self.journal.append([f.DirectoryActivated(at=1_000, version=one) for one in versions], personal)


async def _newest(connection: psycopg.AsyncConnection) -> int:
    cursor = await connection.execute("SELECT coalesce(max(seq), 0) FROM journal")
    row = await cursor.fetchone()
    assert row is not None
    return int(row[0])


@asynccontextmanager
async def engine(conninfo: str, folder: Path, name: str) -> AsyncIterator[Engine]:
    one = Engine(conninfo, folder, name)
    await one.take()
    try:
        yield one
    finally:
        await one.stop()


def journal(conninfo: str) -> list[tuple[int, int, int]]:
    """(epoch, seq, version) of every fact."""
    with psycopg.connect(conninfo) as connection:
        return connection.execute("SELECT epoch, seq, (fact->>'version')::int FROM journal ORDER BY seq").fetchall()


async def test_what_is_durable_is_in_the_journal(conninfo: str, tmp_path: Path) -> None:
    """Else an agent's phone would ring for an offer nobody knows of after a crash."""
    async with engine(conninfo, tmp_path, "a") as one:
        number = Personal(ref=str(uuid.uuid4()), interaction=str(uuid.uuid4()), kind="number", value="+33612345678")
        one.write(1, 2, personal=(number,))
        await one.journal.durable()
        assert journal(conninfo) == [(1, 1, 1), (1, 2, 2)]
        assert await one.database.run(lambda connection: VAULT.read(connection, [number.ref])) == {
            number.ref: "+33612345678"
        }


async def test_a_replaced_leader_is_refused_by_the_database(conninfo: str, tmp_path: Path) -> None:
    """A waked old engine must neither write nor go on: two engines would ring two agents for one call."""
    async with engine(conninfo, tmp_path, "old") as old:
        await old.lease.release()
        async with engine(conninfo, tmp_path, "new") as new:
            assert new.lease.epoch == old.lease.epoch + 1
            old.write(7)
            with pytest.raises(NotLeading):
                await old.work
            assert [type(one) for one in old.failure] == [NotLeading]
            with pytest.raises(NotLeading):
                await old.lease.renew()
            new.write(8)
            await new.journal.durable()
            assert journal(conninfo) == [(2, 1, 8)]


async def test_a_killed_postgres_costs_no_fact(mortal_postgres: Postgres, mortal_conninfo: str, tmp_path: Path) -> None:
    """Calls go on while Postgres is away; when it is back the record must be whole, in order and single."""
    async with engine(mortal_conninfo, tmp_path, "a") as one:
        one.write(1)
        await one.journal.durable()
        mortal_postgres.kill()
        for version in (2, 3, 4):
            one.write(version)
            await one.journal.durable()
            await one.lease.renew()  # no answer is no refusal
        assert one.journal.is_away
        await asyncio.to_thread(mortal_postgres.start)
        async with asyncio.timeout(20):
            while one.journal.is_away:
                one.write(5)
                await one.journal.durable()
        written = journal(mortal_conninfo)
        assert [seq for _, seq, _ in written] == list(range(1, one.journal.seq + 1))
        assert [version for _, _, version in written][:4] == [1, 2, 3, 4]


async def test_what_a_dead_leader_spooled_is_journaled_before_another_leads(
    mortal_postgres: Postgres, mortal_conninfo: str, tmp_path: Path
) -> None:
    """Engine and Postgres die together; the talk that ended meanwhile must still be in the record."""
    async with engine(mortal_conninfo, tmp_path, "a") as dead:
        dead.write(1)
        await dead.journal.durable()
        mortal_postgres.kill()
        dead.write(2)
        await dead.journal.durable()
        assert dead.spool.bytes > 0
    await asyncio.to_thread(mortal_postgres.start)
    with psycopg.connect(mortal_conninfo, autocommit=True) as connection:
        connection.execute("UPDATE lease SET expires_at = '-infinity'")
    async with engine(mortal_conninfo, tmp_path, "b") as heir:
        assert heir.journal.seq == 2
    assert journal(mortal_conninfo) == [(1, 1, 1), (1, 2, 2)]
