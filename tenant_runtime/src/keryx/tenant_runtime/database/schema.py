"""Bringing a database to this code's schema, and knowing whether a database is fit for this code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
from alembic import command
from alembic.config import Config
from psycopg import AsyncConnection

SCHEMA_VERSION = 6
"""What this code was written for: the number of the newest migration."""
_HERE = Path(__file__).parent


class SchemaTooNew(Exception):
    """The database was changed in a way this code does not know; the message says both versions."""


def upgrade(conninfo: str) -> None:
    """Run the migrations that are missing. Two at once wait for each other; safe to repeat."""
    config = Config()
    config.set_main_option("script_location", str(_HERE))
    config.attributes["conninfo"] = conninfo
    with psycopg.connect(conninfo, autocommit=True) as guard:
        guard.execute("SELECT pg_advisory_lock(hashtext('keryx migrations'))")
        command.upgrade(config, "head")
        guard.execute("UPDATE schema_version SET version = greatest(version, %s)", (SCHEMA_VERSION,))


async def check(connection: AsyncConnection[Any]) -> None:
    """SchemaTooNew when the schema says that code of this version must not touch it."""
    cursor = await connection.execute("SELECT version, compatible_from FROM schema_version")
    row = await cursor.fetchone()
    if row is not None and row[1] > SCHEMA_VERSION:
        raise SchemaTooNew(
            f"the database's schema is version {row[0]}, for programs from {row[1]} on; this one is {SCHEMA_VERSION}"
        )
