"""What every fault trial has: its chance, the numbers it calls, and a line in the table of results."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from e2e.faults.table import Table
from e2e.support import seeds
from e2e.support.stack import Stack

_TABLE = pytest.StashKey[Table]()


@pytest.fixture
def chance(request: pytest.FixtureRequest) -> Random:
    """This test's chance in this run."""
    return seeds.chance(request.node.nodeid)


@pytest.fixture(scope="session")
def centre(stack: Stack) -> Iterator[Stack]:
    """The stack with the entries that the trials call."""
    declared = stack.folder / "faults.yaml"
    shutil.copy(Path(__file__).with_name("centre.yaml"), declared)
    stack.until_live()
    yield stack
    declared.unlink()
    stack.until_live()


def pytest_configure(config: pytest.Config) -> None:
    if path := os.environ.get("KERYX_FAULT_TABLE"):
        config.stash[_TABLE] = Table(Path(path))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    report = yield
    if report.failed:
        report.sections.append(("rerun", f"{seeds.VARIABLE}={seeds.SEED} pytest '{item.nodeid}'"))
    table = item.config.stash.get(_TABLE, None)
    if table is not None and (report.when == "call" or report.failed):
        table.add(item.nodeid, report.outcome, report.duration, [text for _, text in report.user_properties])
    return report
