"""The journal: every fact, in order, under this leader's epoch.

Facts are written in groups: at once when something must not happen before they are on disk, else within 50 ms. While a group is being
written the next gathers. Without an answer of the database the spool takes over, and gives all back when the database answers again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import msgspec
import psycopg
from prometheus_client import Counter, Gauge, Histogram

from keryx.core import facts as f
from keryx.core.inputs import Personal
from keryx.kit.signals import log
from keryx.tenant_runtime.engine.database import Connection, Database, DatabaseAway
from keryx.tenant_runtime.engine.lease import NotLeading
from keryx.tenant_runtime.engine.spool import Row, Spool
from keryx.tenant_runtime.vault import Vault

SOON_SECONDS = 0.05
WRITE_SECONDS = 1.0
_RETRY_SECONDS = 0.5
_REPLAY_ROWS = 500
FENCED = "KX001"
_INSERT = """
WITH written AS (
    INSERT INTO journal (epoch, seq, at, interaction, agent, fact)
    SELECT epoch, seq, to_timestamp(at / 1000.0), interaction, agent, fact
    FROM jsonb_to_recordset(%s::jsonb)
        AS row (epoch bigint, seq bigint, at bigint, interaction uuid, agent uuid, fact jsonb)
    ON CONFLICT (epoch, seq) DO NOTHING)
