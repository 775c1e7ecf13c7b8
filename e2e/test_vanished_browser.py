"""What happens to a call whose agent's browser is gone.

If this fails, a closed lid loses a customer.
"""

import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from e2e.support.agent import Agent, at_phone, at_rest, dial_in
from e2e.support.browser import opened
from e2e.support.hearing import AGENT_HZ, SECOND_AGENT_HZ, hears, hears_music
from e2e.support.records import ended_call
from e2e.support.stack import Stack
from e2e.test_browser_call import CALLER, answer, begin
from keryx.cli.local import embed
from keryx.cli.telephone.exchange import Exchange, exchange

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(480)]

OTHER = "+33687654321"
BACK_WITHIN_SECONDS = 25


@pytest.fixture
async def carrier() -> AsyncIterator[Exchange]:
    async with exchange(embed.find(lambda _: None)) as running:
        yield running


@pytest.fixture(autouse=True)
async def nobody_is_signed_in(stack: Stack) -> None:
    for login in ("alice", "bruno"):
        await at_rest(stack, login)


async def test_a_browser_that_vanishes_gives_its_caller_back(stack: Stack, carrier: Exchange, tmp_path: Path) -> None:
    """The tab crashes in mid-talk: music, then the head of the queue, before who waited longer; the agent is unreachable."""
    async with (
        at_phone(stack, "bruno", SECOND_AGENT_HZ) as bruno,
        opened(stack.url, microphone_hertz=AGENT_HZ, folder=tmp_path) as browser,
    ):
        await begin(browser, stack.accounts()["alice"])
        async with dial_in(stack, carrier, "3900") as caller, dial_in(stack, carrier, "3900", OTHER) as waiting:
            await answer(browser, caller)
            await hears(caller, AGENT_HZ)
            await waiting.press("1")
            await bruno.desk.until(lambda view: waits(view, 1), within=40)
            before, gone = len(caller.ears.packets), time.monotonic()
            await browser.crash()
            await hears_music(caller, stack.music(), since=before)
            await bruno.desk.until(lambda view: waits(view, 2), within=60)
            back = time.monotonic() - gone
            await bruno.desk.do("ready")
            offer = (await bruno.desk.until(lambda view: view.get("offer")))["offer"]
            assert offer["callerNumber"] == CALLER
            lifted = await bruno.answer()
            await hears(caller, SECOND_AGENT_HZ)
            await bruno.do("hang_up")
            await lifted.close()
            await waiting.hang_up()
        await bruno.finish("sale")
        assert await state_of(bruno, "Alice Martin") == "unreachable"
    record = await ended_call(stack, lambda call: call["caller"] == CALLER and call["last_agent"] == "bruno")
    assert (record["outcome"], record["first_agent"]) == ("answered", "alice")
    assert any(segment["cause"] == "returned" for segment in record["segments"])
    assert back <= BACK_WITHIN_SECONDS, f"back in the queue after {back:.1f} s"


def waits(view: dict[str, object], count: int) -> bool:
    """Whether `count` contacts wait in the sales queue."""
    queues = view.get("queues")
    assert isinstance(queues, list)
    return any(queue["name"] == "sales" and queue["waiting"] == count for queue in queues)


async def state_of(asking: Agent, name: str) -> str:
    """The state of a colleague, as a desk shows it to whom may transfer there."""
    reference = (await asking.desk.http.get("/api/tenant/v1/reference")).raise_for_status().json()
    return str(next(agent["state"] for agent in reference["agents"] if agent["name"] == name))
