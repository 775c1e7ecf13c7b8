"""Two real Asterisks call each other: if this fails, no whole-system test can be believed."""

import asyncio

import numpy as np
import pytest

from keryx.cli.local import embed
from keryx.cli.telephone.exchange import exchange
from keryx.cli.telephone.hearing import level_at, tone
from keryx.cli.telephone.known import KnownSounds
from keryx.cli.telephone.line import Line, dial
from keryx.cli.telephone.narration import narrate
from keryx.cli.telephone.phone import Phone

pytestmark = pytest.mark.integration


async def _heard(line: Line, hertz: float, within: float = 10.0) -> float:
    """The level of `hertz` in the last second, once it is there."""
    async with asyncio.timeout(within):
        while (level := level_at(line.ears.samples(1.0), hertz)) < 1000:
            line.ears.changed.clear()
            await line.ears.changed.wait()
    return level


async def test_two_people_hear_each_other_and_not_themselves() -> None:
    program = embed.find(lambda _: None)
    async with exchange(program) as one, exchange(program) as other:
        phone = Phone(other)
        other.on_incoming(phone.take)
        async with dial(one, f"sip:3900@127.0.0.1:{other.sip_port}", caller="+33612345678") as caller:
            assert await caller.reached("ringing") == "ringing"
            answered = await phone.lift()
            assert await caller.reached("up") == "up"
            caller.say(tone(697, 8.0))
            answered.say(tone(1209, 8.0))
            assert await _heard(answered, 697) > 1000
            assert await _heard(caller, 1209) > 1000
            assert level_at(caller.ears.samples(1.0), 697) < 200
            await answered.hang_up()
            assert await caller.reached("ended") == "ended"
            assert caller.cause == 16
            await answered.close()


async def test_nobody_lifts_and_the_caller_leaves() -> None:
    program = embed.find(lambda _: None)
    async with exchange(program) as one, exchange(program) as other:
        phone = Phone(other)
        other.on_incoming(phone.take)
        async with dial(one, f"sip:3900@127.0.0.1:{other.sip_port}", caller="100") as caller:
            await caller.reached("ringing")
            rings = await asyncio.wait_for(phone.ringing.get(), 5)
        assert await rings.reached("ended") == "ended"
        assert isinstance(rings.ears.samples(), np.ndarray)
        await rings.close()


async def test_a_call_is_narrated_as_it_goes() -> None:
    program = embed.find(lambda _: None)
    told: list[str] = []
    async with exchange(program) as one, exchange(program) as other:
        phone = Phone(other)
        other.on_incoming(phone.take)

        async def answer() -> None:
            line = await phone.lift()
            line.say(tone(1209, 4.0))
            await line.reached("ended")
            await line.close()

        answering = asyncio.create_task(answer())
        uri = f"sip:3900@127.0.0.1:{other.sip_port}"
        await narrate(one, uri, caller="+33612345678", keys="", seconds=3, known=KnownSounds(), say=told.append)
        await answering
    assert told[:3] == [f"calling {uri}", "ringing", "answered"]
    assert "a tone of 1209 Hz" in told
    assert told[-1] == "hung up"
