"""The vault without a database: keys and what they are bound to."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

import pytest

from keryx.core.inputs import Personal
from keryx.tenant_runtime.vault import Vault, VaultSealed

KEY = bytes(range(32))


def test_a_wrapped_key_opens_for_its_purpose_only() -> None:
    """A key moved from one contact's row to another's must not open."""
    vault = Vault(KEY)
    wrapped = vault.wrap(b"k" * 32, b"alice")
    assert vault.unwrap(wrapped, b"alice") == b"k" * 32
    with pytest.raises(VaultSealed):
        vault.unwrap(wrapped, b"bob")
    with pytest.raises(VaultSealed):
        Vault(bytes(32)).unwrap(wrapped, b"alice")


def test_a_numbers_hash_is_the_tenants_own() -> None:
    """Two tenants cannot find out by their indexes whether they share a caller."""
    assert Vault(KEY).number_hash("+33612345678") == Vault(KEY).number_hash("+33612345678")
    assert Vault(KEY).number_hash("+33612345678") != Vault(bytes(32)).number_hash("+33612345678")


def test_the_spool_holds_nothing_readable() -> None:
    vault = Vault(KEY)
    item = Personal("ref", "call", "number", "+33612345678")
    sealed = vault.seal_for_spool([item])
    assert b"33612345678" not in sealed
    assert vault.open_from_spool(sealed) == (item,)


def test_the_key_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(b64encode(KEY).decode() + "\n")
    assert Vault.from_file(tmp_path / "key").service_token() == Vault(KEY).service_token()
    with pytest.raises(ValueError, match="32 bytes"):
        Vault(b"short")
