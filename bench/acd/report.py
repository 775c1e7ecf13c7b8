"""What was measured, as a table for people."""

from __future__ import annotations

import math
import platform
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.acd.sipp import Load

CALL_PATH = ("asterisk", "engine", "postgres")


@dataclass(frozen=True)
class Measured:
    """A load on one side, and the processor seconds each of its programs took."""

    side: str
    load: Load
    cpu: Mapping[str, float]
    decisions: Sequence[float] = ()
    """Seconds by the side's own record, where it keeps one."""

    def per_call(self, *names: str) -> float:
        """Milliseconds of processor time a call; of all programs when none is named."""
        seconds = sum(self.cpu[name] for name in names) if names else sum(self.cpu.values())
        return 1000 * seconds / self.load.calls


def comparison(keryx: Measured, other: Measured) -> list[str]:
    """The steady load on both sides."""
    lines = [
        f"{keryx.load.rate:g} calls/s, {keryx.load.calls} calls a side",
        "",
        f"{'':34}{other.side:>12}{keryx.side:>12}",
        f"{'failed calls':34}{other.load.failed:>12}{keryx.load.failed:>12}",
        "",
        "CPU ms a call",
    ]
    names = sorted(keryx.cpu, key=lambda name: (name not in CALL_PATH, -keryx.cpu[name]))
    for name in names:
        theirs = f"{other.per_call(name):12.2f}" if name in other.cpu else f"{'-':>12}"
        lines.append(f"  {name:32}{theirs}{keryx.per_call(name):12.2f}")
    path, whole, base = keryx.per_call(*CALL_PATH), keryx.per_call(), other.per_call()
    lines += [
        f"  {'asterisk + engine + postgres':32}{base:12.2f}{path:12.2f}   {path / base:.2f} x (aim <= 1.5)",
        f"  {'all of Keryx':32}{base:12.2f}{whole:12.2f}   {whole / base:.2f} x",
        f"  {'SIPp itself, callers and agents':32}{_sipp(other):12.2f}{_sipp(keryx):12.2f}",
        "",
        "call and agent there -> INVITE to the agent, ms, seen from outside",
        *_spread(other.load.moments.waits(), keryx.load.moments.waits()),
        "",
        "the same from Keryx's own record: queued and agent available -> INVITE received (aim: p99 <= 50)",
        *_spread(None, keryx.decisions),
    ]
    return lines


def search(side: str, loads: Sequence[Load], seconds: float) -> list[str]:
    """How the highest rate was found."""
    good = [load.rate for load in loads if not load.failed]
    tried = ", ".join(f"{load.rate:g}/s: {load.failed or 'none'} failed" for load in loads)
    return [f"{side}: {max(good, default=0):g} calls/s without a failed call over {seconds:g} s ({tried})"]


def machine() -> str:
    model = "unknown processor"
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        model = next((line.partition(":")[2].strip() for line in file if line.startswith("model name")), model)
        file.seek(0)
        cores = sum(line.startswith("processor") for line in file)
    return f"{cores} cores of {model}, Linux {platform.release()}, Python {platform.python_version()}"


def _sipp(measured: Measured) -> float:
    return 1000 * measured.load.cpu_seconds / measured.load.calls


def _spread(theirs: Sequence[float] | None, ours: Sequence[float]) -> list[str]:
    rows = []
    for name, part in (("median", 0.5), ("p90", 0.9), ("p99", 0.99), ("worst", 1.0)):
        left = f"{_quantile(theirs, part):12.1f}" if theirs else f"{'-':>12}"
        rows.append(f"  {name:32}{left}{_quantile(ours, part):12.1f}")
    return rows


def _quantile(seconds: Sequence[float], part: float) -> float:
    """Milliseconds."""
    if not seconds:
        return math.nan
    if part == 0.5:
        return 1000 * statistics.median(seconds)
    ordered = sorted(seconds)
    return 1000 * ordered[min(len(ordered) - 1, math.ceil(part * len(ordered)) - 1)]
