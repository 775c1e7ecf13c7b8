"""A connection of the engine's own that never makes the calls wait: every use has a time limit, and who does not answer is away.

A database that is stopped (not closed) keeps its sockets open and answers nothing, so cancelling politely would take seconds. After the
limit the socket is shut instead; the statement may or may not have been done, and what the engine writes can be written again.
"""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import psycopg
from psycopg import AsyncConnection

_CONNECT_SECONDS = 2
_T = TypeVar("_T")
Connection = AsyncConnection[Any]


class DatabaseAway(Exception):
    """No answer: nothing is known of what was asked."""


class Database:
    """One connection, made when it is needed, used by one at a time."""

    def __init__(self, conninfo: str, name: str) -> None:
        self._conninfo = conninfo
        self._name = name
        self._connection: Connection | None = None
        self._lock = asyncio.Lock()

    async def run(self, work: Callable[[Connection], Awaitable[_T]], seconds: float = 2.0) -> _T:
        """Do `work` in one transaction. DatabaseAway when there is no answer within `seconds`; what Postgres refuses is raised."""
        async with self._lock:
            task = asyncio.ensure_future(self._run(work))
            done, _ = await asyncio.wait({task}, timeout=seconds)
            if not done:
                self._cut()
                await asyncio.wait({task}, timeout=0.2)
                task.cancel()
                raise DatabaseAway("no answer in time")
            try:
                return task.result()
            except (psycopg.OperationalError, psycopg.InterfaceError, OSError) as error:
                self._cut()
                raise DatabaseAway(str(error).strip()) from error

    async def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()

    async def _run(self, work: Callable[[Connection], Awaitable[_T]]) -> _T:
        connection = self._connection
        if connection is None or connection.closed:
            connection = self._connection = await self._connect()
        async with connection.transaction():
            return await work(connection)

    async def _connect(self) -> Connection:
        return await AsyncConnection[Any].connect(
            self._conninfo,
            connect_timeout=_CONNECT_SECONDS,
            application_name=self._name,
            autocommit=True,
            # A writer that is stopped within a transaction must not hold up who comes after it.
            options="-c synchronous_commit=on -c idle_in_transaction_session_timeout=2000 -c statement_timeout=10000",
            keepalives_idle=2,
            keepalives_interval=1,
            keepalives_count=3,
            tcp_user_timeout=3000,
        )

    def _cut(self) -> None:
        connection, self._connection = self._connection, None
        if connection is None or connection.closed:
            return
        try:
            with socket.socket(fileno=os.dup(connection.fileno())) as wire:
                wire.shutdown(socket.SHUT_RDWR)
        except (OSError, psycopg.Error):
            return  # it is shut already
