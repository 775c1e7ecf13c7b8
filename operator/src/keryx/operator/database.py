"""Databases and roles on a DatabaseServer. Every statement may be repeated."""

from __future__ import annotations

from dataclasses import dataclass

import psycopg
from psycopg import AsyncConnection, sql

from keryx.crds.kinds.database_server import DatabaseServerSpec

CONNECTIONS = 40
"""Most a tenant's role may have: a runaway tenant is stopped by its own limit."""
_SECONDS = 5
DatabaseError = psycopg.Error


@dataclass(frozen=True)
class Server:
    """A Postgres and a role on it that may make databases and roles."""

    spec: DatabaseServerSpec
    username: str
    password: str

    async def ensure(self, database: str, owner: str, password: str, *, connections: int = CONNECTIONS) -> None:
        """The database and the role that owns it, with this password, closed to every other role."""
        async with await self._connect() as connection:
            await _ensure_role(connection, owner)
            login = sql.SQL("ALTER ROLE {} LOGIN PASSWORD {} CONNECTION LIMIT {}")
            await connection.execute(
                login.format(sql.Identifier(owner), sql.Literal(password), sql.Literal(connections))
            )
            if not await _exists(connection, "SELECT 1 FROM pg_database WHERE datname = %s", database):
                name = sql.Identifier(database)
                await connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(owner)))
                await connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(name, sql.Identifier(owner)))
            await connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(database)))

    async def ensure_role_within(self, role: str, member: str) -> None:
        """A role without a login that `member` may take on."""
        async with await self._connect() as connection:
            await _ensure_role(connection, role)
            await connection.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(role), sql.Identifier(member)))

    async def remove(self, database: str, owner: str) -> None:
        """The database with all that is in it, and its role."""
        async with await self._connect() as connection:
            await connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database))
            )
            await connection.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(owner)))

    async def _connect(self) -> AsyncConnection:
        spec = self.spec
        return await AsyncConnection.connect(
            host=spec.host, port=spec.port, sslmode=spec.ssl_mode, dbname="postgres", user=self.username,
            password=self.password, autocommit=True, connect_timeout=_SECONDS, application_name="keryx operator",
        )  # fmt: skip


async def _ensure_role(connection: AsyncConnection, role: str) -> None:
    if not await _exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", role):
        await connection.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(role)))


async def _exists(connection: AsyncConnection, query: str, name: str) -> bool:
    found = await connection.execute(query.encode(), (name,))
    return await found.fetchone() is not None


def conninfo(spec: DatabaseServerSpec, database: str, owner: str, password: str) -> str:
    """The libpq connection string of `owner`, with its password."""
    return psycopg.conninfo.make_conninfo(
        host=spec.host, port=spec.port, sslmode=spec.ssl_mode, dbname=database, user=owner, password=password
    )
