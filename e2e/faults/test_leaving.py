"""The caller leaves, in whatever state the call is: a right record, and an agent who is free for the next."""

import asyncio
from collections.abc import Awaitable, Callable
from random import Random

import pytest

from e2e.faults.complete import partitioned, single
from e2e.faults.trial import NUMBER, Tell
from e2e.support.conversation import Worker, at_work, conversation, telephones
from e2e.support.hearing import hears_kind
from e2e.support.records import Record, ended
from e2e.support.stack import Stack
from keryx.cli.telephone.exchange import Exchange
from keryx.cli.telephone.line import dial

pytestmark = [pytest.mark.e2e, pytest.mark.fault, pytest.mark.timeout(240)]

AROUND_SECONDS = 0.15
"""So much before or after the answer the caller leaves."""
FREE_SECONDS = 5.0


@pytest.mark.soak
async def test_in_the_menu(centre: Stack, chance: Random) -> None:
    """If this fails, who hangs up in the menu is counted wrongly or stays on the board."""
    async with telephones() as (carrier, _):
        number = a_number(chance)
        async with dial(carrier, f"sip:3900@{await sip(centre)}", caller=number) as caller:
            await caller.reached("up")
            await hears_kind(caller, "speech")
            await asyncio.sleep(chance.uniform(0.0, 4.0))  # in which words of the menu
            await caller.hang_up()
        record = await record_of(centre, number)
        assert (record["outcome"], record["wait_ms"], record["talk_ms"]) == ("abandoned", 0, 0), record


@pytest.mark.soak
async def test_while_waiting(centre: Stack, chance: Random) -> None:
    """If this fails, who gave up waiting is offered to agents, or missing from the queue's figures."""
    async with telephones() as (carrier, table), at_work(centre, table) as worker:
        await worker.desk.do("pause", reason="coffee")
        number = a_number(chance)
        async with dial(carrier, f"sip:{NUMBER}@{worker.sip}", caller=number) as caller:
            await caller.reached("up")
            await hears_kind(caller, "music")
            await asyncio.sleep(chance.uniform(0.0, 6.0))  # music or the announcement of the position
            await caller.hang_up()
        record = await record_of(centre, number)
        assert (record["outcome"], record["first_queue"], record["talk_ms"]) == ("abandoned", "sales", 0), record
        assert record["wait_ms"] > 0
        await works(centre, carrier, worker, chance)


@pytest.mark.soak
async def test_while_it_rings(centre: Stack, chance: Random) -> None:
    """If this fails, a phone goes on ringing for nobody, or the agent is blamed for a call that went away."""
    async with telephones() as (carrier, table), at_work(centre, table) as worker:
        number = a_number(chance)
        async with dial(carrier, f"sip:{NUMBER}@{worker.sip}", caller=number) as caller:
            ringing = await asyncio.wait_for(worker.phone.ringing.get(), 20)
            await asyncio.sleep(chance.uniform(0.0, 2.0))  # how long it rings
            await caller.hang_up()
            await ringing.reached("ended", within=FREE_SECONDS)
        await worker.desk.until(lambda view: view["state"] == "available", within=FREE_SECONDS)
        record = await record_of(centre, number)
        assert (record["outcome"], record["talk_ms"]) == ("abandoned", 0), record
        await works(centre, carrier, worker, chance)


@pytest.mark.soak  # now and then the phone does not ring at all, cause unknown: to be found there
async def test_at_the_very_moment_of_the_answer(centre: Stack, chance: Random, record_property: Tell) -> None:
    """If this fails, an agent who answers a caller that just left is stuck, or the call is counted twice or not at all."""
    outcomes = []
    async with telephones() as (carrier, table), at_work(centre, table) as worker:
        for _ in range(6):
            outcomes.append(await leave_at_the_answer(centre, carrier, worker, chance))
        await works(centre, carrier, worker, chance)
    record_property("outcomes", ", ".join(f"{outcomes.count(one)} {one}" for one in sorted(set(outcomes))))


async def leave_at_the_answer(centre: Stack, carrier: Exchange, worker: Worker, chance: Random) -> str:
    """The outcome of a call whose caller left a moment before or after the agent lifted the receiver."""
    number, offset = a_number(chance), chance.uniform(-AROUND_SECONDS, AROUND_SECONDS)
    async with dial(carrier, f"sip:{NUMBER}@{worker.sip}", caller=number) as caller:
        await caller.reached("up")
        ringing = await asyncio.wait_for(worker.phone.ringing.get(), 20)
        await asyncio.gather(
            after(max(0.0, -offset), lambda: worker.phone.exchange.ask("POST", f"/channels/{ringing.channel}/answer")),
            after(max(0.0, offset), caller.hang_up),
        )
        await ringing.reached("ended", within=FREE_SECONDS)
    await worker.free(within=FREE_SECONDS)
    record = await record_of(centre, number)
    answered = record["answered_at"] is not None  # the talk may have been shorter than a millisecond
    assert record["outcome"] == ("answered" if answered else "abandoned"), record
    return str(record["outcome"])


async def after(seconds: float, deed: Callable[[], Awaitable[object]]) -> None:
    await asyncio.sleep(seconds)  # the offset of this trial
    await deed()


async def works(centre: Stack, carrier: Exchange, worker: Worker, chance: Random) -> None:
    """The next call comes to the agent as if nothing had been."""
    await worker.free()
    async with conversation(centre, carrier, worker, chance, NUMBER) as talk:
        await talk.hang_up()
    await worker.free()


async def record_of(centre: Stack, number: str) -> Record:
    """The one record of who called from `number`, once the call has ended; its segments partition it."""
    record = await ended(centre, number)
    await single(centre, number, record["interaction_id"])
    partitioned(record)
    return record


def a_number(chance: Random) -> str:
    return f"+337{chance.randrange(10**8):08d}"


async def sip(centre: Stack) -> str:
    return str((await asyncio.to_thread(centre.status))["sip"])
