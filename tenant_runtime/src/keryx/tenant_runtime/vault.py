"""The `person` vault: numbers, keyed digits and comments, so that facts need only hold references.

Each contact (a *subject*) has a key of its own, wrapped by the tenant's key; dropping the wrapped key erases all that
was kept about the contact, in backups too. A number without a contact is its own subject; what is keyed or noted during
an interaction belongs to the subject of its caller. Numbers are found again by an HMAC under a key that is derived from
the tenant's key and used for nothing else.

All functions run in the caller's transaction: a fact and the personal data it names become durable together.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import uuid
from base64 import b64decode
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from psycopg import AsyncConnection

from keryx.core.inputs import Personal

Connection = AsyncConnection[Any]

KEY_BYTES = 32
_NONCE_BYTES = 12
_SPOOL_CONTEXT = b"keryx spool of personal data"


class VaultSealed(Exception):
    """What was read does not open with this tenant's key: wrong key, or changed bytes."""


class Vault:
    """The vault of one tenant. `key` is the tenant's 32-byte key: each purpose gets a key derived from it."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError(f"a vault key has {KEY_BYTES} bytes, this one has {len(key)}")
        self._wrapping = AESGCM(_derived(key, b"wrap"))
        self._index = _derived(key, b"number index")
        self._service = _derived(key, b"service token")

    @classmethod
    def from_file(cls, path: str | os.PathLike[str]) -> Vault:
        """Open with the key in a file: 32 bytes in base64, whitespace around them allowed."""
        return cls(b64decode(Path(path).read_text(encoding="ascii").strip(), validate=True))

    # --- keys of subjects and files -----------------------------------------------------------------------------

    def wrap(self, key: bytes, context: bytes) -> bytes:
        """`key` sealed under the tenant's key; opens only with the same `context` (what the key is for)."""
        return _encrypt(self._wrapping, key, context)

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        """The key sealed by `wrap`. VaultSealed when it is not this tenant's or its context differs."""
        return _decrypt(self._wrapping, wrapped, context)

    def number_hash(self, number: str) -> bytes:
        """How a number (E.164, or as received) is found without being stored in the clear."""
        return hmac.digest(self._index, number.encode(), hashlib.sha256)

    def service_token(self) -> str:
        """The bearer token by which this tenant's own programs (engine, worker, site agents) know each other."""
        return self._service.hex()

    # --- rows ---------------------------------------------------------------------------------------------------

    async def store(self, connection: Connection, personal: Sequence[Personal]) -> None:
        """Keep `personal` in the caller's transaction. Storing a reference again changes nothing."""
        if not personal:
            return
        subjects = await self._subjects(connection, personal)
        keys = await self._keys(connection, set(subjects.values()))
        rows = [
            (item.ref, subjects[item.ref], item.kind, item.interaction, _sealed(keys[subjects[item.ref]], item))
            for item in personal
        ]
        async with connection.cursor() as cursor:
            await cursor.executemany(
                "INSERT INTO vault (ref, subject, kind, interaction, ciphertext) VALUES (%s, %s, %s, %s, %s)"
                " ON CONFLICT (ref) DO NOTHING",
                rows,
            )

    async def read(self, connection: Connection, refs: Iterable[str]) -> dict[str, str]:
        """The values behind `refs`. What was erased, or never stored, is left out."""
        cursor = await connection.execute(
            "SELECT vault.ref::text, vault.ciphertext, vault_key.subject, vault_key.wrapped FROM vault"
            " JOIN vault_key USING (subject) WHERE vault.ref = ANY(%s::uuid[])",
            (sorted(set(refs)),),
        )
        rows: list[tuple[str, bytes, uuid.UUID, bytes]] = await cursor.fetchall()
        return {
            ref: _decrypt(AESGCM(self.unwrap(bytes(wrapped), subject.bytes)), bytes(ciphertext), ref.encode()).decode()
            for ref, ciphertext, subject, wrapped in rows
        }

    async def refs_of_number(self, connection: Connection, number: str) -> list[str]:
        """References under which `number` was ever stored: how calls are found by number."""
        cursor = await connection.execute(
            "SELECT vault.ref::text FROM number_index JOIN vault USING (subject)"
            " WHERE number_index.hmac = %s AND vault.kind = 'number' ORDER BY vault.ref",
            (self.number_hash(number),),
        )
        rows: list[tuple[str]] = await cursor.fetchall()
        return [ref for (ref,) in rows]

    async def seal(self, connection: Connection, subject: uuid.UUID, plain: bytes, context: bytes) -> bytes:
        """`plain` under the key of `subject`, which is made where there is none; opens only with the same `context`."""
        keys = await self._keys(connection, {subject})
        return _encrypt(keys[subject], plain, context)

    async def unseal(
        self, connection: Connection, sealed: Mapping[uuid.UUID, bytes], context: bytes
    ) -> dict[uuid.UUID, bytes]:
        """What `seal` sealed, by subject. Subjects whose key was dropped are left out."""
        wrapped = await _wrapped(connection, set(sealed))
        keys = {subject: AESGCM(self.unwrap(value, subject.bytes)) for subject, value in wrapped.items()}
        return {subject: _decrypt(key, sealed[subject], context) for subject, key in keys.items()}

    async def erase_number(self, connection: Connection, number: str) -> int:
        """Erase all that is kept about the number's subject, its key first of all, and the cards of contacts who have the
        number; how many entries went, cards not counted."""
        await connection.execute(
            "WITH gone AS (DELETE FROM contact WHERE id IN (SELECT contact FROM contact_number WHERE hmac = %s) RETURNING id)"
            " DELETE FROM vault_key WHERE subject IN (SELECT id FROM gone)",
            (self.number_hash(number),),
        )
        cursor = await connection.execute(
            "WITH gone AS (DELETE FROM number_index WHERE hmac = %s RETURNING subject),"
            " keys AS (DELETE FROM vault_key WHERE subject IN (SELECT subject FROM gone))"
            " DELETE FROM vault WHERE subject IN (SELECT subject FROM gone)",
            (self.number_hash(number),),
        )
        return cursor.rowcount

    # --- while the database is away ---------------------------------------------------------------------------

    def seal_for_spool(self, personal: Sequence[Personal]) -> bytes:
        """Personal data for the engine's spool on disk: under the tenant's key until it can be stored by subject."""
        return _encrypt(self._wrapping, msgspec.msgpack.encode(list(personal)), _SPOOL_CONTEXT)

    def open_from_spool(self, sealed: bytes) -> tuple[Personal, ...]:
        return msgspec.msgpack.decode(_decrypt(self._wrapping, sealed, _SPOOL_CONTEXT), type=tuple[Personal, ...])

    # --- subjects -----------------------------------------------------------------------------------------------

    async def _subjects(self, connection: Connection, personal: Sequence[Personal]) -> dict[str, uuid.UUID]:
        """Subject by reference. Numbers first: what was keyed or noted follows its interaction's caller."""
        numbers = [item for item in personal if item.kind == "number"]
        by_ref = await self._number_subjects(connection, numbers)
        others = [item for item in personal if item.kind != "number"]
        if not others:
            return by_ref
        callers = await _callers(connection, {item.interaction for item in others})
        for item in reversed(numbers):
            callers.setdefault(item.interaction, by_ref[item.ref])
        for item in others:
            by_ref[item.ref] = callers.setdefault(item.interaction, uuid.uuid4())
        return by_ref

    async def _number_subjects(self, connection: Connection, numbers: Sequence[Personal]) -> dict[str, uuid.UUID]:
        hashes = {item.value: self.number_hash(item.value) for item in numbers if item.value}
        found = await self._indexed(connection, hashes.values())
        missing = [(value, uuid.uuid4()) for value in hashes.values() if value not in found]
        if missing:
            async with connection.cursor() as cursor:
                await cursor.executemany(
                    "INSERT INTO number_index (hmac, subject) VALUES (%s, %s) ON CONFLICT DO NOTHING", missing
                )
            found = await self._indexed(connection, hashes.values())
        return {item.ref: found[hashes[item.value]] if item.value else uuid.uuid4() for item in numbers}

    async def _indexed(self, connection: Connection, hashes: Iterable[bytes]) -> dict[bytes, uuid.UUID]:
        cursor = await connection.execute(
            "SELECT hmac, subject FROM number_index WHERE hmac = ANY(%s)", (list(hashes),)
        )
        rows: list[tuple[bytes, uuid.UUID]] = await cursor.fetchall()
        return {bytes(digest): subject for digest, subject in rows}

    async def _keys(self, connection: Connection, subjects: set[uuid.UUID]) -> Mapping[uuid.UUID, AESGCM]:
        """The key of each subject, made where there is none; the stored one wins over a maker beside us."""
        wrapped = await _wrapped(connection, subjects)
        missing = [(one, self.wrap(os.urandom(KEY_BYTES), one.bytes)) for one in subjects if one not in wrapped]
        if missing:
            async with connection.cursor() as cursor:
                await cursor.executemany(
                    "INSERT INTO vault_key (subject, wrapped) VALUES (%s, %s) ON CONFLICT DO NOTHING", missing
                )
            wrapped = await _wrapped(connection, subjects)
        return {subject: AESGCM(self.unwrap(value, subject.bytes)) for subject, value in wrapped.items()}


