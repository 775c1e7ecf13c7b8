"""The tenant's database as the gateway uses it: short questions, each with an answer or a clear "away"."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from psycopg import AsyncConnection, Error
from psycopg_pool import PoolClosed, PoolTimeout, TooManyRequests

from keryx.kit.postgres import Pool

ANSWER_SECONDS = 3.0
PAUSE_SECONDS = 1.0

Row = tuple[Any, ...]


class StoreAway(Exception):
    """The database did not answer."""


class Store:
    """After a question without an answer the next ones are told "away" at once, for a moment: nobody queues behind a dead database."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._away_until = 0.0

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[AsyncConnection[Any]]:
        """A connection in a transaction. StoreAway when there is none, it breaks or does not answer in time."""
        if time.monotonic() < self._away_until:
            raise StoreAway("no answer a moment ago")
        try:
            async with asyncio.timeout(ANSWER_SECONDS), self._pool.connection() as connection:
                yield connection
        except TimeoutError as error:
            self._away_until = time.monotonic() + PAUSE_SECONDS
            raise StoreAway("no answer in time") from error
        except (Error, PoolTimeout, PoolClosed, TooManyRequests, OSError) as error:
            raise StoreAway(str(error)) from error

    async def rows(self, query: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> list[Row]:
        async with self.connection() as connection:
            cursor = await connection.execute(query, parameters)
            return await cursor.fetchall()
