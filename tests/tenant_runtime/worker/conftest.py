"""A real Postgres for the tests of the records, and a journal to write facts into."""

from __future__ import annotations

import importlib.util
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import AsyncConnection

from keryx.core import facts as f
from tests.support.postgres import Postgres

MIGRATION = Path(__file__).parents[3] / "tenant_runtime/src/keryx/tenant_runtime/database/versions/0002_records.py"
BASE = """
CREATE TABLE journal (epoch bigint, seq bigint PRIMARY KEY, at timestamptz, interaction uuid, agent uuid, fact jsonb);
CREATE TABLE vault (ref uuid PRIMARY KEY, subject uuid, kind text, ciphertext bytea);
CREATE TABLE vault_key (subject uuid PRIMARY KEY, wrapped bytea);
CREATE TABLE number_index (hmac bytea PRIMARY KEY, subject uuid);
"""


@pytest.fixture
def conninfo(postgres: Postgres) -> str:
    """A database of this test's own, with all tables."""
    own = postgres.database()
    spec = importlib.util.spec_from_file_location("records", MIGRATION)
    assert spec is not None
    assert spec.loader is not None
    migration = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(migration)
    with psycopg.connect(own) as connection:
        connection.execute(BASE)
        for statement in migration._STATEMENTS:
            connection.execute(statement)
    return own


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
