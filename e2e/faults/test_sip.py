"""Callers by SIPp: those who behave oddly, and two hundred in one second. Each gets a right record, and nothing is stuck."""

import asyncio
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from e2e.faults.complete import partitioned
from e2e.faults.trial import Tell
from e2e.support.records import Record
from e2e.support.sipp import sipp
from e2e.support.stack import Stack, Unavailable

pytestmark = [pytest.mark.e2e, pytest.mark.fault, pytest.mark.timeout(240)]

SCENARIOS = Path(__file__).with_name("sipp")
MENU = "3900"
ODD = {"reinvite": "a re-INVITE in the middle", "cancel": "CANCEL", "silent": "no RTP", "no_sdp": "INVITE without SDP"}
CROWD, QUOTA = 200, 100
"""The example's tenant may have a hundred calls at once."""


@pytest.mark.soak
@pytest.mark.parametrize("scenario", ODD)
async def test_odd_callers(centre: Stack, scenario: str, chance: Random, record_property: Tell) -> None:
    """If this fails, a telephone that uses SIP in a rarer way is refused, or leaves a call that never ends."""
    number, target, calls = a_number(chance), (await asyncio.to_thread(centre.status))["sip"], 5
    counted = await sipp(
        SCENARIOS / f"{scenario}.xml", target, MENU, caller=number, calls=calls, rate=5,
        stay_ms=chance.randrange(200, 2500),
    )  # fmt: skip
    crossed = (
        counted.failed if scenario == "cancel" else 0
    )  # our 200 and its CANCEL met; SIPp gives up, and so do we after 32 s
    assert (counted.succeeded, counted.failed) == (calls - crossed, crossed), counted.said
    records = await all_ended(centre, number, calls)
    for record in records:
        partitioned(record)
        assert record["outcome"] == "abandoned", record
    record_property("outcomes", f"{ODD[scenario]}: {calls} abandoned")


async def test_two_hundred_in_one_second(centre: Stack, chance: Random, record_property: Tell) -> None:
    """If this fails, a burst of calls is answered without being recorded, refused without being counted, or sticks."""
    number, target = a_number(chance), (await asyncio.to_thread(centre.status))["sip"]
    counted = await sipp(SCENARIOS / "silent.xml", target, MENU, caller=number, calls=CROWD, rate=CROWD, stay_ms=4000)
    assert (counted.succeeded, counted.failed) == (CROWD, 0), counted.said
    records = await all_ended(centre, number, CROWD)
    outcomes = Counter(record["outcome"] for record in records)
    record_property("outcomes", ", ".join(f"{count} {name}" for name, count in sorted(outcomes.items())))
    assert outcomes == {"rejected": counted.refused, "abandoned": CROWD - counted.refused}
    assert outcomes["abandoned"] >= QUOTA
    for record in records:
        if record["outcome"] != "rejected":
            partitioned(record)


async def all_ended(centre: Stack, number: str, count: int, within: float = 45.0) -> list[Record]:
    """The records of `number`, once there are `count` and each has ended."""
    found: list[Record] = []
    try:
        async with asyncio.timeout(within):
            while True:
                try:
                    calls = await asyncio.to_thread(centre.calls)
                except Unavailable:
                    continue
                found = [call for call in calls if call["caller"] == number]
                if len(found) >= count and all(call["ended_at"] for call in found):
                    break
    except TimeoutError as late:
        open_calls = sum(1 for call in found if not call["ended_at"])
        raise TimeoutError(f"{len(found)} records of {count} calls, {open_calls} of them still open") from late
    assert len(found) == count
    return found


def a_number(chance: Random) -> str:
    return f"+335{chance.randrange(10**8):08d}"