async def _wrapped(connection: Connection, subjects: set[uuid.UUID]) -> dict[uuid.UUID, bytes]:
    cursor = await connection.execute(
        "SELECT subject, wrapped FROM vault_key WHERE subject = ANY(%s)", (sorted(subjects),)
    )
    rows: list[tuple[uuid.UUID, bytes]] = await cursor.fetchall()
    return {subject: bytes(value) for subject, value in rows}


async def _callers(connection: Connection, interactions: set[str]) -> dict[str, uuid.UUID]:
    """The subject of each interaction's first number: references are UUIDv7, so the caller's is the smallest."""
    cursor = await connection.execute(
        "SELECT DISTINCT ON (interaction) interaction::text, subject FROM vault"
        " WHERE interaction = ANY(%s::uuid[]) ORDER BY interaction, (kind <> 'number'), ref",
        (sorted(interactions),),
    )
    rows: list[tuple[str, uuid.UUID]] = await cursor.fetchall()
    return dict(rows)


def _sealed(key: AESGCM, item: Personal) -> bytes:
    return _encrypt(key, item.value.encode(), item.ref.encode())


def _encrypt(key: AESGCM, plain: bytes, context: bytes) -> bytes:
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + key.encrypt(nonce, plain, context)


def _decrypt(key: AESGCM, sealed: bytes, context: bytes) -> bytes:
    try:
        return key.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], context)
    except InvalidTag as error:
        raise VaultSealed("does not open with this tenant's key") from error


def _derived(key: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=b"keryx vault: " + purpose).derive(key)
