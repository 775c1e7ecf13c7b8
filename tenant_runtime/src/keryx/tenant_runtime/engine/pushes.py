"""What is pushed to a tenant: its configuration and its directory, stored by compare-and-set in the tenant's database.

Any engine of the tenant takes a push and stores it; the database tells the one that leads (NOTIFY), which works by it. Only a greater
version is stored; the same version with the same hash is no news; anything else is a conflict, answered with what is stored.
"""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec
from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

from keryx.core.directory import (
    Directory,
    apply_delta,
    decode_delta,
    decode_directory,
    encode_directory,
)
from keryx.crds.config import TenantConfig, canonical_json
from keryx.kit.postgres import Pool

CONFIG_CHANNEL, DIRECTORY_CHANNEL = "keryx_config", "keryx_directory"
_KEPT_CONFIGS = 200


class Stored(msgspec.Struct, frozen=True):
    """What the database has; version 0 before the first push."""

    version: int
    hash: str


class Conflict(Exception):
    """Not stored; `stored` is what is."""

    def __init__(self, stored: Stored) -> None:
        super().__init__(f"version {stored.version} is stored")
        self.stored = stored


class Unfit(Exception):
    """The body is not a configuration or directory of this tenant; the message says why."""


class _ConfigPush(msgspec.Struct, frozen=True):
    version: int
    hash: str
    config: msgspec.Raw


class Pushes:
    """The pushes of one tenant, stored through `pool`."""

    def __init__(self, tenant_id: str, pool: Pool) -> None:
        self._tenant_id = tenant_id
        self._pool = pool

    async def put_config(self, body: bytes) -> Stored:
        """Store `{version, hash, config}`. Conflict, Unfit."""
        push, config = self._config(body)
        async with self._pool.connection() as connection, connection.transaction():
            await connection.execute("LOCK TABLE config IN SHARE ROW EXCLUSIVE MODE")
            _require_news(await _config(connection), push.version, push.hash)
            await connection.execute(
                "INSERT INTO config (version, hash, config) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
                (push.version, push.hash, Jsonb(config.model_dump(mode="json", by_alias=True))),
            )
            await connection.execute("SELECT pg_notify(%s, %s)", (CONFIG_CHANNEL, str(push.version)))
            await _forget_old_configs(connection)
        return Stored(push.version, push.hash)

    async def put_directory(self, body: bytes) -> Stored:
        """Store a directory whole. Conflict, Unfit."""
        directory = self._directory(body)
        async with self._pool.connection() as connection, connection.transaction():
            await self._store_directory(connection, await _directory(connection), directory)
        return Stored(directory.version, _hash(directory))

    async def patch_directory(self, body: bytes) -> Stored:
        """Store the step from version n to n + 1. Conflict when n is not what is stored; Unfit."""
        try:
            delta = decode_delta(body)
        except msgspec.DecodeError as error:
            raise Unfit(f"This is no step of a directory: {error}.") from error
        async with self._pool.connection() as connection, connection.transaction():
            known = await _directory(connection)
            if known is None or delta.tenant != self._tenant_id or delta.base != known.version:
                raise Conflict(_stored(known))
            directory = apply_delta(known, delta)
            await self._store_directory(connection, known, directory)
        return Stored(directory.version, _hash(directory))

    async def stored(self, what: str) -> Stored:
        """What is stored of `config` or `directory`."""
        async with self._pool.connection() as connection:
            return await _config(connection) if what == "config" else _stored(await _directory(connection))

    async def newest_config(self) -> tuple[Stored, TenantConfig] | None:
        async with self._pool.connection() as connection:
            stored = await _config(connection)
            config = await _config_of(connection, stored.version)
        return None if config is None else (stored, config)

    async def config_of(self, version: int) -> TenantConfig | None:
        """An older one that an open interaction began with; None when it is not kept any more."""
        async with self._pool.connection() as connection:
            return await _config_of(connection, version)

    async def directory(self) -> Directory | None:
        async with self._pool.connection() as connection:
            return await _directory(connection)

    def _config(self, body: bytes) -> tuple[_ConfigPush, TenantConfig]:
        try:
            push = msgspec.json.decode(body, type=_ConfigPush)
            config = TenantConfig.model_validate_json(bytes(push.config))
        except (msgspec.DecodeError, ValueError) as error:
            raise Unfit(f"This is no configuration: {error}.") from error
        if config.tenant_id != self._tenant_id:
            raise Unfit(f"This configuration is tenant {config.tenant_id!r}'s.")
        if hashlib.sha256(canonical_json(config)).hexdigest() != push.hash:
            raise Unfit("The hash is not that of the configuration.")
        return push, config

    def _directory(self, body: bytes) -> Directory:
        try:
            directory = decode_directory(body)
        except msgspec.DecodeError as error:
            raise Unfit(f"This is no directory: {error}.") from error
        if directory.tenant != self._tenant_id:
            raise Unfit(f"This directory is tenant {directory.tenant!r}'s.")
        return directory

    async def _store_directory(
        self, connection: AsyncConnection[Any], known: Directory | None, directory: Directory
    ) -> None:
        _require_news(_stored(known), directory.version, _hash(directory))
        await connection.execute(
            "INSERT INTO directory (version, directory) VALUES (%s, %s) ON CONFLICT (one) DO UPDATE"
            " SET version = excluded.version, directory = excluded.directory, stored_at = now()",
            (directory.version, Jsonb(msgspec.to_builtins(directory))),
        )
        await connection.execute("SELECT pg_notify(%s, %s)", (DIRECTORY_CHANNEL, str(directory.version)))


def _require_news(stored: Stored, version: int, digest: str) -> None:
    """Conflict unless this is greater than what is stored, or the very same."""
    if version > stored.version or (version == stored.version and digest == stored.hash):
        return
    raise Conflict(stored)


def _stored(directory: Directory | None) -> Stored:
    return Stored(0, "") if directory is None else Stored(directory.version, _hash(directory))


def _hash(directory: Directory) -> str:
    return hashlib.sha256(encode_directory(directory)).hexdigest()


async def _config(connection: AsyncConnection[Any]) -> Stored:
    cursor = await connection.execute("SELECT version, hash FROM config ORDER BY version DESC LIMIT 1")
    row = await cursor.fetchone()
    return Stored(0, "") if row is None else Stored(row[0], row[1])


async def _config_of(connection: AsyncConnection[Any], version: int) -> TenantConfig | None:
    cursor = await connection.execute("SELECT config FROM config WHERE version = %s", (version,))
    row = await cursor.fetchone()
    return None if row is None else TenantConfig.model_validate(row[0])


async def _directory(connection: AsyncConnection[Any]) -> Directory | None:
    cursor = await connection.execute("SELECT directory FROM directory FOR UPDATE")
    row = await cursor.fetchone()
    return None if row is None else msgspec.convert(row[0], Directory)


async def _forget_old_configs(connection: AsyncConnection[Any]) -> None:
    """Those that no open interaction can name any more: bounded by number, far beyond what a day changes."""
    await connection.execute(
        "DELETE FROM config WHERE version < (SELECT min(version) FROM"
        " (SELECT version FROM config ORDER BY version DESC LIMIT %s) newest)",
        (_KEPT_CONFIGS,),
    )
