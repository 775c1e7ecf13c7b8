"""Connections to Postgres. A tenant has at most four at rest over all its programs, so pools are small and say so."""

from __future__ import annotations

from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import TupleRow
from psycopg_pool import AsyncConnectionPool

Connection = AsyncConnection[TupleRow]
Pool = AsyncConnectionPool[Connection]

_CONNECT_SECONDS = 5
_IDLE_SECONDS = 60.0
_SELDOM_IDLE_SECONDS = 5.0
"""For pools that hold nothing at rest: they are asked twice a minute or less, and a minute's patience would never end."""
_WAIT_SECONDS = 3.0
"""How long a wish for a connection waits: short, because only the next wish makes the pool try a lost database again."""


def pool(conninfo: str, *, name: str, at_rest: int = 1, most: int = 2) -> Pool:
    """A pool, not yet open (`async with` it). It waits for a database that is away instead of failing at the start.

    Keepalives are short, so that a dead peer is noticed in seconds and not after the kernel's two hours.
    """
    settings: dict[str, Any] = {
        "connect_timeout": _CONNECT_SECONDS,
        "application_name": name,
        "keepalives_idle": 2,
        "keepalives_interval": 1,
        "keepalives_count": 3,
        "tcp_user_timeout": 5000,
    }
    return AsyncConnectionPool(
        conninfo,
        connection_class=AsyncConnection[TupleRow],
        kwargs=settings,
        min_size=at_rest,
        max_size=most,
        max_idle=_IDLE_SECONDS if at_rest else _SELDOM_IDLE_SECONDS,
        reconnect_timeout=0,  # the pool gives up at once; each new wish for a connection tries again
        timeout=_WAIT_SECONDS,
        open=False,
        name=name,
        check=AsyncConnectionPool.check_connection,
    )
