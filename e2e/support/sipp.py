"""SIPp: callers by the hundred, and callers who behave as no telephone should."""

from __future__ import annotations

import asyncio
import csv
import socket
import tempfile
from dataclasses import dataclass
from pathlib import Path

from keryx.cli.local.embed import tree
from keryx.cli.local.embed.sets import TESTS

_SECONDS = 60


@dataclass(frozen=True)
class Counted:
    """SIPp's own count of its calls. `refused`: those answered with 503."""

    succeeded: int
    failed: int
    refused: int
    said: str


async def sipp(
    scenario: Path, target: str, number: str, *, caller: str, calls: int = 1, rate: int = 1, stay_ms: int = 1000
) -> Counted:
    """Run `calls` callers, `rate` a second, who call `number` at `target` (host:port) as `caller` and stay so long."""
    port = _even_port()
    with tempfile.TemporaryDirectory(prefix="sipp-") as folder:
        words = [
            str(_program()), target, "-sf", str(scenario), "-i", "127.0.0.1", "-p", str(port), "-mp", str(port + 2),
            "-s", number, "-key", "caller", caller, "-m", str(calls), "-r", str(rate), "-l", str(calls),
            "-d", str(stay_ms), "-nostdin", "-timeout", f"{_SECONDS}s", "-timeout_error", "-trace_stat", "-stf", f"{folder}/stat.csv",
            "-trace_counts", "-trace_err", "-error_file", f"{folder}/errors", "-fd", "1",
        ]  # fmt: skip
        process = await asyncio.create_subprocess_exec(
            *words, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE, cwd=folder
        )
        _, said = await asyncio.wait_for(process.communicate(), _SECONDS + 15)
        errors = Path(folder, "errors")
        told = said.decode(errors="replace") + (errors.read_text(errors="replace") if errors.exists() else "")
        last = _last_row(Path(folder, "stat.csv"))
        counts = next(Path(folder).glob("*_counts.csv"), None)
        refused = 0 if counts is None else _refused(_last_row(counts))
        return Counted(int(last["SuccessfulCall(C)"]), int(last["FailedCall(C)"]), refused, told[-2000:])


def _last_row(file: Path) -> dict[str, str]:
    with file.open() as lines:
        return list(csv.DictReader(lines, delimiter=";"))[-1]


def _refused(row: dict[str, str]) -> int:
    return sum(int(value) for name, value in row.items() if name and "503" in name and name.endswith("_Recv"))


def _program() -> Path:
    return tree.ensure(TESTS, lambda _: None) / "usr/bin/sipp"


def _even_port() -> int:
    while True:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        if port % 2 == 0:
            return port
