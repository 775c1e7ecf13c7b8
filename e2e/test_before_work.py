"""Before work: the agent tries the sound on the very way a call takes, and is told in words what is wrong."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from e2e.support.browser import Browser, opened
from e2e.support.hearing import AGENT_HZ
from e2e.support.stack import Account, Stack

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240)]


async def test_the_echo_tells_a_good_line_from_a_dead_microphone(stack: Stack, tmp_path: Path) -> None:
    """If this fails, agents learn from the first caller that nobody hears them, or mistrust a headset that works."""
    agent = stack.accounts()["alice"]
    assert await _tried(stack, agent, 0, tmp_path) == "microphoneSilent"
    assert await _tried(stack, agent, AGENT_HZ, tmp_path) == "good"


async def _tried(stack: Stack, agent: Account, microphone_hertz: float, folder: Path) -> str | None:
    """The verdict on a microphone that hears this tone; 0 is silence. Nobody is signed in to the desk afterwards."""
    async with opened(stack.url, microphone_hertz=microphone_hertz, folder=folder) as browser:
        await _log_in(browser, agent)
        await browser.click("echo-test")
        verdict = browser.page.get_by_test_id("echo-verdict")
        await expect(verdict).to_be_visible(timeout=40_000)
        await browser.picture(f"echo-{await verdict.get_attribute('data-says')}")
        await expect(browser.page.get_by_test_id("agent-state")).to_have_attribute("data-state", "signed_out")
        return await verdict.get_attribute("data-says")


async def _log_in(browser: Browser, agent: Account) -> None:
    await browser.page.get_by_test_id("login").fill(agent.login)
    await browser.page.get_by_test_id("password").fill(agent.password)
    await browser.click("submit")
