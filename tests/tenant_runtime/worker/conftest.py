"""A real Postgres for the tests of the records, and a journal to write facts into."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import tempfile
import time
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import AsyncConnection

from keryx.cli.local.embed import programs
from keryx.core import facts as f

UID = 65_534
"""`nobody`: Postgres wants an ordinary user that has a name."""
MIGRATION = Path(__file__).parents[3] / "tenant_runtime/src/keryx/tenant_runtime/database/versions/0002_records.py"
BASE = """
CREATE TABLE journal (epoch bigint, seq bigint PRIMARY KEY, at timestamptz, interaction uuid, agent uuid, fact jsonb);
CREATE TABLE vault (ref uuid PRIMARY KEY, subject uuid, kind text, ciphertext bytea);
CREATE TABLE vault_key (subject uuid PRIMARY KEY, wrapped bytea);
CREATE TABLE number_index (hmac bytea PRIMARY KEY, subject uuid);
"""


@pytest.fixture(scope="session")
def cluster() -> Iterator[str]:
    """Connection string of a Postgres cluster's superuser."""
    found = programs.find(print)
    folder = Path(tempfile.mkdtemp(prefix="keryx-pg-", dir="/tmp"))
    prefix: list[str] = []
    if os.geteuid() == 0:
        os.chown(folder, UID, UID)
        prefix = ["setpriv", f"--reuid={UID}", f"--regid={UID}", "--clear-groups", "--"]
    data = folder / "data"
    subprocess.run(
        [*prefix, found.initdb, "-D", data, "-U", "keryx", "--auth=trust", "--no-sync"],
        check=True, capture_output=True, cwd=folder,
    )  # fmt: skip
    process = subprocess.Popen(
        [*prefix, found.postgres, "-D", data, "-k", folder, "-c", "listen_addresses=", "-c", "fsync=off"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder,
    )  # fmt: skip
    conninfo = f"host={folder} user=keryx dbname=postgres"
    try:
        _await_answer(conninfo)
        yield conninfo
    finally:
        process.terminate()
        process.wait(10)
        shutil.rmtree(folder)


def _await_answer(conninfo: str) -> None:
    deadline = time.monotonic() + 20
    while True:
        try:
            psycopg.connect(conninfo).close()
            return
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


@pytest.fixture
def conninfo(cluster: str) -> str:
    """A database of this test's own, with all tables."""
    name = f"t{uuid.uuid4().hex}"
    with psycopg.connect(cluster, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]  # a name we made
    own = psycopg.conninfo.make_conninfo(cluster, dbname=name)
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

    def __init__(self, connection: AsyncConnection[Any]) -> None:
        self._connection = connection
        self.seq = 0

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
