"""The table of fault trials: one line a trial, the latest result of each."""

from __future__ import annotations

import os
import platform
import re
from datetime import UTC, datetime
from pathlib import Path

from e2e.support.seeds import SEED

_TITLE = "Fault trials on the whole stack: real Asterisk, Postgres and Valkey, callers and agents told apart by tones."
_LINE = re.compile(r"^(?P<name>\S+)  +(passed|failed)\s")


class Table:
    """The file at `path`, rewritten with each result; lines of trials that are not run stay."""

    def __init__(self, path: Path) -> None:
        self._path = path
        known = path.read_text().splitlines() if path.exists() else []
        self._lines = {found["name"]: line for line in known if (found := _LINE.match(line))}

    def add(self, node: str, outcome: str, seconds: float, measured: list[str]) -> None:
        name = node.partition("test_")[2].replace(".py::test_", "/")
        when = datetime.now(UTC).strftime("%Y-%m-%d %H:%M")
        self._lines[name] = (
            f"{name:<52} {outcome:<7} {seconds:4.0f} s  {when}  seed {SEED:<7}  {'; '.join(measured)}".rstrip()
        )
        self._path.write_text(
            "\n".join([_TITLE, _machine(), "", *(self._lines[key] for key in sorted(self._lines)), ""])
        )


def _machine() -> str:
    return f"Last machine: {os.cpu_count()} cores, {platform.machine()}, Linux {platform.release().partition('-')[0]}."
