"""Sealed files: a player seeks in an hour of talk without the rest being read, and nobody changes what was said."""

from __future__ import annotations

import io
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keryx.tenant_runtime.recording.sealed import CHUNK_BYTES, SealedReader, SealedWriter
from keryx.tenant_runtime.vault import Vault, VaultSealed

VAULT = Vault(bytes(range(32)))
SIZES = [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES, 3 * CHUNK_BYTES + 17]


def sealed(plain: bytes, step: int = 50_000) -> bytes:
    target = io.BytesIO()
    with SealedWriter(VAULT, target) as writer:
        for start in range(0, len(plain), step):
            writer.write(plain[start : start + step])
    return target.getvalue()


@pytest.mark.parametrize("size", SIZES)
def test_what_was_written_is_read_again(size: int) -> None:
    plain = os.urandom(size)
    with SealedReader(VAULT, io.BytesIO(sealed(plain))) as reader:
        assert reader.size == size
        assert reader.read(0, size + 5) == plain


PLAIN = os.urandom(3 * CHUNK_BYTES + 1000)
SEALED = sealed(PLAIN)


@settings(max_examples=40)
@given(st.integers(0, len(PLAIN)), st.integers(0, len(PLAIN) + 10))
def test_any_range_can_be_read(start: int, end: int) -> None:
    """The browser's player asks for ranges; a wrong byte is a crack in the voice."""
    assert SealedReader(VAULT, io.BytesIO(SEALED)).read(start, end) == PLAIN[start:end]


@pytest.mark.parametrize("place", [30, 90, CHUNK_BYTES, len(SEALED) - 1])
def test_a_changed_byte_is_noticed(place: int) -> None:
    changed = bytearray(SEALED)
    changed[place] ^= 1
    with pytest.raises(VaultSealed):
        SealedReader(VAULT, io.BytesIO(bytes(changed))).read(0, len(PLAIN))


def test_a_cut_end_is_noticed() -> None:
    """Else the end of a call could be made to vanish."""
    chunk = CHUNK_BYTES + 16
    cut = SEALED[: -(len(SEALED) % chunk or chunk)]
    with pytest.raises(VaultSealed):
        SealedReader(VAULT, io.BytesIO(SEALED[: 76 + 2 * chunk])).read(0, len(PLAIN))
    with pytest.raises(VaultSealed):
        SealedReader(VAULT, io.BytesIO(cut[: 76 + chunk])).read(0, len(PLAIN))


def test_another_tenants_key_opens_nothing() -> None:
    with pytest.raises(VaultSealed):
        SealedReader(Vault(bytes(32)), io.BytesIO(SEALED))


def test_a_writer_that_fails_leaves_no_finished_file() -> None:
    target = io.BytesIO()

    def fail() -> None:
        with SealedWriter(VAULT, target) as writer:
            writer.write(b"x" * 100)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with pytest.raises(VaultSealed):
        SealedReader(VAULT, io.BytesIO(target.getvalue()))
