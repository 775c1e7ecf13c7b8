"""The record of packages: people are told what differs from what was tried, and are not given another major unasked."""

import pytest

from keryx.cli.local.embed.lock import Package, differences, read, upstream_version
from keryx.cli.local.embed.sets import SETS, STACK
from keryx.cli.local.failure import LocalError


def package(name: str, version: str) -> Package:
    return Package(name, version, "0" * 64)


@pytest.mark.parametrize(
    ("version", "upstream"),
    [("1:22.10.1+dfsg+~cs6-1", "22.10.1+dfsg+~cs6"), ("18.6-3", "18.6"), ("2.03", "2.03"), ("9.1.2-1+b1", "9.1.2")],
)
def test_epoch_and_revision_are_no_part_of_the_version(version: str, upstream: str) -> None:
    """A Debian rebuild would otherwise be taken for another Asterisk."""
    assert upstream_version(version) == upstream


def test_another_patch_version_is_told() -> None:
    """Who looks for a new bug learns that the Asterisk is not the one it was tried with."""
    locked, found = (package("asterisk", "1:22.10.1-1"),), (package("asterisk", "1:22.10.4-1"),)
    assert differences(STACK, locked, found) == ["asterisk 1:22.10.4-1 (tried with 1:22.10.1-1)"]


def test_another_major_is_refused_in_one_line() -> None:
    """A Postgres of another major could not read the data of the first start."""
    with pytest.raises(LocalError, match=r"postgresql-18 19\.1, but Keryx is written for 18\.x"):
        differences(STACK, (), (package("postgresql-18", "19.1-1"),))


@pytest.mark.parametrize("name", sorted(SETS))
def test_every_set_has_a_lock_with_digests(name: str) -> None:
    """Without it nobody could tell what was tried."""
    locked = read(SETS[name])
    assert {entry.name for entry in locked} >= set(SETS[name].packages)
    assert all(len(entry.sha256) == 64 for entry in locked)
