"""The agent's scene: everything is done in the page, with the browser as the telephone."""

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import expect

from e2e.support.browser import Browser, opened
from e2e.support.hearing import AGENT_HZ, CALLER_HZ, LOUD, QUIET, channels, hears, hears_kind, loudest, misses
from e2e.support.stack import Account, Stack
from keryx.cli.local import embed
from keryx.cli.telephone.exchange import exchange
from keryx.cli.telephone.hearing import tone
from keryx.cli.telephone.line import Line, dial

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(480)]

CALLER = "+33612345678"


async def test_a_call_in_the_browser(stack: Stack, tmp_path: Path) -> None:
    """If this fails, nobody can work in the page: it does not let them in, does not ring, is mute or deaf, or loses the record."""
    agent = stack.accounts()["alice"]
    async with (
        exchange(embed.find(lambda _: None)) as carrier,
        opened(stack.url, microphone_hertz=AGENT_HZ, folder=tmp_path) as browser,
    ):
        await begin(browser, agent)
        async with dial(carrier, f"sip:3900@{stack.sip}", caller=CALLER) as caller:
            await answer(browser, caller)
            await meet(browser)
            await talk(browser, caller)
            interaction = await hang_up(browser, caller)
        await wrap_up(browser)
        await expect(browser.page.get_by_test_id("agent-state")).to_have_attribute("data-state", "available")
        await own_day(browser, interaction)
        await look_back(browser, interaction)
        await check_recording(browser, interaction)
        await browser.page.goto(f"{stack.url}/desk")
        await browser.click("desk-sign-out")
        await expect(browser.page.get_by_test_id("agent-state")).to_have_attribute("data-state", "signed_out")


async def begin(browser: Browser, agent: Account) -> None:
    """From the login page to being ready for calls in the browser."""
    await expect(browser.page.get_by_test_id("submit")).to_be_visible()
    await browser.picture("login")
    await browser.page.get_by_test_id("login").fill(agent.login)
    await browser.page.get_by_test_id("password").fill(agent.password)
    await browser.click("submit")
    await browser.click("sign-in-browser")
    await browser.click("become-ready")
    await expect(browser.page.get_by_test_id("agent-state")).to_have_attribute("data-state", "available")
    await expect(browser.page.get_by_test_id("phone-line")).to_have_attribute("data-reachable", "true")


async def answer(browser: Browser, caller: Line) -> None:
    """The caller chooses sales; the page rings, says who it is and what for, and is answered by a click."""
    await caller.reached("up")
    await hears_kind(caller, "speech")
    await caller.press("1")
    ringing = browser.page.get_by_test_id("ringing")
    await expect(ringing).to_be_visible(timeout=40_000)
    await expect(ringing.get_by_test_id("caller")).to_have_text(CALLER)
    await expect(ringing.get_by_test_id("offer-dialled")).to_contain_text("3900")
    await expect(ringing.get_by_test_id("offer-choices")).to_have_text("Service commercial")
    await browser.picture("ringing")
    await browser.click("answer")


async def meet(browser: Browser) -> None:
    """The caller is nobody yet and gets a card during the call (a kept stack knows them from its last run)."""
    page = browser.page
    name, make = page.get_by_test_id("contact-name"), page.get_by_test_id("contact-make")
    await expect(name.or_(make)).to_be_visible()
    if await make.is_visible():
        await make.click()
        await page.get_by_test_id("contact-name-field").fill("Zoé Lambert")
        await browser.click("contact-save")
    await expect(name).to_have_text("Zoé Lambert")
    await browser.picture("contact")


async def talk(browser: Browser, caller: Line) -> None:
    """Both hear each other; mute silences the agent only, hold gives the caller music, and both end."""
    caller.say(tone(CALLER_HZ, 90))
    await asyncio.gather(hears(caller, AGENT_HZ), browser.hears(CALLER_HZ))
    call = browser.page.get_by_test_id("call")
    await browser.picture("talking")
    await browser.click("mute")
    await expect(call).to_have_attribute("data-muted", "true")
    await misses(caller, AGENT_HZ)
    await browser.hears(CALLER_HZ)
    await browser.click("mute")
    await hears(caller, AGENT_HZ)
    await browser.click("hold")
    await expect(call).to_have_attribute("data-held", "true")
    await misses(caller, AGENT_HZ)
    caller.ears.packets.clear()  # what follows is heard while on hold
    await hears_kind(caller, "music")
    await browser.click("hold")
    await asyncio.gather(hears(caller, AGENT_HZ), browser.hears(CALLER_HZ))


async def hang_up(browser: Browser, caller: Line) -> str:
    """Hang up in the page; the interaction."""
    interaction = await browser.page.get_by_test_id("call").get_attribute("data-interaction")
    assert interaction
    await browser.click("hang-up")
    assert await caller.reached("ended") == "ended"
    return interaction


async def wrap_up(browser: Browser) -> None:
    """Say what came of it, and end before the time is over."""
    await browser.page.get_by_test_id("comment").fill("Envoyer le devis lundi")
    await browser.page.keyboard.press("Alt+Digit2")
    await expect(browser.page.get_by_test_id("disposition-quote")).to_be_checked()
    await browser.picture("wrap-up")
    await browser.page.keyboard.press("F2")
    await expect(browser.page.get_by_test_id("wrap-up")).to_be_hidden()


async def own_day(browser: Browser, interaction: str) -> None:
    """The call counts in the agent's own day and stands in the own log, without a reload."""
    await expect(browser.page.get_by_test_id("day-calls")).not_to_have_text("0")
    await expect(browser.page.locator(f'[data-testid="own-call"][data-interaction="{interaction}"]')).to_contain_text(
        CALLER
    )
    await expect(browser.page.get_by_test_id("pause-use-lunch")).to_be_visible()
    await browser.picture("own-day")


async def look_back(browser: Browser, interaction: str) -> None:
    """The call is in the list and its page tells what happened."""
    page = browser.page
    await page.get_by_role("link", name="Appels").click()
    row = page.locator(f'[data-testid="call-row"][data-interaction="{interaction}"]')
    await expect(row).to_contain_text(CALLER)
    await expect(row).to_contain_text("Devis envoyé")
    await browser.picture("calls")
    await row.get_by_role("link").click()
    await expect(page.get_by_test_id("timeline")).to_contain_text("Service commercial")
    await expect(page.get_by_test_id("recording-audio")).to_be_visible()
    await browser.picture("timeline")


async def check_recording(browser: Browser, interaction: str) -> None:
    """The agent may listen; the caller is on the left, the agent on the right, and neither is on the other's side."""
    address = f"/api/tenant/v1/calls/{interaction}/recording"
    sound = bytes(
        await browser.page.evaluate(
            "async (url) => [...new Uint8Array(await (await fetch(url)).arrayBuffer())]", address
        )
    )
    left, right, rate = channels(sound)
    assert loudest(left, rate, CALLER_HZ) > LOUD
    assert loudest(right, rate, AGENT_HZ) > LOUD
    assert loudest(left, rate, AGENT_HZ) < QUIET
    assert loudest(right, rate, CALLER_HZ) < QUIET
