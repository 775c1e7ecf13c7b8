"""The newcomer's scene: a caller hears the centre, an agent with a SIP phone answers, both hear each other, and the record says so."""

import asyncio

import pytest

from e2e.support.desk import finish, signed_in
from e2e.support.hearing import AGENT_HZ, CALLER_HZ, channels, hears, hears_kind
from e2e.support.records import played, recorded
from e2e.support.stack import Stack
from keryx.cli.local import embed
from keryx.cli.telephone.exchange import exchange
from keryx.cli.telephone.hearing import strongest, tone
from keryx.cli.telephone.line import dial
from keryx.cli.telephone.phone import registered

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(480)]

TALK_SECONDS = 2


async def test_a_call_from_welcome_to_record(stack: Stack) -> None:
    """If this fails, Keryx is no contact centre."""
    agent = next(account for account in stack.accounts().values() if account.sip_user)
    program = embed.find(lambda _: None)
    async with (
        exchange(program) as carrier,
        exchange(program) as table,
        signed_in(stack.connect, stack.host, agent.login, agent.password) as desk,
        registered(table, registrar=stack.sip, username=agent.sip_user, password=agent.sip_password) as phone,
    ):
        if not desk.view.get("signedIn"):
            await desk.do("sign_in", phone="sip")
        await desk.until(lambda view: view.get("phone", {}).get("reachable"))
        await desk.do("ready")
        await desk.until(lambda view: view.get("state") == "available")
        async with dial(carrier, f"sip:3900@{stack.sip}", caller="+33612345678") as caller:
            await caller.reached("up")
            await hears_kind(caller, "speech")
            await caller.press("1")
            offer = (await desk.until(lambda view: view.get("offer"), within=40))["offer"]
            assert offer["callerNumber"] == "+33612345678"
            assert offer["dialled"] == "3900"
            assert offer["choices"]
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
    record = await recorded(stack, interaction)
    assert (record["outcome"], record["first_queue"], record["disposition"]) == ("answered", "sales", "sale")
    assert record["talk_ms"] >= TALK_SECONDS * 1000
    contact, agents, rate = channels(await played(stack.connect, record["recordings"][0]["uri"]))
    assert len(contact) / rate == pytest.approx(record["talk_ms"] / 1000, abs=0.3)
    heard_contact, heard_agent = contact[:: rate // 8000], agents[:: rate // 8000]
    assert strongest(heard_contact)[0] == pytest.approx(CALLER_HZ, abs=5)
    assert strongest(heard_agent)[0] == pytest.approx(AGENT_HZ, abs=5)
