"""The order in which commands reach Asterisk: what must wait for what, and what need not."""

import asyncio
from typing import Any, cast

from keryx.core import commands as c
from keryx.tenant_runtime.telephony.adapter import Adapter
from keryx.tenant_runtime.telephony.site import Site


class SlowSite:
    """Asterisk as the adapter asks it; answers each request when `answer` is set."""

    name = "paris"

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.came = asyncio.Condition()
        self.answer = asyncio.Event()

    async def request(self, key: str, method: str, path: str, query: Any = None, body: Any = None) -> None:
        async with self.came:
            self.asked.append(f"{method} {path}")
            self.came.notify_all()
        await self.answer.wait()

    async def was_asked(self, count: int) -> list[str]:
        async with asyncio.timeout(5), self.came:
            await self.came.wait_for(lambda: len(self.asked) >= count)
        return self.asked


async def _allowed() -> None:
    """This engine leads."""


def _adapter(site: SlowSite) -> Adapter:
    lost: list[BaseException] = []
    adapter = Adapter({"paris": cast(Site, site)}, _allowed, lambda _: None, lambda _: None, lost.append)
    adapter.legs["caller"] = "paris"
    return adapter


ANSWER = c.AnswerContact(interaction="i", leg="caller", bridge="b")
MUSIC = c.StartMusic(interaction="i", leg="caller", music=None)
CALL = c.CallAgent(interaction="i", leg="agent", site="paris", endpoint="p", agent="a", offer="o", caller_ref="r")


async def test_an_agent_rings_without_waiting_for_the_callers_music() -> None:
    """Each answer of a busy Asterisk that is waited for is time in which a free agent sits and a caller waits."""
    site = SlowSite()
    adapter = _adapter(site)
    adapter.submit([ANSWER, MUSIC, CALL])
    assert set(await site.was_asked(2)) == {"POST channels/caller/answer", "POST channels/agent"}
    site.answer.set()
    rest = (await site.was_asked(5))[2:]
    assert rest == ["POST channels/caller/variable", "POST bridges/b", "POST channels/caller/moh"]
    await adapter.close()


async def test_nobody_is_called_before_an_earlier_decision_was_carried_out() -> None:
    """Otherwise an agent's leg could be hung up before it was made, and ring for ever."""
    site = SlowSite()
    adapter = _adapter(site)
    adapter.submit([MUSIC])
    adapter.submit([CALL])
    assert await site.was_asked(1) == ["POST channels/caller/moh"]
    site.answer.set()
    assert (await site.was_asked(2))[1] == "POST channels/agent"
    await adapter.close()


async def test_both_enter_the_bridge_by_one_request() -> None:
    """A request less between the agent's answer and the two hearing each other."""
    site = SlowSite()
    site.answer.set()
    adapter = _adapter(site)
    adapter.legs["agent"] = "paris"
    adapter.submit([ANSWER])
    adapter.submit([c.Join(interaction="i", leg="agent", bridge="b", other_leg="caller", whisper=())])
    assert (await site.was_asked(4))[3:] == ["POST bridges/b/addChannel"]
    assert adapter.bridged == {"agent": "b", "caller": "b"}
    await adapter.close()
