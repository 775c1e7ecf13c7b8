"""The newcomer's scene on a cluster: a caller reaches a site's pod, an agent answers, both hear each other, and the record says so."""

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import expect

from e2e import test_browser_call as page
from e2e.support.browser import opened
from e2e.support.cluster import EDGE, NODE_ADDRESS
from e2e.support.desk import finish, signed_in
from e2e.support.hearing import AGENT_HZ, CALLER_HZ, LOUD, QUIET, channels, hears, hears_kind, loudest
from e2e.support.records import played, recorded
from e2e.support.tenant import Tenant
from keryx.cli.local import embed
from keryx.cli.telephone.exchange import exchange
from keryx.cli.telephone.hearing import tone
from keryx.cli.telephone.line import dial
from keryx.cli.telephone.phone import registered

pytestmark = [pytest.mark.cluster, pytest.mark.smoke, pytest.mark.timeout(3600)]

CALLER = "+33612345678"
TALK_SECONDS = 2
READY_SECONDS = 90
PAGE_MILLISECONDS = 30_000
"""How long the page may take to show what it should: a whole cluster works on the same machine."""


async def test_a_call_with_a_sip_phone(acme: Tenant) -> None:
    """If this fails, Keryx on Kubernetes is no contact centre."""
    agent, sip = acme.people["alice"], acme.sip()
    program = embed.find(lambda _: None)
    async with (
        exchange(program, NODE_ADDRESS) as carrier,
        exchange(program, NODE_ADDRESS) as table,
        signed_in(EDGE, acme.host, agent.login, agent.password) as desk,
    ):
        account = await desk.do("sip_account")
        async with registered(
            table, registrar=sip, username=account["username"], password=account["password"]
        ) as phone:
            await desk.do("sign_in", phone="sip")
            await desk.until(lambda view: view.get("phone", {}).get("reachable"))
            await desk.do("ready")
            await desk.until(lambda view: view.get("state") == "available")
            async with dial(carrier, f"sip:3900@{sip}", caller=CALLER) as caller:
                await caller.reached("up")
                await hears_kind(caller, "speech")
                await caller.press("1")
                await desk.until(lambda view: view.get("offer"), within=60)
                assert [choice["label"] for choice in desk.view["offer"]["choices"]] == ["Service commercial"]
                lifted = await phone.lift()
                caller.say(tone(CALLER_HZ, 60))
                lifted.say(tone(AGENT_HZ, 60))
                await asyncio.gather(hears(caller, AGENT_HZ), hears(lifted, CALLER_HZ))
                await desk.until(lambda view: view.get("current"))
                interaction = desk.view["current"]["interaction"]
                await asyncio.sleep(TALK_SECONDS)  # the length of the conversation, not a wait for something
                await desk.do("hang_up", interaction=interaction)
                assert await caller.reached("ended") == "ended"
                await lifted.close()
            await finish(desk)
            await desk.do("sign_out")
    record = await recorded(acme, interaction)
    assert (record["outcome"], record["first_queue"], record["disposition"]) == ("answered", "sales", "sale")
    await check_recording(record["recordings"][0]["uri"])


async def check_recording(uri: str) -> None:
    """The caller is on the left, the agent on the right, and neither is on the other's side."""
    left, right, rate = channels(await played(EDGE, uri))
    assert loudest(left, rate, CALLER_HZ) > LOUD
    assert loudest(right, rate, AGENT_HZ) > LOUD
    assert loudest(left, rate, AGENT_HZ) < QUIET
    assert loudest(right, rate, CALLER_HZ) < QUIET


async def test_a_call_in_the_browser(acme: Tenant, tmp_path: Path) -> None:
    """If this fails, agents on a cluster cannot work in the page, or their sound does not reach the site's pod."""
    expect.set_options(timeout=PAGE_MILLISECONDS)
    sip = acme.sip()
    opening = opened(acme.url, microphone_hertz=AGENT_HZ, folder=tmp_path, resolve=f"{acme.host} {NODE_ADDRESS}")
    async with exchange(embed.find(lambda _: None), NODE_ADDRESS) as carrier, opening as browser:
        await page.begin(browser, acme.people["bruno"])
        async with dial(carrier, f"sip:3900@{sip}", caller=CALLER) as caller:
            await page.answer(browser, caller)
            await page.talk(browser, caller)
            interaction = await page.hang_up(browser, caller)
        await page.wrap_up(browser)
        await page.look_back(browser, interaction)
        await page.check_recording(browser, interaction)


def test_a_tenant_is_ready_soon(acme: Tenant) -> None:
    """If this fails, bringing up a customer keeps people waiting."""
    assert acme.ready_seconds <= READY_SECONDS
