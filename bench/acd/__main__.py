"""The same calls on Keryx and on app_queue, both on the same Asterisk build: `python -m bench.acd`.

A hundred agents with telephones, who ring for 0.2 s, talk for 2 s and hang up; PCMA both ways, every leg recorded, no IVR. First
`--rate` calls a second for `--seconds`, then the highest rate of `--search` without a failed call. Keryx runs whole, with its journal,
its desks and its traces on. Prints a table and writes it to bench/results/acd.txt.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.acd import app_queue, centre, cpu, report, sipp
from bench.acd.report import Measured
from bench.acd.sipp import Load, Telephones
from e2e.support.collector import collecting
from keryx.cli.local import embed
from keryx.cli.local.embed import tree
from keryx.cli.local.embed.sets import TESTS

RESULTS = Path(__file__).parents[1] / "results/acd.txt"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--agents", type=int, default=100, help="agents on each side")
    parser.add_argument("--rate", type=float, default=30.0, help="calls a second of the steady load")
    parser.add_argument("--seconds", type=float, default=60.0, help="its length")
    parser.add_argument("--search", default="35,40,45,50", help="rates tried afterwards, rising, until calls fail")
    parser.add_argument("--search-seconds", type=float, default=15.0, help="length of each")
    parser.add_argument("--note", default="", help="a line for the table, such as what else the machine did")
    parser.add_argument(
        "--wait", action="store_true", help="set Keryx up, then wait for Enter: let the machine come to rest"
    )
    parser.add_argument("--hold", action="store_true", help="with the steady load on Keryx alone: for a profiler")
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="keryx-acd-"))
    folder.chmod(0o755)
    try:
        lines = asyncio.run(_measure(arguments, folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    text = "\n".join(lines) + "\n"
    print(text)
    if not arguments.hold:
        RESULTS.write_text(text)


async def _measure(arguments: argparse.Namespace, folder: Path) -> list[str]:
    programs = embed.find(print)
    program = tree.ensure(TESTS, print) / "usr/bin/sipp"
    rates = [float(one) for one in arguments.search.split(",") if one]
    keryx, keryx_loads, told = await _keryx(program, folder / "keryx", arguments, rates)
    if arguments.hold:
        return report.comparison(keryx, keryx)
    other, other_loads = _app_queue(programs, program, folder / "app_queue", arguments, rates)
    now = datetime.datetime.now(datetime.UTC)
    return [
        f"python -m bench.acd, {now:%Y-%m-%d %H:%M} UTC, {report.machine()}",
        *([arguments.note] if arguments.note else []),
        f"{arguments.agents} agents, ring 0.2 s, talk 2 s, PCMA and a recorder on both legs, no IVR",
        "",
        *report.comparison(keryx, other),
        "",
        told,
        "",
        "highest rate",
        *report.search("  app_queue", other_loads, arguments.search_seconds),
        *report.search("  Keryx", keryx_loads, arguments.search_seconds),
    ]


async def _keryx(
    program: Path, folder: Path, arguments: argparse.Namespace, rates: Sequence[float]
) -> tuple[Measured, list[Load], str]:
    folder.mkdir()
    folder.chmod(0o755)
    with collecting() as collector:
        running = await asyncio.to_thread(centre.start, folder, arguments.agents, collector.url)
        try:
            centre.register(program, running, folder)
            with sipp.telephones(program, folder) as telephones:
                async with centre.desks(running) as desks:
                    await centre.get_ready(desks)
                    if arguments.wait:
                        await asyncio.to_thread(input, "Everything is ready: Enter begins to measure.\n")
                    rest = os.getloadavg()[0]
                    call = _caller(telephones, running.sip, centre.NUMBER)
                    before, ours = cpu.used(running.pids), time.process_time()
                    load = await asyncio.to_thread(call, arguments.rate, arguments.seconds)
                    spent, driver = cpu.since(before, cpu.used(running.pids)), time.process_time() - ours
                    counts = running.counts()
                    loads = await asyncio.to_thread(_search, call, rates, arguments.search_seconds)
                    await asyncio.sleep(6)  # the exporter's batch goes every five seconds
                decisions = running.decisions(load.moments)
        finally:
            await asyncio.to_thread(centre.stop, folder)
        told = (
            f"the machine's load average was {rest:.1f} before the first call (0 is at rest)\n"
            f"when the steady load ended: {counts['facts']} facts journaled, {counts['calls']} calls ended in the journal, "
            f"{counts['rendered']} recordings rendered; {len(collector.spans())} spans collected in all; "
            f"the {arguments.agents} desks' own ends and the collector took {1000 * driver / load.calls:.2f} ms a call"
        )
    return Measured("Keryx", load, spent, decisions), loads, told


def _app_queue(
    programs: embed.Programs, program: Path, folder: Path, arguments: argparse.Namespace, rates: Sequence[float]
) -> tuple[Measured, list[Load]]:
    folder.mkdir()
    with (
        sipp.telephones(program, folder) as telephones,
        app_queue.app_queue(programs, folder, arguments.agents, sipp.AGENTS_PORT) as (address, pids),
    ):
        call = _caller(telephones, address, app_queue.NUMBER)
        before = cpu.used(pids)
        load = call(arguments.rate, arguments.seconds)
        spent = cpu.since(before, cpu.used(pids))
        loads = _search(call, rates, arguments.search_seconds)
    return Measured("app_queue", load, spent), loads


def _caller(telephones: Telephones, target: str, number: str) -> Callable[[float, float], Load]:
    return lambda rate, seconds: telephones.call(target, number, rate, seconds)


def _search(call: Callable[[float, float], Load], rates: Sequence[float], seconds: float) -> list[Load]:
    """Rising rates, until calls fail."""
    loads: list[Load] = []
    for rate in rates:
        loads.append(call(rate, seconds))
        if loads[-1].failed:
            break
    return loads


if __name__ == "__main__":
    main()
