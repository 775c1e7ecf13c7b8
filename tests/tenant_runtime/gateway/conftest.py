"""A real Postgres for the gateway's tests, and the gateway before it."""

from __future__ import annotations

import importlib.util
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.support.postgres import Postgres

from .engine_peer import EnginePeer, engine_peer
from .stack import Stack, people

VERSIONS = Path(__file__).parents[3] / "tenant_runtime/src/keryx/tenant_runtime/database/versions"
BASE = """
CREATE TABLE journal (epoch bigint, seq bigint PRIMARY KEY, at timestamptz, interaction uuid, agent uuid, fact jsonb);
CREATE TABLE vault (ref uuid PRIMARY KEY, subject uuid, kind text, ciphertext bytea);
CREATE TABLE vault_key (subject uuid PRIMARY KEY, wrapped bytea);
CREATE TABLE number_index (hmac bytea PRIMARY KEY, subject uuid);
CREATE TABLE lease (holder text, address text, epoch bigint, expires_at timestamptz);
CREATE TABLE config (version bigint, hash text, config jsonb, stored_at timestamptz DEFAULT now());
CREATE TABLE directory (version bigint, directory jsonb);
"""


@pytest.fixture
def conninfo(postgres: Postgres) -> str:
    """A database of this test's own, with all tables."""
    own = postgres.database()
    with psycopg.connect(own) as connection:
        connection.execute(BASE)
        for file in ("0002_records.py", "0003_sessions.py"):
            spec = importlib.util.spec_from_file_location(file, VERSIONS / file)
            assert spec is not None
            assert spec.loader is not None
            migration = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(migration)
            for statement in migration._STATEMENTS:
                connection.execute(statement)
    return own


@pytest.fixture
async def engine() -> AsyncIterator[EnginePeer]:
    async with engine_peer() as peer:
        yield peer


@pytest.fixture
async def stack(conninfo: str, engine: EnginePeer) -> AsyncIterator[Stack]:
    """Gateway, Postgres, Valkey; the lease names the peer as leader."""
    with _running(conninfo, engine) as stack:
        yield stack


@contextmanager
def _running(conninfo: str, engine: EnginePeer) -> Iterator[Stack]:
    folder = Path(tempfile.mkdtemp(prefix="keryx-gw-", dir="/tmp"))  # a socket's path must be short
    stack = Stack(folder, conninfo)
    stack.put_directory(people())
    stack.led_by(engine.address, 1)
    try:
        stack.start_valkey()
        stack.start_gateway()
        yield stack
    finally:
        stack.stop()
        shutil.rmtree(folder)
