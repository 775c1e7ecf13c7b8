"""A real Postgres for the tests of the records, and a journal to write facts into."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import psycopg
import pytest
from psycopg import AsyncConnection

from keryx.core import facts as f
from keryx.tenant_runtime.database import upgrade
from tests.support.postgres import Postgres


@pytest.fixture
def conninfo(postgres: Postgres) -> str:
    """A database of this test's own, with all tables."""
    return led(postgres.database())


def led(conninfo: str) -> str:
    """Bring the database to the present schema, with a leader of epoch 1."""
    upgrade(conninfo)
    with psycopg.connect(conninfo, autocommit=True) as connection:
        connection.execute("UPDATE lease SET epoch = 1")
    return conninfo


@pytest.fixture
async def database(conninfo: str) -> AsyncIterator[AsyncConnection[Any]]:
    async with await AsyncConnection.connect(conninfo, autocommit=True) as connection:
        yield connection


class Journal:
    """Writes facts as an engine would."""

    def __init__(self, connection: AsyncConnection[Any], seq: int = 0) -> None:
        self._connection = connection
        self.seq = seq

    def goes_on(self, connection: AsyncConnection[Any]) -> Journal:
        """The same journal by another connection."""
        return Journal(connection, self.seq)

    async def write(self, *facts: f.AnyFact) -> None:
        for fact in facts:
            self.seq += 1
            await self._connection.execute(
                "INSERT INTO journal VALUES (1, %s, to_timestamp(%s / 1000.0), %s, %s, %s)",
                (
                    self.seq, fact.at, getattr(fact, "interaction", None), getattr(fact, "agent", None),
                    f.encode_fact(fact).decode(),
                ),
            )  # fmt: skip
        await self._connection.execute("NOTIFY keryx_journal")


@pytest.fixture
def journal(database: AsyncConnection[Any]) -> Journal:
    return Journal(database)