SELECT pg_notify('keryx_journal', '')"""
"""A group in one statement: each more is a round trip that every call waits for several times."""

_WRITE = Histogram(
    "keryx_journal_write_seconds", "Time to make a group of facts durable", ["tenant"],
    buckets=(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1),
)  # fmt: skip
_FACTS = Counter("keryx_journal_facts_total", "Facts journaled", ["tenant"])
_SPOOLED = Gauge("keryx_journal_spool_bytes", "Bytes in the spool: the database is away", ["tenant"])


class Journal:
    """`run()` writes until cancelled. `failed` is told what ends this engine: another leads, or the spool is full."""

    def __init__(
        self, tenant: str, database: Database, vault: Vault, spool: Spool, failed: Callable[[BaseException], None]
    ) -> None:
        self._tenant, self._database, self._vault, self._spool, self._failed = tenant, database, vault, spool, failed
        self._epoch = 0
        self.seq = 0
        """Of the last fact taken, written or not."""
        self._pending: list[tuple[Row, tuple[Personal, ...]]] = []
        self._waiting: list[tuple[int, asyncio.Future[None]]] = []
        self._urgent = asyncio.Event()
        self._any = asyncio.Event()
        self._spooling = asyncio.Lock()
        self._away = False
        self._back: asyncio.Task[None] | None = None
        self._written = 0

    @property
    def refuses_new_calls(self) -> bool:
        return self._spool.is_filling

    @property
    def is_away(self) -> bool:
        """The database does not answer; facts go to the spool."""
        return self._away

    def begin(self, epoch: int, seq: int) -> None:
        """Write under `epoch` after `seq`, the newest in the database."""
        self._epoch, self.seq, self._written = epoch, seq, seq

    def append(self, facts: Sequence[f.AnyFact], personal: Sequence[Personal]) -> None:
        """Take facts, and the personal values they name, to be written together."""
        rest = tuple(personal)
        for fact in facts:
            self.seq += 1
            self._pending.append((_row(self._epoch, self.seq, fact), rest))
            rest = ()
        if facts:
            self._any.set()

    async def durable(self) -> None:
        """All that was taken so far is on disk when this returns."""
        if self._written >= self.seq:
            return
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((self.seq, future))
        self._urgent.set()
        await asyncio.shield(future)

    def ticket(self) -> asyncio.Future[None]:
        """`durable()` for what was taken so far, to be awaited by several; already urgent."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if self._written >= self.seq:
            future.set_result(None)
        else:
            self._waiting.append((self.seq, future))
            self._urgent.set()
        return future

    async def run(self) -> None:
        while True:
            await self._any.wait()
            await self._gather()
            group, self._pending = self._pending, []
            self._any.clear()
            self._urgent.clear()
            try:
                with _WRITE.labels(self._tenant).time():
                    await self._keep(group)
            except Exception as error:
                self._failed(error)
                raise
            _FACTS.labels(self._tenant).inc(len(group))
            self._tell(group[-1][0].seq)

    async def close(self) -> None:
        if self._back is not None:
            self._back.cancel()
            await asyncio.gather(self._back, return_exceptions=True)
        self._spool.close()

    async def flush(self, seconds: float) -> None:
        """What is taken is written, if that is possible within `seconds`. For a clean stop."""
        try:
            async with asyncio.timeout(seconds):
                await self.durable()
        except TimeoutError:
            log.error("journal_not_flushed", pending=len(self._pending))

    async def replay_abandoned(self, folder: Path) -> None:
        """Before the lease is taken: what a dead leader spooled belongs into the journal if its epoch still stands, else it is
        evidence."""
        for spool in Spool.abandoned(folder, self._tenant):
            try:
                offset, facts = 0, 0
                while True:
                    rows, offset = await asyncio.to_thread(spool.read, offset, _REPLAY_ROWS)
                    if not rows:
                        break
                    await self._replay(rows)
                    facts += len(rows)
                if facts:
                    log.warning("spool_replayed", facts=facts)
                spool.clear()
            finally:
                spool.close()

    # --- writing ----------------------------------------------------------------------------------------------------

    async def _gather(self) -> None:
        try:
            async with asyncio.timeout(SOON_SECONDS):
                await self._urgent.wait()
        except TimeoutError:
            return

    async def _keep(self, group: list[tuple[Row, tuple[Personal, ...]]]) -> None:
        if not self._away:
            try:
                await self._database.run(lambda connection: self._insert(connection, group), WRITE_SECONDS)
                return
            except DatabaseAway as away:
                log.error("journal_spools", reason=str(away))
                self._away = True
                self._back = asyncio.create_task(self._come_back(), name="journal comes back")
        rows = [self._sealed(row, personal) for row, personal in group]
        async with self._spooling:
            if self._away:
                await asyncio.to_thread(self._spool.append, rows)
                _SPOOLED.labels(self._tenant).set(self._spool.bytes)
                return
        await self._keep(group)

    async def _insert(self, connection: Connection, group: list[tuple[Row, tuple[Personal, ...]]]) -> None:
        try:
            await connection.execute(_INSERT, (_as_json(row for row, _ in group),))
        except psycopg.Error as error:
            if error.sqlstate == FENCED:
                raise NotLeading(str(error)) from error
            raise
        await self._vault.store(connection, [one for _, personal in group for one in personal])

    async def _come_back(self) -> None:
        """Try the database until it takes all that was spooled; then facts go there again."""
        try:
            while self._away:
                await asyncio.sleep(_RETRY_SECONDS)
                try:
                    await self._give_back()
                except DatabaseAway:
                    continue
        except Exception as error:
            self._failed(error)
            raise

    async def _give_back(self) -> None:
        """All of it in order; the last rows while new facts wait, for else a busy centre would never catch up."""
        offset, facts = 0, 0
        while True:
            rows, offset = await asyncio.to_thread(self._spool.read, offset, _REPLAY_ROWS)
            await self._replay(rows)
            facts += len(rows)
            if len(rows) == _REPLAY_ROWS:
                continue
            async with self._spooling:
                rows, offset = await asyncio.to_thread(self._spool.read, offset)
                await self._replay(rows)
                self._spool.clear()
                _SPOOLED.labels(self._tenant).set(0)
                self._away = False
            log.warning("journal_back", facts=facts + len(rows))
            return

    async def _replay(self, rows: list[Row]) -> None:
        if not rows:
            return
        group = [(row, self._opened(row)) for row in rows]
        try:
            await self._database.run(lambda connection: self._insert(connection, group), seconds=5.0)
        except NotLeading:
            if self._epoch:
                raise
            await self._database.run(lambda connection: _evidence(connection, rows), seconds=5.0)

    def _sealed(self, row: Row, personal: tuple[Personal, ...]) -> Row:
        if not personal:
            return row
        return Row(
            row.epoch, row.seq, row.at, row.interaction, row.agent, row.fact, self._vault.seal_for_spool(personal)
        )

    def _opened(self, row: Row) -> tuple[Personal, ...]:
        return () if row.personal is None else self._vault.open_from_spool(row.personal)

    def _tell(self, written: int) -> None:
        self._written = written
        for seq, future in self._waiting:
            if seq <= written and not future.done():
                future.set_result(None)
        self._waiting = [one for one in self._waiting if one[0] > written]


async def _evidence(connection: Connection, rows: list[Row]) -> None:
    async with connection.cursor() as cursor:
        await cursor.executemany(
            "INSERT INTO spool_evidence (epoch, seq, fact) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            [(row.epoch, row.seq, row.fact.decode()) for row in rows],
        )


def _row(epoch: int, seq: int, fact: f.AnyFact) -> Row:
    interaction = getattr(fact, "interaction", None) or None
    return Row(epoch, seq, fact.at, interaction, getattr(fact, "agent", None) or None, f.encode_fact(fact))


def _as_json(rows: Iterable[Row]) -> str:
    """Rows as the insertion reads them; the facts in them are JSON already."""
    return _encode_rows(
        [_JsonRow(r.epoch, r.seq, r.at, r.interaction, r.agent, msgspec.Raw(r.fact)) for r in rows]
    ).decode()


class _JsonRow(msgspec.Struct):
    epoch: int
    seq: int
    at: int
    interaction: str | None
    agent: str | None
    fact: msgspec.Raw


_encode_rows = msgspec.json.Encoder().encode
