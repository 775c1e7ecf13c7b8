"""One trial: two people talk, something befalls programs, they go on talking, and the record is complete."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from random import Random

from e2e.faults.complete import complete
from e2e.faults.faults import FAULTS, VICTIMS
from e2e.support.conversation import Conversation, at_work, conversation, telephones
from e2e.support.stack import Stack

NUMBER = "3910"
"""Rings at an agent without a menu (centre.yaml)."""
HEARD_SHARE = 0.9
"""Of the time of a fault in which each must hear the other; the rest is the test machine's own unevenness."""
LISTEN_SECONDS = 3.0

Tell = Callable[[str, object], None]


async def talk_through(stack: Stack, plan: Sequence[tuple[str, str]], chance: Random, tell: Tell) -> None:
    """A talk through (fault, victim) after (fault, victim)."""
    async with telephones() as (carrier, table), at_work(stack, table) as worker:
        async with conversation(stack, carrier, worker, chance, NUMBER) as talk:
            for fault, victim in plan:
                await _suffer(talk, fault, victim, chance, tell)
            await talk.hang_up()
        await worker.free(within=40)
        record = await complete(talk)
        tell("recorded", f"recorded {record['recordings'][0]['seconds']:.1f} of {record['talk_ms'] / 1000:.1f} s")


async def _suffer(talk: Conversation, fault: str, victim: str, chance: Random, tell: Tell) -> None:
    await asyncio.sleep(chance.uniform(0.0, 2.0))  # when in the talk it happens
    ears, begun = talk.listen(), time.monotonic()
    await FAULTS[fault](talk.stack, VICTIMS[victim], chance)
    await asyncio.sleep(LISTEN_SECONDS)  # how they go on
    await talk.both_hear()
    heard = min(ear.share() for ear in ears)
    tell(fault, f"{fault} {time.monotonic() - begun:.1f} s, heard {heard:.0%}")
    assert heard > HEARD_SHARE, f"{fault} of {victim}: they heard each other {heard:.0%} of the time"
