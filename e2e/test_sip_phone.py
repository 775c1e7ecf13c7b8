"""The scene of an agent with a plain SIP phone on the table: the page says and does all but speak.

If it fails, whoever prefers a real telephone cannot work, or the phone's own keys break the call.
"""

from pathlib import Path

import pytest
from playwright.async_api import expect

from e2e.support.agent import at_rest, dial_in
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
    misses,
    spans,
)
from e2e.support.records import played, recorded
from e2e.support.stack import Account, Stack
from keryx.cli.local import embed
from keryx.cli.telephone.exchange import exchange
from keryx.cli.telephone.hearing import tone
from keryx.cli.telephone.line import Line
from keryx.cli.telephone.phone import registered

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(480)]

CALLER = "+33612345678"


async def test_a_phone_on_the_table_worked_from_the_page(stack: Stack, tmp_path: Path) -> None:
    """Its account from the page; it rings and is lifted; its own hold key; the page's mute; hung up on the phone."""
    await at_rest(stack, "bruno")
    program = embed.find(lambda _: None)
    async with (
        exchange(program) as carrier,
        exchange(program) as table,
        opened(stack.url, microphone_hertz=SECOND_AGENT_HZ, folder=tmp_path) as browser,
    ):
        sip = await log_in(browser, stack.accounts()["bruno"])
        async with registered(table, registrar=sip[2], username=sip[0], password=sip[1]) as phone:
            await begin(browser)
            async with dial_in(stack, carrier, "3900", CALLER) as caller:
                caller.say(tone(CALLER_HZ, 120))
                await caller.reached("up")
                await caller.press("1")
                await rings(browser)
                lifted = await phone.lift()
                lifted.say(tone(AGENT_HZ, 120))
                await hears(caller, AGENT_HZ)
                await hears(lifted, CALLER_HZ)
                await phone_holds(stack, browser, caller, lifted)
                await mutes(browser, caller, lifted)
                interaction = await browser.page.get_by_test_id("call").get_attribute("data-interaction")
                assert interaction
                await lifted.hang_up()
                assert await caller.reached("ended") == "ended"
                await lifted.close()
            await browser.page.get_by_test_id("disposition-sale").check()
            await browser.click("wrap-up-done")
            await expect(browser.page.get_by_test_id("agent-state")).to_have_attribute("data-state", "available")
            await browser.click("desk-sign-out")
            await expect(browser.page.get_by_test_id("agent-state")).to_have_attribute("data-state", "signed_out")
    await check_record(stack, interaction)


async def log_in(browser: Browser, agent: Account) -> tuple[str, ...]:
    """The SIP account as the page shows it: user, password, host:port. It is the one in the accounts file."""
    await browser.page.get_by_test_id("login").fill(agent.login)
    await browser.page.get_by_test_id("password").fill(agent.password)
    await browser.click("submit")
    await browser.click("sip-account")
    await expect(browser.page.get_by_test_id("sip-account-shown")).to_be_visible()
    await browser.picture("sip-account")
    shown = tuple(await browser.page.get_by_test_id("sip-account-shown").locator("code").all_inner_texts())
    assert shown[:2] == (agent.sip_user, agent.sip_password)
    return shown


async def begin(browser: Browser) -> None:
    await browser.click("sign-in-sip")
    await expect(browser.page.get_by_test_id("sip-account-shown")).to_be_hidden()
    await expect(browser.page.get_by_test_id("phone-line")).to_have_attribute("data-reachable", "true")
    await browser.click("become-ready")
    await expect(browser.page.get_by_test_id("agent-state")).to_have_attribute("data-state", "available")


async def rings(browser: Browser) -> None:
    """The page says who calls, and that the handset is what answers."""
    ringing = browser.page.get_by_test_id("ringing")
    await expect(ringing).to_be_visible(timeout=40_000)
    await expect(ringing.get_by_test_id("caller")).to_have_text(CALLER)
    await expect(ringing).to_contain_text("Décrochez votre poste.")
    await browser.picture("ringing-sip-phone")


async def phone_holds(stack: Stack, browser: Browser, caller: Line, lifted: Line) -> None:
    """The phone's own key: a re-INVITE that only sends. The caller hears music, and the page shows it."""
    call, before = browser.page.get_by_test_id("call"), len(caller.ears.packets)
    await lifted.hold(True)
    await expect(call).to_have_attribute("data-held", "true")
    await hears_music(caller, stack.music(), since=before)
    await browser.picture("held-by-phone")
    before = len(caller.ears.packets)
    await lifted.hold(False)
    await expect(call).to_have_attribute("data-held", "false")
    await hears(caller, AGENT_HZ, since=before)
    await hears(lifted, CALLER_HZ)


async def mutes(browser: Browser, caller: Line, lifted: Line) -> None:
    """The page's key, for a phone that has none."""
    await browser.click("mute")
    await misses(caller, AGENT_HZ)
    await hears(lifted, CALLER_HZ)
    await browser.click("mute")
    await hears(caller, AGENT_HZ)


async def check_record(stack: Stack, interaction: str) -> None:
    record = await recorded(stack, interaction)
    assert (record["outcome"], record["first_agent"], record["disposition"]) == ("answered", "bruno", "sale")
    holds = [one for one in record["segments"] if one["kind"] == "hold"]
    assert [(one["role"], one["cause"]) for one in holds] == [("agent", "phone"), ("contact", "phone")]
    contact, agent, rate = channels(await played(stack.connect, record["recordings"][0]["uri"]))
    assert loudest(contact, rate, AGENT_HZ) < QUIET
    assert loudest(agent, rate, CALLER_HZ) < QUIET
    assert loudest(contact, rate, CALLER_HZ) > LOUD
    assert spans(agent, rate, AGENT_HZ)[-1][1] == pytest.approx(len(agent) / rate, abs=0.5), "to the very end"
