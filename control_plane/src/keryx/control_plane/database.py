"""The control plane's database: one transaction a request, in a scope that Postgres itself enforces.

The program logs in as the role that owns the schema, and takes on `keryx_control_plane`, which owns nothing, for each
transaction; row-level security lets that role see only the scope's rows. Nothing but `transaction` commits.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from psycopg import AsyncConnection
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from keryx.control_plane.scope import Scope, TenantScope

ROLE = "keryx_control_plane"
_AT_REST = 2
_MORE_UNDER_LOAD = 4
_CONNECT_SECONDS = 5
_WAIT_SECONDS = 10


class Database:
    """A pool of connections; `transaction` is the only way to one."""

    def __init__(self, conninfo: str) -> None:
        self._engine = _engine(conninfo)

    @asynccontextmanager
    async def transaction(self, scope: Scope) -> AsyncIterator[AsyncSession]:
        """A session whose transaction commits at the end of the block and rolls back when it raises."""
        async with AsyncSession(self._engine, expire_on_commit=False) as session, session.begin():
            await session.execute(text(f"SET LOCAL ROLE {ROLE}"))
            tenant = scope.tenant_id if isinstance(scope, TenantScope) else ""
            platform = "" if isinstance(scope, TenantScope) else "on"
            await session.execute(
                text("SELECT set_config('keryx.tenant', :tenant, true), set_config('keryx.platform', :platform, true)"),
                {"tenant": tenant, "platform": platform},
            )
            yield session

    async def close(self) -> None:
        await self._engine.dispose()


def _engine(conninfo: str) -> AsyncEngine:
    async def connect() -> AsyncConnection[tuple[object, ...]]:
        return await AsyncConnection.connect(conninfo, connect_timeout=_CONNECT_SECONDS)

    return create_async_engine(
        "postgresql+psycopg://",
        async_creator=connect,
        pool_size=_AT_REST,
        max_overflow=_MORE_UNDER_LOAD,
        pool_timeout=_WAIT_SECONDS,
        pool_pre_ping=True,
    )
