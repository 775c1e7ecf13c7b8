"""Two places, two telephone systems, one centre: whoever is free answers, wherever the call came in.

If this fails, a company with two offices has two contact centres.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import expect

from e2e.sites.conftest import OPENED
from e2e.support.browser import opened
from e2e.support.hearing import AGENT_HZ, CALLER_HZ, LOUD, channels, hears, hears_prompt, loudest
from e2e.support.records import played, recorded
from e2e.support.stack import Stack
from e2e.test_browser_call import begin, hang_up
from keryx.cli.local import embed
from keryx.cli.telephone.exchange import exchange
from keryx.cli.telephone.hearing import tone
from keryx.cli.telephone.line import dial

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(480)]


async def test_an_agent_of_one_site_answers_a_call_at_the_other(two_sites: Stack, tmp_path: Path) -> None:
    """Alice belongs to Paris; the call comes in at Lyon and stays there, sound and recording too."""
    assert two_sites.sip.startswith(f"{OPENED}:")
    async with (
        exchange(embed.find(lambda _: None), "127.0.0.3") as carrier,
        opened(two_sites.url, microphone_hertz=AGENT_HZ, folder=tmp_path) as browser,
    ):
        await begin(browser, two_sites.accounts()["alice"])
        async with dial(carrier, f"sip:3920@{two_sites.sip_at('lyon')}", caller="+33612345678") as caller:
            await hears_prompt(caller, [two_sites.sentence("Vous êtes bien à Lyon.")])
            await expect(browser.page.get_by_test_id("ringing")).to_be_visible(timeout=40_000)
            await browser.click("answer")
            caller.say(tone(CALLER_HZ, 60))
            await asyncio.gather(hears(caller, AGENT_HZ), browser.hears(CALLER_HZ))
            interaction = await hang_up(browser, caller)
        await browser.page.get_by_test_id("disposition-sale").check()
        await browser.click("wrap-up-done")
        await browser.click("desk-sign-out")
        await expect(browser.page.get_by_test_id("agent-state")).to_have_attribute("data-state", "signed_out")
    record = await recorded(two_sites, interaction)
    assert (record["outcome"], record["entry"], record["first_agent"]) == ("answered", "lyon", "alice")
    contact, agent, rate = channels(await played(two_sites.connect, record["recordings"][0]["uri"]))
    assert loudest(contact, rate, CALLER_HZ) > LOUD
    assert loudest(agent, rate, AGENT_HZ) > LOUD
