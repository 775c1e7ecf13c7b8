"""The tenant's database as the gateway uses it: short questions, each with an answer or a clear "away"."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from psycopg import AsyncConnection, Error
from psycopg_pool import PoolClosed, PoolTimeout, TooManyRequests

from keryx.kit.postgres import Pool

ANSWER_SECONDS = 3.0

Row = tuple[Any, ...]


class StoreAway(Exception):
    """The database did not answer."""


class Store:
    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[AsyncConnection[Any]]:
        """A connection in a transaction. StoreAway when there is none, it breaks or does not answer in time."""
        try:
            async with asyncio.timeout(ANSWER_SECONDS), self._pool.connection() as connection:
                yield connection
        except (Error, PoolTimeout, PoolClosed, TooManyRequests, OSError, TimeoutError) as error:
            raise StoreAway(str(error)) from error

    async def rows(self, query: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> list[Row]:
        async with self.connection() as connection:
            cursor = await connection.execute(query, parameters)
            return await cursor.fetchall()
