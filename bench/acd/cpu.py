"""Processor time of programs, with the children they have and had."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")


def used(pids: Mapping[str, int]) -> dict[str, float]:
    """Seconds so far by name. ProcessLookupError when one is gone: what it used can no longer be told."""
    times = _all()
    if gone := [name for name, pid in pids.items() if pid not in times]:
        raise ProcessLookupError(f"ended while it was measured: {', '.join(gone)}")
    return {name: _of(pid, times) for name, pid in pids.items()}


def since(before: Mapping[str, float], now: Mapping[str, float]) -> dict[str, float]:
    return {name: seconds - before.get(name, 0.0) for name, seconds in now.items()}


def _of(pid: int, times: Mapping[int, tuple[int, float, float]]) -> float:
    _, own, gone = times[pid]
    below = sum(_of(child, times) for child, one in times.items() if one[0] == pid)
    return own + gone + below


def _all() -> dict[int, tuple[int, float, float]]:
    """pid -> parent, own seconds, seconds of children that are gone and were waited for."""
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # gone between the listing and now
        user, system, gone_user, gone_system = (int(one) / _TICK for one in fields[11:15])
        found[int(path.parent.name)] = (int(fields[1]), user + system, gone_user + gone_system)
    return found
