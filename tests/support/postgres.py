"""A real Postgres for tests: the one `keryx up` runs, embedded or from PATH, on a unix socket in a folder of its own.

`postgres` lives as long as the test session (one a worker of xdist); `postgres.database()` makes a fresh database in
some 50 ms. As root the server runs as `nobody`, because Postgres refuses uid 0.
"""

import os
import shutil
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from keryx.cli.local.embed import find

_NOBODY = 65_534
_START_SECONDS = 20
_SPEED = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=")


@dataclass
class Postgres:
    """A running cluster; `superuser` is the connection string of its superuser."""

    folder: Path
    command: list[str]
    process: subprocess.Popen[bytes]

    @property
    def superuser(self) -> str:
        return f"host={self.folder} user=keryx dbname=postgres"

    def database(self, owner: str | None = None, *, within: str | None = None) -> str:
        """The connection string of a new empty database, as its owner (a role without superuser rights, so that row-level
        security holds). `within` is a role without login that the owner may take on."""
        name = f"t{uuid.uuid4().hex}"
        owner = owner or name
        with psycopg.connect(self.superuser, autocommit=True) as connection:
            _ensure_role(connection, owner, sql.SQL("LOGIN"))
            if within:
                _ensure_role(connection, within, sql.SQL("NOLOGIN"))
                connection.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(within), sql.Identifier(owner)))
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), sql.Identifier(owner))
            )
        return f"host={self.folder} user={owner} dbname={name}"

    def start(self) -> None:
        """Start the server again after `kill`."""
        self.process = _spawn(self.command, self.folder)
        _await_answer(self.superuser)

    def kill(self) -> None:
        """End the server at once, as a crash would."""
        self.process.kill()
        self.process.wait(10)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A Postgres cluster for this test session."""
    with running_postgres() as server:
        yield server


@pytest.fixture
def mortal_postgres() -> Iterator[Postgres]:
    """A Postgres cluster for one test, which may kill it."""
    with running_postgres() as server:
        yield server


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """A Postgres cluster in a new folder, gone afterwards."""
    programs = find(print)
    folder = Path(tempfile.mkdtemp(prefix="keryx-pg-", dir="/tmp"))  # short: a socket's path has at most 107 bytes
    prefix: list[str] = []
    if os.geteuid() == 0:
        os.chown(folder, _NOBODY, _NOBODY)
        prefix = ["setpriv", f"--reuid={_NOBODY}", f"--regid={_NOBODY}", "--clear-groups", "--"]
    initdb = [*prefix, str(programs.initdb), "-D", str(folder / "data"), "-U", "keryx", "--auth=trust", "--no-sync"]
    subprocess.run(initdb, check=True, capture_output=True, cwd=folder)
    command = [*prefix, str(programs.postgres), "-D", str(folder / "data"), "-k", str(folder)]
    command += [word for setting in _SPEED for word in ("-c", setting)]
    server = Postgres(folder, command, _spawn(command, folder))
    try:
        _await_answer(server.superuser)
        yield server
    finally:
        server.process.terminate()
        server.process.wait(10)
        shutil.rmtree(folder)


def _ensure_role(connection: psycopg.Connection, role: str, kind: sql.SQL) -> None:
    if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone():
        connection.execute(sql.SQL("CREATE ROLE {} {}").format(sql.Identifier(role), kind))


def _spawn(command: list[str], folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder)


def _await_answer(conninfo: str) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while True:
        try:
            psycopg.connect(conninfo).close()
            return
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
