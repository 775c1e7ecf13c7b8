"""If these fail, an engine goes on leading without one of its parts: deaf, or with a lease that runs out."""

import asyncio

import pytest

from keryx.tenant_runtime.engine.tasks import Tasks


async def _breaks() -> None:
    raise RuntimeError("broken")


async def _waits(cancelled: asyncio.Event) -> None:
    try:
        await asyncio.Event().wait()
    finally:
        cancelled.set()


async def test_the_failure_of_what_is_kept_ends_the_lead() -> None:
    """A leader that no longer renews its lease must not go on deciding."""
    tasks, cancelled = Tasks(), asyncio.Event()
    tasks.keep(_waits(cancelled))
    tasks.keep(_breaks())
    with pytest.raises(RuntimeError, match="broken"):
        await tasks.until_failure()
    await tasks.close()
    assert cancelled.is_set()


async def test_the_failure_of_what_may_fail_does_not() -> None:
    """One recording that could not be announced must not end every call's leader."""
    tasks = Tasks()
    tasks.begin(_breaks())
    lead = asyncio.ensure_future(tasks.until_failure())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert not lead.done()
    tasks.failed(ValueError("the end"))
    with pytest.raises(ValueError, match="the end"):
        await lead
    await tasks.close()
