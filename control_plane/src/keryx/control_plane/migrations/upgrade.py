"""Bring the schema up to date, and refuse to run on one that is too new for this code.

Migrations only expand (new tables, new nullable columns); what an older release still reads is taken away releases
later. So a release runs on every schema whose `compatible_from` is not above `CODE_VERSION`.
"""

from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text
from sqlalchemy.ext.asyncio import AsyncSession

from keryx.kit.settings import SettingsError

CODE_VERSION = 7
_LOCK = 0x6B65727978  # one upgrade at a time; lives as long as its transaction


def upgrade(conninfo: str) -> None:
    """Run the missing migrations in one transaction."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    engine = create_engine("postgresql+psycopg://", creator=lambda: psycopg.connect(conninfo))
    try:
        with engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()


async def require_compatible(session: AsyncSession) -> None:
    """SettingsError when the schema says that this code is too old for it."""
    needed = (await session.execute(text("SELECT compatible_from FROM schema_version"))).scalar_one()
    if needed > CODE_VERSION:
        raise SettingsError(
            f"the database needs a control plane of schema {needed} or newer, this one is {CODE_VERSION}"
        )
