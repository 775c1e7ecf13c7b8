"""A whole local stack, started as a newcomer would: by `keryx up`."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).parents[2]
KERYX = Path(sys.executable).parent / "keryx"
_UP_SECONDS = 420


@dataclass(frozen=True)
class Account:
    """One line of the accounts file."""

    login: str
    password: str
    role: str
    sip_user: str
    sip_password: str


class Stack:
    """A running stack with a copy of `examples/acme` that tests may edit."""

    def __init__(self, base: Path) -> None:
        self.state = base / "state"
        self.folder = base / "acme"
        self.port = _free_port()
        shutil.copytree(REPOSITORY / "examples/acme", self.folder)

    def up(self) -> None:
        """Start it; AssertionError with what it said when it does not start."""
        done = self.keryx("up", str(self.folder), "--detach", "--port", str(self.port), timeout=_UP_SECONDS)
        assert done.returncode == 0, done.stdout + done.stderr + self.logs()

    def down(self) -> None:
        done = self.keryx("down")
        assert done.returncode == 0, done.stdout + done.stderr

    def keryx(self, *arguments: str, timeout: float = 60) -> subprocess.CompletedProcess[str]:
        """Run the command line against this stack."""
        environment = os.environ | {"KERYX_STATE": str(self.state)}
        return subprocess.run(
            [KERYX, *arguments], env=environment, capture_output=True, text=True, timeout=timeout, check=False
        )

    def status(self) -> dict[str, Any]:
        said = self.keryx("status", "--output", "json")
        status: dict[str, Any] = json.loads(said.stdout)
        return status

    def calls(self) -> list[dict[str, Any]]:
        """The records, as `keryx calls --output json` gives them."""
        said = self.keryx("calls", "--output", "json")
        assert said.returncode == 0, said.stderr
        records: list[dict[str, Any]] = json.loads(said.stdout)
        return records

    def accounts(self) -> dict[str, Account]:
        """By login."""
        lines = Path(self.status()["accounts"]).read_text().splitlines()
        rows = [Account(*line.split("\t")) for line in lines if line and not line.startswith("#")]
        return {row.login: row for row in rows}

    def pid(self, process: str) -> int:
        """The process id of a program, by its name in `keryx status`."""
        return next(int(row["pid"]) for row in self.status()["processes"] if row["name"] == process)

    def logs(self) -> str:
        """The last lines of each log, for the message of a failed test."""
        parts = [f"--- {log.name}\n" + log.read_text(errors="replace")[-1500:] for log in self.state.glob("log/*")]
        return "\n".join(parts)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
