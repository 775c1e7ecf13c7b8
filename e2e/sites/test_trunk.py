"""A carrier that wants registration: its callers get in, and callers are handed out to it.

If these fail, a centre with such a line is deaf, or an on-call technician is never reached.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from e2e.support.carrier import Carrier, carrier
from e2e.support.hearing import AGENT_HZ, CALLER_HZ, hears, hears_prompt
from e2e.support.records import ended, ended_call
from e2e.support.sipp import sipp
from e2e.support.stack import Stack
from keryx.cli.telephone.hearing import tone
from keryx.cli.telephone.line import Line, dial_endpoint

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(480)]

CALLER, OTHER = "+33612345678", "+33687654321"
FIRST, SECOND = "+33698000001", "+33698000002"
CALLED = "+33142000030"
RINGING_HZ = 440
"""Of the French ringing tone."""


@pytest.fixture
async def line(two_sites: Stack) -> AsyncIterator[Carrier]:
    """The carrier, registered with, and what leads to it."""
    declared = two_sites.folder / "carrier.yaml"
    async with carrier("acme-paris", "a-password-of-the-tests") as outside:
        text = Path(__file__).with_name("carrier.yaml").read_text()
        await two_sites.write(declared.name, text.replace("PORT", str(outside.exchange.sip_port)))
        try:
            await outside.registered()
            yield outside
        finally:
            declared.unlink()
            await asyncio.to_thread(two_sites.until_live)


@pytest.mark.soak  # once the caller did not hear who answered outside, cause unknown: to be found there
async def test_a_call_through_the_trunk_is_handed_out_by_it(two_sites: Stack, line: Carrier) -> None:
    """The first number is busy, the second rings: the caller hears it ring, then both hear each other; the caller's number is kept."""
    line.busy.add(FIRST)
    async with dial_endpoint(line.exchange, await line.contact(CALLED), caller=CALLER) as caller:
        assert await caller.reached("up") == "up"
        caller.say(tone(CALLER_HZ, 60))
        await hears(caller, RINGING_HZ)
        technician = await line.phone.lift()
        technician.say(tone(AGENT_HZ, 60))
        await asyncio.gather(hears(caller, AGENT_HZ), hears(technician, CALLER_HZ))
        assert await number_shown(line, technician) == "+33142000000"
        await technician.hang_up()
        assert await caller.reached("ended") == "ended"
        await technician.close()
    record = await ended_call(two_sites, lambda call: call["caller"] == CALLER)
    assert (record["outcome"], record["entry"], record["dialled"]) == ("contained", "on-call", CALLED)
    assert [one["kind"] for one in record["segments"] if one["role"] == "contact"][-1] == "outside"


async def test_when_nobody_outside_answers_the_flow_goes_on(two_sites: Stack, line: Carrier) -> None:
    line.busy |= {FIRST, SECOND}
    async with dial_endpoint(line.exchange, await line.contact(CALLED), caller=OTHER) as caller:
        await hears_prompt(caller, [two_sites.prompt("nobody-there")])
        assert await caller.reached("ended") == "ended"
    record = await ended_call(two_sites, lambda call: call["caller"] == OTHER)
    assert record["outcome"] == "contained"


async def test_a_carrier_that_names_the_number_in_to_alone(two_sites: Stack) -> None:
    """Many call the contact just as it was registered; the number dialled would be lost."""
    caller = "+33611111111"
    scenario = Path(__file__).with_name("number_in_to.xml")
    counted = await sipp(scenario, two_sites.sip_at("paris"), "+33142000000", caller=caller, stay_ms=500)
    assert counted.succeeded == 1, counted.said
    record = await ended(two_sites, caller)
    assert (record["entry"], record["dialled"]) == ("main", "+33142000000")


async def number_shown(line: Carrier, technician: Line) -> str:
    """What the technician's telephone shows."""
    channel = await line.exchange.ask("GET", f"/channels/{technician.channel}")
    return str(channel["caller"]["number"])
