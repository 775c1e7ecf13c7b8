"""The spool keeps facts while Postgres is away. What it loses, no record will ever tell."""

from pathlib import Path

import pytest

from keryx.tenant_runtime.engine.spool import LIMIT_BYTES, Row, Spool, SpoolFull


def row(seq: int, fact: bytes = b"{}") -> Row:
    return Row(epoch=3, seq=seq, at=1_000, interaction=None, agent=None, fact=fact)


def test_rows_come_back_in_order(tmp_path: Path) -> None:
    """Else the journal would tell a call in the wrong order."""
    spool = Spool(tmp_path / "acme-1.spool")
    spool.append([row(1), row(2)])
    spool.append([row(3)])
    assert [one.seq for one in spool.read()[0]] == [1, 2, 3]


def test_a_torn_tail_is_cut_and_written_after(tmp_path: Path) -> None:
    """A kill in the middle of a write must not cost what is written later."""
    path = tmp_path / "acme-1.spool"
    spool = Spool(path)
    spool.append([row(1), row(2)])
    spool.close()
    path.write_bytes(path.read_bytes()[:-3])
    again = Spool(path)
    again.append([row(3)])
    assert [one.seq for one in again.read()[0]] == [1, 3]


def test_only_the_dead_leave_spools_behind(tmp_path: Path) -> None:
    """A standby engine that took a living leader's spool would journal facts twice or never."""
    living = Spool(tmp_path / "acme-1.spool")
    living.append([row(1)])
    assert Spool.abandoned(tmp_path, "acme") == []
    living.close()
    (found,) = Spool.abandoned(tmp_path, "acme")
    assert [one.seq for one in found.read()[0]] == [1]
    assert Spool.abandoned(tmp_path, "other") == []
    found.close()


def test_the_bound_is_kept(tmp_path: Path) -> None:
    """A full disk would take the calls in progress with it."""
    spool = Spool(tmp_path / "acme-1.spool")
    spool.append([row(1, b"x" * (LIMIT_BYTES - 1_000))])
    assert spool.is_filling
    with pytest.raises(SpoolFull):
        spool.append([row(2, b"x" * 2_000)])
    assert [one.seq for one in spool.read()[0]] == [1]
