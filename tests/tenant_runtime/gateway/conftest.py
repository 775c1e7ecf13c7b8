"""A real Postgres for the gateway's tests, and the gateway before it."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import tempfile
import time
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from keryx.cli.local.embed import programs

from .engine_peer import EnginePeer, engine_peer
from .stack import Stack, people

UID = 65_534
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
    return _new_database(cluster)


def _new_database(cluster: str) -> str:
    name = f"t{uuid.uuid4().hex}"
    with psycopg.connect(cluster, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]  # a name we made
    own = psycopg.conninfo.make_conninfo(cluster, dbname=name)
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
