"""The queue. If it lost a key a change would never go live; if it ran one twice at once two writers would fight."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise

from keryx.operator.work_queue import WorkQueue


@asynccontextmanager
async def _running(queue: WorkQueue) -> AsyncIterator[None]:
    task = asyncio.create_task(queue.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_a_hundred_wishes_during_one_work_are_one_more_work() -> None:
    begun: list[str] = []
    started, release = asyncio.Event(), asyncio.Event()
    done = asyncio.Event()

    async def work(key: str) -> None:
        begun.append(key)
        started.set()
        await release.wait()
        if len(begun) == 2:
            done.set()

    queue = WorkQueue(work, workers=4, gap_seconds=0.0)
    async with _running(queue):
        queue.add("acme")
        await started.wait()
        for _ in range(100):
            queue.add("acme")
        assert begun == ["acme"]
        release.set()
        async with asyncio.timeout(5):
            await done.wait()
    assert begun == ["acme", "acme"]


async def test_what_failed_comes_back_and_does_not_hold_up_others() -> None:
    tries: dict[str, int] = {"bad": 0, "good": 0}
    both = asyncio.Event()

    async def work(key: str) -> None:
        tries[key] += 1
        if key == "bad" and tries[key] == 1:
            raise RuntimeError("once")
        if tries["good"] and tries["bad"] == 2:
            both.set()

    queue = WorkQueue(work, workers=1, gap_seconds=0.0)
    async with _running(queue):
        queue.add("bad")
        queue.add("good")
        async with asyncio.timeout(5):
            await both.wait()
    assert tries == {"bad": 2, "good": 1}


async def test_one_key_is_begun_no_oftener_than_the_gap() -> None:
    times: list[float] = []
    loop = asyncio.get_running_loop()
    third = asyncio.Event()

    async def work(key: str) -> float | None:
        times.append(loop.time())
        if len(times) == 3:
            third.set()
            return None
        return 0.0

    queue = WorkQueue(work, workers=2, gap_seconds=0.2)
    async with _running(queue):
        queue.add("acme")
        async with asyncio.timeout(5):
            await third.wait()
    assert all(later - earlier >= 0.19 for earlier, later in pairwise(times))
