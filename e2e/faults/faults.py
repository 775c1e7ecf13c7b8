"""What can befall a program of the stack, and when it is over."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from random import Random

from e2e.faults.second_engine import second_engine
from e2e.support import wires
from e2e.support.stack import Stack

VICTIMS = {
    "engine": "engine",
    "gateway": "gateway",
    "worker": "worker",
    "site-agent": "site-agent-acme-paris",
    "control-plane": "control-plane",
    "valkey": "valkey",
    "postgres": "postgres",
}
"""As a person names them -> as `keryx status` does."""
ASTERISK = "asterisk-acme-paris"
SLEEP_SECONDS = 10.0
_BACK_SECONDS = 30.0
_LOOK_SECONDS = 0.05

Fault = Callable[[Stack, str, Random], Awaitable[None]]


async def kill(stack: Stack, process: str, chance: Random) -> None:
    """kill -9; over when the supervisor has started it again."""
    pid = await asyncio.to_thread(stack.pid, process)
    os.kill(pid, signal.SIGKILL)
    await back(stack, process, not_pid=pid)


async def sleep(stack: Stack, process: str, chance: Random) -> None:
    """SIGSTOP, with all its children; ten seconds later SIGCONT."""
    pids = await asyncio.to_thread(stack.pids, process)
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        await asyncio.sleep(SLEEP_SECONDS)
    finally:
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):  # a child that was killed meanwhile
                os.kill(pid, signal.SIGCONT)


async def cut(stack: Stack, process: str, chance: Random) -> None:
    """Every connection is shut, and every new one for a moment."""
    pids = await asyncio.to_thread(stack.pids, process)
    await wires.cut(pids, chance.uniform(0.1, 3.0))


async def deaf(stack: Stack, process: str, chance: Random) -> None:
    """As if the network lost all packets to it: nothing is refused, nothing comes."""
    pids = await asyncio.to_thread(stack.pids, process)
    await wires.silence(pids, chance.uniform(3.0, 12.0))


async def twice(stack: Stack, process: str, chance: Random) -> None:
    """The engine falls asleep and a second one takes over; the first wakes, sees that it leads no more, and ends without a deed."""
    pid = await asyncio.to_thread(stack.pid, process)
    os.kill(pid, signal.SIGSTOP)
    try:
        async with second_engine(stack) as second:
            await second.leads()
            os.kill(pid, signal.SIGCONT)
            await second.outlives(pid)
            await asyncio.sleep(chance.uniform(0.0, 2.0))
    finally:
        with contextlib.suppress(ProcessLookupError):  # it ended, as it should
            os.kill(pid, signal.SIGCONT)
    await back(stack, process, not_pid=pid)


async def race(stack: Stack, process: str, chance: Random) -> None:
    """The engine is killed, and two are there at once to take its place."""
    pid = await asyncio.to_thread(stack.pid, process)
    async with second_engine(stack):
        os.kill(pid, signal.SIGKILL)
        await back(stack, process, not_pid=pid)
        await asyncio.sleep(chance.uniform(1.0, 4.0))


FAULTS: Mapping[str, Fault] = {"kill": kill, "sleep": sleep, "cut": cut, "deaf": deaf, "twice": twice, "race": race}


async def back(stack: Stack, process: str, *, not_pid: int) -> None:
    """Another process of that name runs. TimeoutError when none does in time."""
    try:
        async with asyncio.timeout(_BACK_SECONDS):
            while True:
                if await asyncio.to_thread(stack.pid, process) not in (0, not_pid):
                    return
                await asyncio.sleep(_LOOK_SECONDS)
    except TimeoutError as late:
        raise TimeoutError(f"{process} is not back after {_BACK_SECONDS:.0f} s") from late


@contextlib.asynccontextmanager
async def away(stack: Stack, process: str) -> AsyncIterator[None]:
    """The process of that name is dead when the block begins and each new one is killed at once; after the block one lives."""
    await _kill(stack, process)
    try:
        async with asyncio.TaskGroup() as group:
            killing = group.create_task(_kill_again_and_again(stack, process))
            yield
            killing.cancel()
    finally:
        await back(stack, process, not_pid=0)


async def _kill_again_and_again(stack: Stack, process: str) -> None:
    while True:
        await _kill(stack, process)
        await asyncio.sleep(_LOOK_SECONDS)


async def _kill(stack: Stack, process: str) -> None:
    if pid := await asyncio.to_thread(stack.pid, process):
        with contextlib.suppress(ProcessLookupError):  # dead already
            os.kill(pid, signal.SIGKILL)
