"""The projector: each fact counts exactly once, whoever is killed and however many run."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from psycopg import AsyncConnection

from keryx.tenant_runtime.worker.projector import Projector
from tests.tenant_runtime.worker.calls import ALICE, START, Call, signs_in

pytestmark = pytest.mark.integration
Database = AsyncConnection[Any]


async def drain(projector: Projector, database: Database) -> None:
    while await projector.step(database):
        pass


async def rows(database: Database, query: str) -> list[Any]:
    return await (await database.execute(query)).fetchall()


async def everything(database: Database) -> dict[str, list[Any]]:
    tables = ["interaction", "segment", "step", "offer", "decision", "disposition", "track", "agent_interval"]
    return {table: sorted(await rows(database, f"SELECT * FROM {table}"), key=repr) for table in tables}


async def test_a_call_becomes_a_record(journal: Any, database: Database) -> None:
    """What `keryx calls` and the timeline show."""
    call = Call()
    await journal.write(*signs_in(), *call.all())
    await drain(Projector("acme"), database)
    [line] = await rows(
        database,
        "SELECT outcome, first_queue, last_agent::text, wait_ms, talk_ms, disposition, settled,"
        " extract(epoch FROM ended_at - started_at)::int, extract(epoch FROM answered_at - started_at)::int FROM interaction",
    )
    assert line == ("answered", "sales", ALICE, 6000, 10000, "sold", True, 18, 8)
    segments = await rows(database, "SELECT role, kind FROM segment ORDER BY started_at, n")
    assert segments == [
        ("contact", "ivr"), ("contact", "wait"), ("contact", "offer"), ("agent", "offer"), ("contact", "talk"),
        ("agent", "talk"), ("agent", "wrap"),
    ]  # fmt: skip
    assert await rows(database, "SELECT state, extract(epoch FROM ended_at - started_at)::int FROM agent_interval ORDER BY started_at") == [
        ("available", 65), ("offered", 13), ("wrap_up", 6), ("available", None),
    ]  # fmt: skip
    assert await rows(database, "SELECT rendered_at FROM recording") == [(None,)]


async def test_the_same_rows_however_the_journal_comes(
    journal: Any, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker restarted after each single fact writes what one that never stopped writes."""
    call = Call()
    for fact in [*signs_in(), *call.all()]:
        await journal.write(fact)
        await drain(Projector("acme"), database)
    in_pieces = await everything(database)
    for table in [*in_pieces, "recording"]:
        await database.execute(f"TRUNCATE {table} CASCADE")
    await database.execute("UPDATE projection SET position = 0")
    monkeypatch.setattr("keryx.tenant_runtime.worker.projector.BATCH", 3)
    await drain(Projector("acme"), database)
    assert await everything(database) == in_pieces


async def test_two_workers_at_once_count_once(journal: Any, database: Database, conninfo: str) -> None:
    calls = [Call(START + 60_000 * number) for number in range(20)]
    await journal.write(*signs_in())
    async with await AsyncConnection.connect(conninfo, autocommit=True) as other:
        first, second = Projector("acme"), Projector("acme")
        for call in calls:
            await journal.write(*call.all())
            await asyncio.gather(first.step(database), second.step(other))
        await drain(first, database)
        await drain(second, other)
    assert await rows(database, "SELECT count(*), sum(wait_ms), sum(talk_ms) FROM interaction") == [
        (20, 120_000, 200_000)
    ]
    assert await rows(database, "SELECT count(*) FROM segment") == [(140,)]
    assert await rows(database, "SELECT count(*), count(ended_at) FROM agent_interval") == [(61, 60)]


async def test_a_failed_step_is_done_again_whole(
    journal: Any, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database that goes away in the middle costs nothing."""
    call = Call()
    projector = Projector("acme")
    await journal.write(*signs_in(), *call.begins())
    await drain(projector, database)
    await journal.write(*call.talks(), *call.ends(), *call.wraps_up())
    with monkeypatch.context() as patch:
        patch.setattr("keryx.tenant_runtime.worker.projector._expect_recording", _lost)
        with pytest.raises(ConnectionError):
            await projector.step(database)
    await drain(projector, database)
    assert await rows(database, "SELECT outcome, talk_ms, settled FROM interaction") == [("answered", 10000, True)]


async def _lost(*_: object) -> None:
    raise ConnectionError


async def test_a_late_disposition_corrects_a_settled_call(journal: Any, database: Database) -> None:
    """A new row; what was said first is kept."""
    call, projector = Call(), Projector("acme")
    await journal.write(*signs_in(), *call.all())
    await drain(projector, database)
    later = call.wraps_up()[0]
    await journal.write(type(later)(at=START + 10**6, interaction=call.id, agent=ALICE, code="lost"))  # type: ignore[call-arg]
    await drain(projector, database)
    assert await rows(database, "SELECT disposition, talk_ms FROM interaction") == [("lost", 10000)]
    assert await rows(database, "SELECT code FROM disposition ORDER BY n") == [("sold",), ("lost",)]
