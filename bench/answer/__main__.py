"""From the click on "answer" to both hearing each other, by sound: `python -m bench.answer`.

A stack of its own, a caller on a second Asterisk who says a tone without pause, an agent in headless Chromium whose microphone
hears another. The agent's ear is an analyser in the page (every 4 ms over 21 ms of sound), the caller's is the packets of 20 ms
that arrive. The queue has no whisper: one would be heard before the caller is connected. Prints a line a call, and writes the
table to `bench/results/answer.txt`.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime
import os
import platform
import shutil
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import expect

from e2e.support.browser import Browser, opened
from e2e.support.hearing import AGENT_HZ, CALLER_HZ, LOUD
from e2e.support.stack import Stack
from e2e.test_browser_call import begin
from keryx.cli.local import embed
from keryx.cli.telephone.exchange import Exchange, exchange
from keryx.cli.telephone.hearing import level_at, tone
from keryx.cli.telephone.line import Line, dial

HERE = Path(__file__).parent
RESULTS = HERE.parent / "results/answer.txt"
AIM_MS = 500
_PATIENCE_SECONDS = 10
_PACKETS = 2
"""So many packets (20 ms each) tell a tone."""


@dataclass(frozen=True)
class Answer:
    """Milliseconds from the click until each heard the other."""

    agent_hears: float
    caller_hears: float

    @property
    def both(self) -> float:
        return max(self.agent_hears, self.caller_hears)


async def measure(rounds: int, folder: Path) -> list[Answer]:
    stack = Stack(folder)
    shutil.copy(HERE / "entry.yaml", stack.folder)
    people = stack.folder / "people/agents.csv"
    people.write_text(people.read_text().replace("sales:80;", "bare:50;sales:80;"))
    await asyncio.to_thread(stack.up)
    try:
        async with (
            exchange(embed.find(lambda _: None)) as carrier,
            opened(stack.url, microphone_hertz=AGENT_HZ, folder=folder) as browser,
        ):
            await begin(browser, stack.accounts()["alice"])
            await one_call(stack, carrier, browser)  # what is loaded once is loaded now
            return [await one_call(stack, carrier, browser) for _ in range(rounds)]
    finally:
        await asyncio.to_thread(stack.down)


async def one_call(stack: Stack, carrier: Exchange, browser: Browser) -> Answer:
    async with dial(carrier, f"sip:3990@{stack.sip}", caller="+33612345678") as caller:
        caller.say(tone(CALLER_HZ, 60))
        await expect(browser.page.get_by_test_id("answer")).to_be_visible(timeout=40_000)
        await caller.reached("up")
        page = browser.page.evaluate((HERE / "page.js").read_text(), [CALLER_HZ, _PATIENCE_SECONDS])
        (clicked, agent), caller_heard = await asyncio.gather(page, heard_at(caller, AGENT_HZ))
        await browser.click("hang-up")
        await caller.reached("ended")
    await browser.page.get_by_test_id("disposition-sale").check()
    await browser.click("wrap-up-done")
    await expect(browser.page.get_by_test_id("agent-state")).to_have_attribute("data-state", "available")
    return Answer(agent - clicked, caller_heard - clicked)


async def heard_at(line: Line, hertz: float) -> float:
    """When the line first heard `hertz`, in ms of the wall clock."""
    async with asyncio.timeout(_PATIENCE_SECONDS):
        while level_at(line.ears.samples(_PACKETS * 0.02), hertz) < LOUD:
            line.ears.changed.clear()
            await line.ears.changed.wait()
    return time.time() * 1000


def table(answers: list[Answer]) -> str:
    today = datetime.datetime.now(datetime.UTC).date()
    machine = f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}"
    head = (
        f"# {today}, {machine}, load {os.getloadavg()[0]:.1f}\n"
        f"# ms from the click on answer; aim: median of both <= {AIM_MS}\n"
    )
    rows = ["", f"{'':14}{'median':>8}{'best':>8}{'p90':>8}{'worst':>8}"]
    for name, values in (
        ("agent hears", [one.agent_hears for one in answers]),
        ("caller hears", [one.caller_hears for one in answers]),
        ("both", [one.both for one in answers]),
    ):
        ordered = sorted(values)
        p90 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.9))]
        rows.append(f"{name:14}{statistics.median(values):8.0f}{ordered[0]:8.0f}{p90:8.0f}{ordered[-1]:8.0f}")
    return head + "\n".join([*rows, f"calls: {len(answers)}", ""])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=30)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="keryx-answer-") as folder:
        Path(folder).chmod(0o755)
        answers = asyncio.run(measure(arguments.rounds, Path(folder)))
    for one in answers:
        print(f"agent hears after {one.agent_hears:4.0f} ms, caller after {one.caller_hears:4.0f} ms")
    text = table(answers)
    RESULTS.write_text(text)
    print(text)


if __name__ == "__main__":
    main()
