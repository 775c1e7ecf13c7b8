"""A real Postgres for the gateway's tests, and the gateway before it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from keryx.tenant_runtime.database import upgrade
from tests.support.postgres import Postgres

from .engine_peer import EnginePeer, engine_peer
from .stack import Stack, people


@pytest.fixture
def conninfo(postgres: Postgres) -> str:
    """A database of this test's own, with all tables."""
    own = postgres.database()
    upgrade(own)
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
