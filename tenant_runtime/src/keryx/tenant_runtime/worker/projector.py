"""The projector: the journal's tail becomes rows, each fact exactly once.

The position stands in the tables it fills and moves in the same transaction, under a row lock: a worker that is killed, or
two that run at once, neither lose a fact nor count one twice. What is in memory (records not settled yet) is only a
short cut: it can always be made again from the journal, and is, when another worker moved the position.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from prometheus_client import Counter, Gauge
from psycopg import AsyncConnection, AsyncCursor

from keryx.core import facts as f
from keryx.core.ledger import AgentInterval, AgentRecord, InteractionRecord, project, project_agent
from keryx.tenant_runtime.worker import journal
from keryx.tenant_runtime.worker.rows import milliseconds, write_interval, write_record

BATCH = 500
TRACKS_AWAITED = timedelta(minutes=10)
"""How long after a call's end its tracks are waited for before what is there is rendered."""

_FACTS = Counter("keryx_worker_facts_total", "Facts projected into records", ["tenant"])
_POSITION = Gauge("keryx_worker_position", "Sequence number of the last projected fact", ["tenant"])


class Projector:
    """Projects one tenant's journal. One at a time may use it."""

    def __init__(self, tenant: str) -> None:
        self._tenant = tenant
        self._position: int | None = None
        self._config = 0
        self._open: dict[str, InteractionRecord] = {}
        self._agents: dict[str, AgentRecord] = {}

    async def step(self, connection: AsyncConnection[Any]) -> int:
        """Project the next facts, at most a batch of them; how many there were. Raises what the database raises, having
        changed nothing."""
        if self._position is not None and not await journal.goes_on(connection, self._position):
            return 0
        try:
            async with connection.transaction(), connection.cursor() as cursor:
                done = await self._step(cursor)
        except BaseException:
            self._position = None  # what is in memory may be ahead of the tables now
            raise
        _FACTS.labels(self._tenant).inc(done)
        _POSITION.labels(self._tenant).set(self._position or 0)
        return done

    async def _step(self, cursor: AsyncCursor[Any]) -> int:
        await cursor.execute("SELECT position FROM projection FOR UPDATE")
        row = await cursor.fetchone()
        assert row is not None, "migration 0002 writes the row"
        if row[0] != self._position:
            await self._begin_at(cursor, row[0])
        tail = await journal.tail(cursor, row[0], BATCH)
        if not tail.entries:
            return 0
        await self._project(cursor, tail.facts)
        self._position = tail.last
        await cursor.execute("UPDATE projection SET position = %s", (self._position,))
        return tail.entries

    async def _begin_at(self, cursor: AsyncCursor[Any], position: int) -> None:
        """Make the memory anew from the journal."""
        self._position = position
        self._open, self._agents = {}, {}
        self._config = await journal.config_version(cursor, position)
        await cursor.execute("SELECT id::text FROM interaction WHERE NOT settled")
        for (interaction,) in await cursor.fetchall():
            record = await self._again(cursor, interaction, position)
            if record is not None:
                self._open[interaction] = record

    async def _again(self, cursor: AsyncCursor[Any], interaction: str, up_to: int) -> InteractionRecord | None:
        record: InteractionRecord | None = None
        for recorded in await journal.of_interaction(cursor, interaction, up_to):
            record = project(record, recorded, self._config)
        return record

    async def _project(self, cursor: AsyncCursor[Any], facts: list[f.Recorded]) -> None:
        """Facts to records in memory first; then each record that changed is written once."""
        before: dict[str, InteractionRecord | None] = {}
        for recorded in facts:
            await self._one(cursor, recorded, before)
        for interaction, old in before.items():
            new = self._open.get(interaction)
            if new is None:
                continue
            if new is not old:
                await write_record(cursor, old, new)
                await _expect_recording(cursor, new)
            if new.settled:
                del self._open[interaction]

    async def _one(
        self, cursor: AsyncCursor[Any], recorded: f.Recorded, before: dict[str, InteractionRecord | None]
    ) -> None:
        fact = recorded.fact
        if isinstance(fact, f.ConfigActivated):
            self._config = fact.version
        for interaction in self._concerned(fact):
            if interaction not in self._open and not isinstance(fact, f.InteractionStarted | f.InteractionRejected):
                known = await self._again(cursor, interaction, recorded.seq - 1)
                if known is not None:
                    self._open[interaction] = known
            old = self._open.get(interaction)
            before.setdefault(interaction, old)
            new = project(old, recorded, self._config)
            if new is not None:
                self._open[interaction] = new
        if isinstance(fact, f.AgentSignedIn | f.AgentStateChanged | f.AgentSignedOut):
            await self._agent(cursor, recorded, fact.agent)

    def _concerned(self, fact: f.AnyFact) -> list[str]:
        """Interactions whose record the fact may change."""
        own = getattr(fact, "interaction", None)
        if isinstance(fact, f.ConfigActivated):
            return list(self._open)
        if isinstance(fact, f.AgentStateChanged | f.AgentSignedOut):
            in_wrap_up = [key for key, record in self._open.items() if _in_wrap_up(record, fact.agent)]
            return list(dict.fromkeys([*in_wrap_up, *([own] if own else [])]))
        return [own] if own else []

    async def _agent(self, cursor: AsyncCursor[Any], recorded: f.Recorded, agent: str) -> None:
        if agent not in self._agents:
            self._agents[agent] = await _open_interval(cursor, agent)
        old = self._agents[agent]
        new = project_agent(old, recorded)
        self._agents[agent] = new
        if old.current is not None and old.current is not new.current and not new.closed:
            await _forget_interval(cursor, old.current)  # it lasted no time
        for closed in new.closed:
            await write_interval(cursor, closed)
        if new.current is not None and new.current is not old.current:
            await write_interval(cursor, new.current)


def _in_wrap_up(record: InteractionRecord, agent: str) -> bool:
    return any(one.agent == agent and one.kind == "wrap" and one.ended_at is None for one in record.segments)


async def _open_interval(cursor: AsyncCursor[Any], agent: str) -> AgentRecord:
    await cursor.execute(
        "SELECT login, state, reason, interaction::text, started_at FROM agent_interval"
        " WHERE agent = %s AND ended_at IS NULL",
        (agent,),
    )
    row = await cursor.fetchone()
    if row is None:
        return AgentRecord()
    login, state, reason, interaction, started_at = row
    current = AgentInterval(
        agent=agent,
        login=login,
        state=state,
        reason=reason,
        interaction=interaction,
        started_at=milliseconds(started_at) or 0,
    )
    return AgentRecord(current=current)


async def _forget_interval(cursor: AsyncCursor[Any], interval: AgentInterval) -> None:
    await cursor.execute(
        "DELETE FROM agent_interval WHERE agent = %s AND login = %s AND ended_at IS NULL",
        (interval.agent, interval.login),
    )


async def _expect_recording(cursor: AsyncCursor[Any], record: InteractionRecord) -> None:
    """Once the call is over the renderer looks for its tracks."""
    if record.tracks and record.ended_at is not None:
        await cursor.execute(
            "INSERT INTO recording (interaction, due_at) VALUES (%s, %s) ON CONFLICT DO NOTHING",
            (record.interaction, datetime.now(UTC) + TRACKS_AWAITED),
        )
