"""What happens to a call when the page is loaded again, opened twice, or hands the call on.

If these fail, a reload loses a customer, and card data ends up in a recording.
"""

import asyncio
import datetime
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import expect

from e2e.support.agent import at_phone, at_rest, dial_in
from e2e.support.browser import Browser, opened
from e2e.support.hearing import (
    AGENT_HZ,
    CALLER_HZ,
    LOUD,
    QUIET,
    SECOND_AGENT_HZ,
    channels,
    hears,
    hears_music,
    loudest,
    spans,
)
from e2e.support.records import played, recorded
from e2e.support.stack import Stack
from e2e.test_browser_call import answer, begin, hang_up
from keryx.cli.local import embed
from keryx.cli.telephone.exchange import Exchange, exchange
from keryx.cli.telephone.hearing import tone
from keryx.cli.telephone.line import Line

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(480)]

CARD_HZ, CARD_SECONDS = 941, 2
BACK_WITHIN_SECONDS = 3


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
            await reload(browser, caller)
            await leave_and_come_back(stack, browser, caller)
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
        await expect(browser.page.get_by_test_id("recording-paused")).to_be_visible()
        await browser.picture("timeline-comment")
        await sign_out(stack, browser)
    record = await recorded(stack, interaction)
    assert (record["outcome"], record["disposition"]) == ("answered", "refusal")
    away = [lasted(span) for span in record["segments"] if span["role"] == "contact" and span["kind"] == "hold"]
    assert len(away) == 3, "the reload, the page that was left, and the other tab"
    assert away[0] < BACK_WITHIN_SECONDS
    recording = record["recordings"][0]
    contact, agent, rate = channels(await played(stack.connect, recording["uri"]))
    assert loudest(contact, rate, CALLER_HZ) > LOUD
    assert loudest(contact, rate, CARD_HZ) < QUIET, "card data was recorded"
    assert [gap["cause"] for gap in recording["gaps"]] == ["paused", "paused"], "the contact's track and the agent's"
    begun, ended = (int(recording["gaps"][0][name] * rate) for name in ("from_seconds", "to_seconds"))
    assert ended - begun > CARD_SECONDS * rate
    assert not contact[begun:ended].any()
    assert not agent[begun:ended].any()
    assert loudest(agent, rate, CALLER_HZ) < QUIET
    assert len(spans(agent, rate, AGENT_HZ)) >= 3, "before the reload, after it, and in the second tab"


def lasted(segment: dict[str, str]) -> float:
    """Seconds."""
    begun, ended = (datetime.datetime.fromisoformat(segment[name]) for name in ("from", "to"))
    return (ended - begun).total_seconds()


async def press_keys(browser: Browser, caller: Line) -> None:
    await browser.click("keypad")
    await browser.picture("keypad")
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
    await browser.picture("recording-paused")
    caller.say(tone(CARD_HZ, CARD_SECONDS))
    await browser.hears(CARD_HZ)
    async with asyncio.timeout(30):
        while caller.speaking:
            caller.ears.changed.clear()
            await caller.ears.changed.wait()
    await browser.click("pause-recording")
    await expect(recording).to_have_attribute("data-recording", "on")


async def reload(browser: Browser, caller: Line) -> None:
    """As F5 does it: the page is back before anybody would say "hello?"."""
    before = len(caller.ears.packets)
    await browser.page.reload()
    await asyncio.gather(hears(caller, AGENT_HZ, within=30, since=before), browser.hears(CALLER_HZ, within=30))


async def leave_and_come_back(stack: Stack, browser: Browser, caller: Line) -> None:
    """Gone for as long as it takes the caller to hear music, then back at the desk."""
    before = len(caller.ears.packets)
    await browser.page.goto("about:blank")
    await hears_music(caller, stack.music(), since=before)
    before = len(caller.ears.packets)
    await browser.page.goto(f"{stack.url}/desk")
    await asyncio.gather(hears(caller, AGENT_HZ, within=30, since=before), browser.hears(CALLER_HZ, within=30))


async def second_tab(browser: Browser, caller: Line) -> None:
    """The desk in another tab says where the phone is, and takes it when asked: the talk goes on there."""
    first = browser.page
    browser.page = await first.context.new_page()
    await browser.page.goto(first.url)
    await expect(browser.page.get_by_test_id("other-tab")).to_be_visible()
    await browser.picture("other-tab")
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
            await browser.picture("transfer-queues")
            await browser.click("transfer-agents")
            await browser.picture("transfer-agents")
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


async def finish_wrap_up(browser: Browser, code: str) -> None:
    await browser.page.get_by_test_id(f"disposition-{code}").check()
    await browser.click("wrap-up-done")
    await expect(browser.page.get_by_test_id("agent-state")).to_have_attribute("data-state", "available")


async def sign_out(stack: Stack, browser: Browser) -> None:
    await browser.page.goto(f"{stack.url}/desk")
    await browser.click("desk-sign-out")
    await expect(browser.page.get_by_test_id("agent-state")).to_have_attribute("data-state", "signed_out")
