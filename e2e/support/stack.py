"""A whole local stack, started as a newcomer would: by `keryx up`."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from keryx.cli.local import sounds
from keryx.cli.local.state import State
from keryx.cli.local.supervise import Supervisor
from keryx.cli.telephone.known import Sound
from keryx.crds.config import TenantConfig

REPOSITORY = Path(__file__).parents[2]
KERYX = Path(sys.executable).parent / "keryx"
_UP_SECONDS = 420
_LIVE_SECONDS = 30


class Unavailable(Exception):
    """The stack did not answer a question it can answer at other times; the message is what the command line said."""


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

    def __init__(self, base: Path, *, sites: tuple[str, ...] = ("paris",), bind: str = "127.0.0.1") -> None:
        """`sites` are those the folder will declare; `bind` is where telephones reach them."""
        self.state = base / "state"
        self._bind = bind
        self.folder = base / "acme"
        self.port = _free_port()
        shutil.copytree(REPOSITORY / "examples/acme", self.folder, dirs_exist_ok=True)
        self._avoid_the_usual_sip_port(sites)

    def _avoid_the_usual_sip_port(self, sites: tuple[str, ...]) -> None:
        """Stacks that start in the same second would all find 5060 free: tests take a port of their own."""
        self.state.mkdir(exist_ok=True)
        book = self.state / "ports.json"
        if not book.exists():
            book.write_text(json.dumps({f"sip/acme/{site}": _free_port() for site in sites}))

    def up(self) -> None:
        """Start it unless it runs; AssertionError with what it said when it does not start."""
        if self.keryx("status").returncode == 0:
            return
        words = ["up", str(self.folder), "--detach", "--port", str(self.port), "--bind", self._bind]
        done = self.keryx(*words, timeout=_UP_SECONDS)
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

    def until_live(self) -> None:
        """Wait until the declarations in the folder, as they are now, are what the centre works by. AssertionError with their problems."""
        until = time.monotonic() + _LIVE_SECONDS
        changed = max(path.stat().st_mtime for path in [self.folder, *self.folder.rglob("*")])
        while True:
            configs = self.status()["config"].values()
            if all(config["state"] == "live" and config["version"] / 1000 >= changed for config in configs):
                return
            assert time.monotonic() < until, self.status()
            time.sleep(0.1)

    def calls(self) -> list[dict[str, Any]]:
        """The records, as `keryx calls --output json` gives them. Unavailable while a program it asks is away."""
        said = self.keryx("calls", "--output", "json")
        if said.returncode:
            raise Unavailable(said.stderr.strip())
        records: list[dict[str, Any]] = json.loads(said.stdout)
        return records

    # What does not change while it runs is asked for once: a command in the middle of a scene would hold up its sound.

    @functools.cached_property
    def first_status(self) -> dict[str, Any]:
        return self.status()

    @property
    def sip(self) -> str:
        """host:port a SIP client can call."""
        return str(self.first_status["sip"])

    def sip_at(self, site: str) -> str:
        """host:port of one of several sites."""
        ports: dict[str, int] = json.loads((self.state / "ports.json").read_text())
        return f"{self._bind}:{ports[f'sip/acme/{site}']}"

    @property
    def url(self) -> str:
        return str(self.first_status["url"])

    @property
    def connect(self) -> str:
        """127.0.0.1:PORT, for programs."""
        return str(self.first_status["connect"])

    @property
    def host(self) -> str:
        """The tenant's host name, without the port."""
        return self.url.removeprefix("http://").partition(":")[0]

    def accounts(self) -> dict[str, Account]:
        """By login."""
        return self._accounts

    @functools.cached_property
    def _accounts(self) -> dict[str, Account]:
        lines = Path(self.first_status["accounts"]).read_text().splitlines()
        rows = [Account(*line.split("\t")) for line in lines if line and not line.startswith("#")]
        return {row.login: row for row in rows}

    # --- what it plays ----------------------------------------------------------------------------------------------

    @functools.cached_property
    def _played(self) -> list[Sound]:
        return sounds.playable(State(self.state))

    def sentence(self, text: str) -> Sound:
        """What says this, as the site's Asterisk plays it (as declared when the tests began)."""
        return next(sound for sound in self._played if sound.text == text)

    def prompt(self, name: str) -> Sound:
        """A Prompt of the example as the site's Asterisk plays it."""
        return self.sentence(self._prompts[name])

    @functools.cached_property
    def _prompts(self) -> dict[str, str]:
        kept = json.loads((self.state / "data/reconciler/last_good/acme.json").read_text())
        prompts = TenantConfig.model_validate(kept["config"]).prompts
        return {name: prompt.text.text for name, prompt in prompts.items() if prompt.text}

    def music(self) -> list[Sound]:
        """The packaged music on hold."""
        return [sound for sound in self._played if sound.kind == "music"]

    # --- declarations ---------------------------------------------------------------------------------------------

    def live(self) -> dict[str, Any]:
        """What the reconciler says of the tenant, as `keryx status` prints it: version, hash, state, problems."""
        told: dict[str, Any] = json.loads((self.state / "data/reconciler/status.json").read_text())["tenants"]["acme"]
        return told

    async def write(self, file: str, text: str) -> float:
        """Write a manifest; seconds until the change is live (or told as a problem)."""
        before, began = self.live(), time.monotonic()
        await asyncio.to_thread((self.folder / file).write_text, text)
        async with asyncio.timeout(_LIVE_SECONDS):
            while (told := self.live()) == before or told["state"] != "live":  # noqa: ASYNC110 - nothing announces it
                await asyncio.sleep(0.02)
        return time.monotonic() - began

    @contextlib.asynccontextmanager
    async def edited(self, file: str, change: Callable[[str], str]) -> AsyncIterator[float]:
        """The manifest changed for the time of the block; gives the seconds until it was live."""
        text = (self.folder / file).read_text()
        changed = change(text)
        assert changed != text, f"{file} has no such words"
        try:
            yield await self.write(file, changed)
        finally:
            await self.write(file, text)

    # --- processes ------------------------------------------------------------------------------------------------

    def pid(self, process: str) -> int:
        """The process id of a program, by its name in `keryx status`; 0 while it does not run."""
        return next(one.pid for one in Supervisor(State.at(self.state)).processes() if one.name == process)

    def pids(self, process: str) -> list[int]:
        """A program's process and all below it."""
        found, look = [], [self.pid(process)]
        while look:
            found.append(look[0])
            look += _children(look.pop(0))
        return found

    def logs(self) -> str:
        """The last lines of each log, for the message of a failed test."""
        parts = [f"--- {log.name}\n" + log.read_text(errors="replace")[-1500:] for log in self.state.glob("log/*")]
        return "\n".join(parts)


def _children(pid: int) -> list[int]:
    listings = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for listing in listings for child in listing.read_text().split()]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
