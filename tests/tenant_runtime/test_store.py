"""The store: a file is there whole or not at all, whoever is killed while writing it."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from keryx.tenant_runtime.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(f"file://{tmp_path}/store")


def test_a_file_appears_when_it_is_whole(store: Store) -> None:
    with store.writing("tracks/a") as file:
        file.write(b"half")
        assert not store.exists("tracks/a")
        assert store.names("tracks") == set()
    assert (store.read("tracks/a", 1, 3), store.size("tracks/a"), store.names("tracks")) == (b"al", 4, {"a"})


def test_a_writer_that_fails_leaves_what_was_there(store: Store, tmp_path: Path) -> None:
    store.write("tracks/a", b"old")

    def fail() -> None:
        with store.writing("tracks/a") as file:
            file.write(b"new")
            raise ConnectionError

    with pytest.raises(ConnectionError):
        fail()
    assert store.read("tracks/a") == b"old"
    assert [path.name for path in (tmp_path / "store/tracks").iterdir()] == ["a"]


def test_what_a_killed_writer_left_is_removed_later(store: Store, tmp_path: Path) -> None:
    """Else every crash costs disk for ever; a writer beside us is left alone."""
    store.write("tracks/a", b"whole")
    old, young = (tmp_path / "store/tracks" / f"{name}.unfinished" for name in ("old", "young"))
    old.write_bytes(b"x")
    young.write_bytes(b"x")
    os.utime(old, (time.time() - 7200,) * 2)
    store.remove_unfinished("tracks", 3600)
    assert (old.exists(), young.exists(), store.names("tracks")) == (False, True, {"a"})
    store.remove_unfinished("nothing here", 3600)


@pytest.mark.parametrize("name", ["/etc/passwd", "../other", "a/../../b"])
def test_a_name_stays_within_the_tenants_store(store: Store, name: str) -> None:
    with pytest.raises(ValueError, match="not a name"):
        store.read(name)
