"""The caller's scene: what a caller of the French example hears, told by correlation with the very files.

If these fail, callers hear the wrong words, no music, or nothing.
"""

import asyncio
import datetime
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from e2e.support.agent import at_phone, dial_in
from e2e.support.hearing import AGENT_HZ, hears, hears_music, hears_prompt
from e2e.support.records import ended_call
from e2e.support.stack import Stack
from keryx.cli.local import embed
from keryx.cli.telephone.exchange import Exchange, exchange
from keryx.cli.telephone.line import Line
from keryx.crds.sentences import MAX_WAIT_MINUTES, position_sentence, wait_sentence

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(480)]

OTHER, IMPATIENT = "+33687654321", "+33611223344"
BRIEFLY_SECONDS = 5


@pytest.fixture
async def carrier() -> AsyncIterator[Exchange]:
    async with exchange(embed.find(lambda _: None)) as running:
        yield running


async def test_welcome_menu_position_wait_and_music(stack: Stack, carrier: Exchange) -> None:
    """3900, key 1, while the only salesperson talks. How long it will take is told once it is known how long calls take."""
    async with at_phone(stack, "bruno", AGENT_HZ) as bruno:
        await bruno.ready()
        async with dial_in(stack, carrier, "3900") as first:
            await hears_prompt(first, [stack.prompt("welcome")])
            await hears_prompt(first, [stack.prompt("menu")])
            await first.press("1")
            talking = await bruno.answer()
            await hears(first, AGENT_HZ)
            await bruno.do("hang_up")
            await talking.close()
        await bruno.finish("sale")
        async with dial_in(stack, carrier, "3900") as second, dial_in(stack, carrier, "3900", OTHER) as third:
            await second.reached("up")
            await second.press("1")
            talking = await bruno.answer()
            await waits_and_is_told(stack, third)
            await third.hang_up()
            await bruno.do("hang_up")
            await talking.close()
        await bruno.finish("sale")
    record = await ended_call(stack, lambda call: call["caller"] == OTHER)
    assert (record["outcome"], record["first_queue"], record["first_agent"]) == ("abandoned", "sales", None)
    assert record["wait_ms"] > 5000


async def waits_and_is_told(stack: Stack, caller: Line) -> None:
    """Music, then the place and the expected wait in French, then music again."""
    await caller.reached("up")
    pressed = len(caller.ears.packets)
    await caller.press("1")
    await hears_music(caller, stack.music(), since=pressed)
    place = await hears_prompt(caller, sentences(stack, positions), since=pressed)
    assert place.text == position_sentence("fr", 1)
    wait = await hears_prompt(caller, sentences(stack, waits), since=pressed)
    assert wait.text == wait_sentence("fr", 0)
    await hears_music(caller, stack.music(), since=len(caller.ears.packets))


async def test_nobody_logged_in_is_told_and_let_go(stack: Stack, carrier: Exchange) -> None:
    async with dial_in(stack, carrier, "3900") as caller:
        await hears_prompt(caller, [stack.prompt("menu")])
        await caller.press("1")
        await hears_prompt(caller, [stack.prompt("nobody-there")])
        assert await caller.reached("ended") == "ended"
    record = await ended_call(stack, lambda call: call["outcome"] == "overflowed")
    assert (record["first_queue"], record["talk_ms"]) == ("sales", 0)


async def test_out_of_hours_the_closed_message(stack: Stack, carrier: Exchange) -> None:
    """Both ways in: the direct line, whose entry has hours, and the menu, whose flow looks at them."""
    async with stack.edited("routing/hours.yaml", closed_today), dial_in(stack, carrier, "3901") as caller:
        await hears_prompt(caller, [stack.prompt("closed")])
        assert await caller.reached("ended") == "ended"
        async with dial_in(stack, carrier, "3900") as other:
            await hears_prompt(other, [stack.prompt("menu")])
            await other.press("2")
            await hears_prompt(other, [stack.prompt("closed")])
            assert await other.reached("ended") == "ended"
    direct = await ended_call(stack, lambda call: call["entry"] == "sav-direct")
    through_menu = await ended_call(stack, lambda call: call["entry"] == "main" and call["outcome"] == "contained")
    assert direct["outcome"] == "closed"
    assert through_menu["first_queue"] is None


async def test_who_waits_too_long_is_told_and_let_go(stack: Stack, carrier: Exchange) -> None:
    """An agent is there but does not work: the caller hears the music until the queue's rule says that it is enough."""
    async with (
        at_phone(stack, "bruno", AGENT_HZ),
        stack.edited("routing/queues.yaml", sales_waits_briefly),
        dial_in(stack, carrier, "3900", IMPATIENT) as caller,
    ):
        await caller.reached("up")
        pressed = len(caller.ears.packets)
        await caller.press("1")
        await hears_music(caller, stack.music(), since=pressed)
        await hears_prompt(caller, [stack.prompt("too-long")], since=pressed)
        assert await caller.reached("ended") == "ended"
    record = await ended_call(stack, lambda call: call["caller"] == IMPATIENT)
    assert (record["outcome"], record["last_queue"]) == ("overflowed", "sales")
    assert record["wait_ms"] == pytest.approx(BRIEFLY_SECONDS * 1000, abs=1500)


async def test_the_command_tells_what_is_heard(stack: Stack) -> None:
    """`keryx call 3900 --keys 1`, as the README has it."""
    said = await asyncio.to_thread(stack.keryx, "call", "3900", "--keys", "1", "--seconds", "40", timeout=120)
    assert said.returncode == 0, said.stderr
    lines = said.stdout.splitlines()
    told = [stack.prompt(name).text for name in ("welcome", "nobody-there")]
    pressed = lines.index("pressed 1")
    assert lines.index("answered") < lines.index(f"“{told[0]}”") < pressed < lines.index(f"“{told[1]}”"), lines
    assert lines[-1] == "the other side ended the call (cause 16)"
    assert not {"speech", "music", "talking"} & set(lines), lines


# --- what the scenes are made of ------------------------------------------------------------------------------------


def sentences(stack: Stack, of: Callable[[], list[str]]) -> list[Any]:
    return [stack.sentence(text) for text in of()]


def positions() -> list[str]:
    return [str(position_sentence("fr", position)) for position in (1, 2, 3)]


def waits() -> list[str]:
    return [str(wait_sentence("fr", minutes)) for minutes in range(MAX_WAIT_MINUTES + 2)]


def sales_waits_briefly(queues: str) -> str:
    return queues.replace("after: 600", f"after: {BRIEFLY_SECONDS}", 1)


def closed_today(hours: str) -> str:
    """The office closed on every day this test may run on."""
    today = datetime.datetime.now(datetime.UTC).date()
    days = (today + datetime.timedelta(days=days) for days in (-1, 0, 1))
    return hours.replace("  exceptions:\n", "  exceptions:\n" + "".join(f'    - date: "{day}"\n' for day in days))
