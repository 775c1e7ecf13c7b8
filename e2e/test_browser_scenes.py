"""What happens to a call when the page is loaded again, opened twice, hands the call on, or is gone.

If these fail, a reload or a closed lid loses a customer, and card data ends up in a recording.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import expect

from e2e.support.agent import Agent, at_phone, at_rest, dial_in
from e2e.support.browser import Browser, opened
from e2e.support.hearing import (
    AGENT_HZ,
    CALLER_HZ,
    LOUD,
    QUIET,
    SECOND_AGENT_HZ,
    channels,
    heard_music,
    hears,
    hears_music,
    loudest,
    spans,
)
from e2e.support.records import ended_call, played, recorded
from e2e.support.stack import Stack
from e2e.test_browser_call import CALLER, answer, begin, hang_up
from keryx.cli.local import embed
from keryx.cli.telephone.exchange import Exchange, exchange
from keryx.cli.telephone.hearing import tone
from keryx.cli.telephone.line import Line

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(480)]

CARD_HZ = 941
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


async def test_keys_card_data_reload_and_a_second_tab(stack: Stack, carrier: Exchange, tmp_path: Path) -> None:
    """One call through all that a page can go through without losing it."""
    async with opened(stack.url, microphone_hertz=AGENT_HZ, folder=tmp_path) as browser:
        await begin(browser, stack.accounts()["alice"])
        async with dial_in(stack, carrier, "3900") as caller:
            await answer(browser, caller)
            caller.say(tone(CALLER_HZ, 4))
            await asyncio.gather(hears(caller, AGENT_HZ), browser.hears(CALLER_HZ))
            await press_keys(browser, caller)
            await card_data(browser, caller)
            caller.say(tone(CALLER_HZ, 120))
            before = len(caller.ears.packets)
            await browser.page.reload()
            await expect(browser.page.get_by_test_id("call")).to_have_attribute("data-held", "false")
            await asyncio.gather(hears(caller, AGENT_HZ, within=30), browser.hears(CALLER_HZ, within=30))
            await heard_music(caller, stack.music(), since=before)
            await second_tab(browser, caller)
            await browser.click("pause-menu")
            await browser.click("pause-lunch")
            await expect(browser.page.get_by_test_id("asked-next")).to_contain_text("Déjeuner")
            interaction = await hang_up(browser, caller)
        await browser.page.get_by_test_id("disposition-refusal").check()
        await browser.page.get_by_test_id("comment").fill("Ne veut plus être appelé")
        await browser.click("wrap-up-done")
        await expect(browser.page.get_by_test_id("agent-state")).to_have_attribute("data-state", "paused")
        await browser.page.goto(f"{stack.url}/calls/{interaction}")
        await expect(browser.page.get_by_test_id("disposition-comment")).to_contain_text("Ne veut plus être appelé")
        await browser.picture("timeline-comment")
        await sign_out(stack, browser)
    record = await recorded(stack, interaction)
    assert (record["outcome"], record["disposition"]) == ("answered", "refusal")
    contact, agent, rate = channels(await played(stack.connect, record["recordings"][0]["uri"]))
    assert loudest(contact, rate, CALLER_HZ) > LOUD
    assert loudest(contact, rate, CARD_HZ) < QUIET, "card data was recorded"
    assert loudest(agent, rate, CALLER_HZ) < QUIET
    assert len(spans(agent, rate, AGENT_HZ)) >= 3, "before the reload, after it, and in the second tab"


async def press_keys(browser: Browser, caller: Line) -> None:
    await browser.click("keypad")
    pad = browser.page.get_by_test_id("keypad-pad")
    for key in ("5", "#"):
        await pad.get_by_role("button", name=key, exact=True).click()
    async with asyncio.timeout(15):
        while caller.keys != "5#":
            caller.ears.changed.clear()
            await caller.ears.changed.wait()
    await browser.click("keypad")


async def card_data(browser: Browser, caller: Line) -> None:
    """What the caller says while the recording is suspended: the agent hears it, nobody later."""
    recording = browser.page.get_by_test_id("recording")
    await browser.click("pause-recording")
    await expect(recording).to_have_attribute("data-recording", "paused")
    caller.say(tone(CARD_HZ, 2))
    await browser.hears(CARD_HZ)
    async with asyncio.timeout(30):
        while caller.speaking:
            caller.ears.changed.clear()
            await caller.ears.changed.wait()
    await browser.click("pause-recording")
    await expect(recording).to_have_attribute("data-recording", "on")


async def second_tab(browser: Browser, caller: Line) -> None:
    """The desk in another tab says where the phone is, and takes it when asked: the talk goes on there."""
    first = browser.page
    browser.page = await first.context.new_page()
    await browser.page.goto(first.url)
    await expect(browser.page.get_by_test_id("other-tab")).to_be_visible()
    await browser.click("use-this-tab")
    await expect(first.get_by_test_id("other-tab")).to_be_visible()
    await asyncio.gather(browser.hears(CALLER_HZ, within=30), hears(caller, AGENT_HZ, within=30))
    await first.close()


async def test_blind_transfers_keep_who_said_what(stack: Stack, carrier: Exchange, tmp_path: Path) -> None:
    """Browser -> an agent with a SIP phone -> a queue -> the browser again; one recording, each voice on its side and in its time."""
    async with (
        opened(stack.url, microphone_hertz=AGENT_HZ, folder=tmp_path) as browser,
        at_phone(stack, "bruno", SECOND_AGENT_HZ) as bruno,
    ):
        await begin(browser, stack.accounts()["alice"])
        async with dial_in(stack, carrier, "3900") as caller:
            await answer(browser, caller)
            caller.say(tone(CALLER_HZ, 120))
            await asyncio.gather(hears(caller, AGENT_HZ), browser.hears(CALLER_HZ))
            await bruno.ready()
            await browser.click("transfer")
            await browser.click("transfer-agents")
            await browser.click(f"transfer-to-{bruno.desk.person['id']}")
            lifted = await bruno.answer()
            await asyncio.gather(hears(caller, SECOND_AGENT_HZ), hears(lifted, CALLER_HZ))
            await finish_wrap_up(browser, "quote")
            interaction = bruno.interaction
            await bruno.do("hold", held=True)
            await hears_music(caller, stack.music(), since=len(caller.ears.packets))
            await bruno.do("hold", held=False)
            await hears(caller, SECOND_AGENT_HZ)
            await bruno.do("transfer", toQueue="sales")
            await expect(browser.page.get_by_test_id("ringing")).to_be_visible(timeout=40_000)
            await browser.click("answer")
            await asyncio.gather(hears(caller, AGENT_HZ), browser.hears(CALLER_HZ))
            await lifted.close()
            await bruno.finish("quote")
            assert await hang_up(browser, caller) == interaction
        await finish_wrap_up(browser, "sale")
        await sign_out(stack, browser)
    record = await recorded(stack, interaction)
    assert (record["first_agent"], record["last_agent"], record["disposition"]) == ("alice", "alice", "sale")
    contact, agents, rate = channels(await played(stack.connect, record["recordings"][0]["uri"]))
    assert loudest(contact, rate, AGENT_HZ) < QUIET
    assert loudest(contact, rate, SECOND_AGENT_HZ) < QUIET
    first, second = spans(agents, rate, AGENT_HZ), spans(agents, rate, SECOND_AGENT_HZ)
    assert first[0][0] < second[0][0] < second[-1][1] <= first[-1][1], (first, second)
    talks = [span for span in record["segments"] if span["role"] == "agent" and span["kind"] == "talk"]
    assert len(talks) >= 3, talks


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
            await bruno.ready()
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


async def finish_wrap_up(browser: Browser, code: str) -> None:
    await browser.page.get_by_test_id(f"disposition-{code}").check()
    await browser.click("wrap-up-done")
    await expect(browser.page.get_by_test_id("agent-state")).to_have_attribute("data-state", "available")


async def sign_out(stack: Stack, browser: Browser) -> None:
    await browser.page.goto(f"{stack.url}/desk")
    await browser.click("desk-sign-out")
    await expect(browser.page.get_by_test_id("agent-state")).to_have_attribute("data-state", "signed_out")
