"""A second engine of the same tenant, beside the supervised one: as a rollout or a mistake would start it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import socket
import tempfile
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from e2e.support.stack import Stack
from keryx.cli.local.identity import Identity

_SECONDS = 30.0
_LOOK_SECONDS = 0.05


@dataclass
class SecondEngine:
    """`log` is what it says."""

    process: asyncio.subprocess.Process
    log: Path

    async def leads(self) -> None:
        """Return once it has joined the site: it decides now."""
        await self._until(lambda: "site_joined" in self._said(), "the second engine leads")

    async def outlives(self, pid: int) -> None:
        """Return once the process `pid`, which woke, has ended by itself."""
        await self._until(lambda: not _runs(pid), "the engine that woke has ended")

    async def _until(self, true: Callable[[], bool], what: str) -> None:
        try:
            async with asyncio.timeout(_SECONDS):
                while not true():
                    assert self.process.returncode is None, self._said()[-1500:]
                    await asyncio.sleep(_LOOK_SECONDS)
        except TimeoutError as late:
            raise TimeoutError(f"it is not so that {what}; {self._said()[-1500:]}") from late

    def _said(self) -> str:
        return self.log.read_text(errors="replace")


@contextlib.asynccontextmanager
async def second_engine(stack: Stack) -> AsyncIterator[SecondEngine]:
    """It runs until the block ends, and gives its lease back then, if it has it."""
    pid = await asyncio.to_thread(stack.pid, "engine")
    environment = dict(pair.split("=", 1) for pair in Path(f"/proc/{pid}/environ").read_text().split("\0") if pair)
    owner = Path(f"/proc/{pid}").stat()
    folder = Path(tempfile.mkdtemp(prefix="second-", dir=stack.state / "data"))
    settings, log = folder / "runtime.json", folder / "log"
    settings.write_text(json.dumps(_elsewhere(json.loads(Path(environment["KERYX_RUNTIME"]).read_text()))))
    for path in (folder, settings):
        os.chown(path, owner.st_uid, owner.st_gid)
    words = Path(f"/proc/{pid}/cmdline").read_text().rstrip("\0").split("\0")
    command = Identity(owner.st_uid, owner.st_gid, needs_search=True).command(words)
    with log.open("wb") as output:
        process = await asyncio.create_subprocess_exec(
            *command, env=environment | {"KERYX_RUNTIME": str(settings)}, cwd=folder, stdout=output, stderr=output
        )
    try:
        yield SecondEngine(process, log)
    finally:
        if process.returncode is None:
            process.terminate()
        await asyncio.wait_for(process.wait(), _SECONDS)


def _elsewhere(settings: dict[str, Any]) -> dict[str, Any]:
    """The same settings, but for where the engine listens and is found."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        listen = f"127.0.0.1:{probe.getsockname()[1]}"
    for tenant in settings["tenants"]:
        tenant["engine"] = {"listen": listen, "address": f"http://{listen}"}
    return settings


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False
