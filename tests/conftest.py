"""What every test must leave as it found it: no asyncio task, child process or listening port outlives a test.

A leak is more often a bug of the product than of the test: what a test cannot stop, `keryx down` cannot stop either.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

pytest_plugins = ["tests.support.postgres"]

_SETTLE_SECONDS = 2.0
_LISTEN = "0A"


@pytest.fixture(autouse=True)
def nothing_is_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves child processes or listening ports; module- and session-wide fixtures keep theirs."""
    is_async = asyncio.iscoroutinefunction(getattr(request.node, "obj", None))
    if is_async:
        request.getfixturevalue("no_task_is_left_behind")
    children, ports = _children(), _listening_ports()
    yield
    leaked = [f"child process {_describe(pid)}" for pid in _children() - children]
    leaked += [f"listening port {port}" for port in _listening_ports() - ports]
    if leaked:
        pytest.fail("the test left behind: " + ", ".join(sorted(leaked)))


@pytest.fixture
async def no_task_is_left_behind() -> AsyncIterator[None]:
    """Fail an async test whose tasks are still running after its own fixtures were torn down."""
    before = asyncio.all_tasks()
    yield
    leaked = asyncio.all_tasks() - before - {asyncio.current_task()}
    if leaked:
        _, leaked = await asyncio.wait(leaked, timeout=_SETTLE_SECONDS)
    if leaked:
        pytest.fail("the test left behind: " + ", ".join(sorted(str(task.get_coro()) for task in leaked)))


def _children() -> set[int]:
    pids: set[int] = set()
    for listing in Path("/proc/self/task").glob("*/children"):
        try:
            pids.update(int(pid) for pid in listing.read_text().split())
        except OSError:  # the thread ended while we looked
            continue
    return pids


def _describe(pid: int) -> str:
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except OSError:
        command = "ended"
    return f"{pid} ({command or 'not reaped'})"


def _listening_ports() -> set[int]:
    """Local ports this very process listens on: the sockets among its file descriptors, looked up in /proc/net."""
    inodes = set()
    for descriptor in Path("/proc/self/fd").iterdir():
        try:
            target = os.readlink(descriptor)
        except OSError:  # the descriptor of this very listing
            continue
        if target.startswith("socket:["):
            inodes.add(target[8:-1])
    ports = set()
    for table in ("/proc/self/net/tcp", "/proc/self/net/tcp6"):
        for line in Path(table).read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == _LISTEN and fields[9] in inodes:
                ports.add(int(fields[1].rsplit(":", 1)[1], 16))
    return ports
