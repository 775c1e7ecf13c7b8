"""A supervisor in an agent's call, on the whole stack, told by tones. If this fails, a caller hears what was meant for the agent."""

from __future__ import annotations

import asyncio

import pytest

from e2e.support.agent import at_phone, dial_in
from e2e.support.hearing import AGENT_HZ, CALLER_HZ, SECOND_AGENT_HZ, hears, misses
from e2e.support.stack import Stack
from keryx.cli.local import embed
from keryx.cli.telephone.exchange import exchange
from keryx.cli.telephone.hearing import tone

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

_SPOKEN_SECONDS = 120


async def test_a_supervisor_listens_whispers_joins_and_takes_over(stack: Stack) -> None:
    async with (
        exchange(embed.find(lambda _: None)) as carrier,
        at_phone(stack, "bruno", AGENT_HZ) as bruno,
        at_phone(stack, "sophie", SECOND_AGENT_HZ) as sophie,
    ):
        await bruno.ready()
        async with dial_in(stack, carrier, "3900") as caller:
            await caller.reached("up")
            await caller.press("1")
            agent = await bruno.answer()
            caller.say(tone(CALLER_HZ, _SPOKEN_SECONDS))
            whom = {"agent": bruno.desk.person["id"]}
            await sophie.desk.do("listen", **whom)
            boss = await sophie.phone.lift()
            boss.say(tone(SECOND_AGENT_HZ, _SPOKEN_SECONDS))
            await asyncio.gather(hears(boss, CALLER_HZ), hears(boss, AGENT_HZ), misses(caller, SECOND_AGENT_HZ))
            assert not bruno.desk.view["current"]["watchers"]
            await sophie.desk.do("whisper", **whom)
            await asyncio.gather(
                hears(agent, SECOND_AGENT_HZ), bruno.desk.until(lambda view: view["current"]["watchers"])
            )
            await misses(caller, SECOND_AGENT_HZ)
            await sophie.desk.do("join", **whom)
            await hears(caller, SECOND_AGENT_HZ)
            await sophie.desk.do("take_over", **whom)
            view = await bruno.desk.until(lambda view: view.get("wrapUp"))
            assert view["changedBy"] == "Sophie Bernard"
            await sophie.desk.until(lambda view: view.get("current"))
            await asyncio.gather(hears(caller, SECOND_AGENT_HZ), hears(boss, CALLER_HZ))
            await sophie.do("hang_up")
            assert await caller.reached("ended") == "ended"
        await asyncio.gather(sophie.finish("sale"), bruno.finish("sale"))
