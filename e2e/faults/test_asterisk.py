"""The telephony itself dies: the calls are lost, and everybody knows it at once."""

import asyncio
import os
import signal
import time
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from e2e.faults.complete import partitioned, single
from e2e.faults.faults import ASTERISK, back
from e2e.faults.trial import NUMBER, Tell
from e2e.support.conversation import at_work, conversation, telephones
from e2e.support.records import ended
from e2e.support.stack import Stack

pytestmark = [pytest.mark.e2e, pytest.mark.fault, pytest.mark.timeout(240)]

FREE_SECONDS = 5.0
CRASHES = (signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT)


async def test_a_talk_that_asterisk_takes_with_it(centre: Stack, chance: Random, record_property: Tell) -> None:
    """If this fails, a crash of the telephony shows as an answered call, or leaves agents in calls that no longer exist."""
    async with telephones() as (carrier, table), at_work(centre, table) as worker:
        async with conversation(centre, carrier, worker, chance, NUMBER) as talk:
            await asyncio.sleep(chance.uniform(0.0, 2.0))  # when in the talk it happens
            pid = await asyncio.to_thread(centre.pid, ASTERISK)
            crash, killed_at, killed = chance.choice(CRASHES), datetime.now(UTC), time.monotonic()
            os.kill(pid, crash)
            await worker.desk.until(lambda view: not view.get("current") and view.get("state") != "talking")
            freed = time.monotonic() - killed
        await back(centre, ASTERISK, not_pid=pid)
        record_property("freed", f"{crash.name}: agent free after {freed:.1f} s")
        record = await ended(centre, talk.interaction)
        assert freed < FREE_SECONDS
        assert record["outcome"] == "lost", record
        assert abs(datetime.fromisoformat(record["ended_at"]) - killed_at) < timedelta(seconds=1.5), (record, killed_at)
        partitioned(record)
        await single(centre, talk.number, talk.interaction)
