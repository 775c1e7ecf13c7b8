"""The vault's rows: found by number, erased with their key, never readable without it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from psycopg import AsyncConnection

from keryx.core.inputs import Personal
from keryx.kit.clock import Clock
from keryx.kit.ids import Ids
from keryx.tenant_runtime.vault import Vault

pytestmark = pytest.mark.integration
NUMBER = "+33612345678"
ref = Ids(Clock().now)


@pytest.fixture
def vault() -> Vault:
    return Vault(bytes(range(32)))


async def test_calls_are_found_by_number(vault: Vault, database: AsyncConnection[Any]) -> None:
    items = [Personal(ref(), str(uuid4()), "number", value) for value in (NUMBER, "+33100000000", NUMBER, "")]
    await vault.store(database, items)
    await vault.store(database, items)  # a replayed spool
    assert await vault.refs_of_number(database, NUMBER) == [items[0].ref, items[2].ref]
    assert await vault.read(database, [one.ref for one in items]) == {one.ref: one.value for one in items}
    raw = await (await database.execute("SELECT ciphertext FROM vault")).fetchall()
    assert not any(b"336123" in row[0] for row in raw)


async def test_erasing_a_number_erases_what_was_keyed_and_noted(vault: Vault, database: AsyncConnection[Any]) -> None:
    """The right to be forgotten reaches keyed digits and comments, and nobody else's."""
    call, other = str(uuid4()), str(uuid4())
    mine = [Personal(ref(), call, "number", NUMBER), Personal(ref(), call, "keys", "4711")]
    await vault.store(database, mine)
    later = Personal(ref(), call, "comment", "asked for a refund")
    foreign = [Personal(ref(), other, "number", "+33100000000"), Personal(ref(), other, "comment", "polite")]
    await vault.store(database, [later, *foreign])
    assert await vault.erase_number(database, NUMBER) == 3
    left = await vault.read(database, [one.ref for one in [*mine, later, *foreign]])
    assert left == {one.ref: one.value for one in foreign}
    again = Personal(ref(), str(uuid4()), "number", NUMBER)
    await vault.store(database, [again])
    assert await vault.refs_of_number(database, NUMBER) == [again.ref]
