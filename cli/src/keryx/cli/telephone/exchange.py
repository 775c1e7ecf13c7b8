"""The telephone's own Asterisk: started in a folder of its own, driven through ARI, gone when the `async with` ends."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import secrets
import shutil
import socket
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any, Protocol

import httpx
import websockets

from keryx.cli.telephone.configuration import Folders, Ports, render

_READY_SECONDS = 20.0
_STOP_SECONDS = 10.0
Event = dict[str, Any]


class AsteriskProgram(Protocol):
    """Where an Asterisk and its modules are (see `keryx.cli.local.embed.Programs`)."""

    @property
    def asterisk(self) -> Path: ...
    @property
    def asterisk_modules(self) -> Path: ...
    @property
    def asterisk_data(self) -> Path: ...


class ExchangeError(Exception):
    """The telephone's Asterisk did not start or did not do as told; the message is one sentence."""


class Exchange:
    """A running Asterisk of the telephone's own, which can be called at `sip_port` of its address."""

    def __init__(self, http: httpx.AsyncClient, ports: Ports, console: Callable[[str], Awaitable[bytes]]) -> None:
        self._http = http
        self.console = console
        """A command of Asterisk's command line, for what ARI cannot do; what it says."""
        self.sip_port = ports.sip
        self._listeners: dict[str, Callable[[Event], None]] = {}
        self._incoming: Callable[[Event], Awaitable[None]] | None = None
        self._tasks: set[asyncio.Future[None]] = set()

    async def ask(self, method: str, path: str, *, body: Any = None, **query: str) -> Any:
        """One ARI request; None for an answer without content. A refusal raises ExchangeError; 404 is None: the thing is gone."""
        response = await self._http.request(method, path, params=query, json=body)
        if response.status_code == httpx.codes.NOT_FOUND:
            return None
        if response.is_error:
            raise ExchangeError(f"the telephone's Asterisk refused {method} {path}: {response.text.strip()}")
        return response.json() if response.content else None

    def listen(self, channel: str, listener: Callable[[Event], None]) -> None:
        """Events about `channel` go to `listener` until `forget`."""
        self._listeners[channel] = listener

    def forget(self, channel: str) -> None:
        self._listeners.pop(channel, None)

    def on_incoming(self, answer: Callable[[Event], Awaitable[None]] | None) -> None:
        """Calls that come in are handed to `answer` as their StasisStart event; without it they are refused as busy."""
        self._incoming = answer

    def dispatch(self, event: Event) -> None:
        channel = (event.get("channel") or event.get("peer") or {}).get("id", "")
        if event["type"] == "StasisStart" and event.get("args", [])[:1] == ["incoming"]:
            self._take(event)
        elif listener := self._listeners.get(channel):
            listener(event)

    def _take(self, event: Event) -> None:
        handling = self._incoming(event) if self._incoming else self._refuse(event["channel"]["id"])
        task = asyncio.ensure_future(handling)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _refuse(self, channel: str) -> None:
        await self.ask("DELETE", f"/channels/{channel}", reason="busy")


@contextlib.asynccontextmanager
async def exchange(program: AsteriskProgram, address: str = "127.0.0.1") -> AsyncIterator[Exchange]:
    """A telephone exchange for the time of the block, in a temporary folder, on free ports; it calls and is called at `address`."""
    base = Path(tempfile.mkdtemp(prefix="keryx-tel-"))
    ports = Ports(
        sip=_free_port(socket.SOCK_DGRAM, address),
        http=_free_port(socket.SOCK_STREAM),
        rtp=_rtp_start(),
        address=address,
    )
    password = secrets.token_urlsafe(16)
    _lay_out(base, render(Folders(base, program.asterisk_modules, program.asterisk_data), ports, password))
    process = await asyncio.create_subprocess_exec(
        program.asterisk, "-f", "-C", f"{base}/etc/asterisk.conf",
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL, cwd=base,
    )  # fmt: skip
    try:
        await _ready(program.asterisk, base, process)
        async with _connected(ports, password, lambda command: _console(program.asterisk, base, command)) as running:
            yield running
    finally:
        await _stop(process)
        shutil.rmtree(base, ignore_errors=True)


@contextlib.asynccontextmanager
async def _connected(
    ports: Ports, password: str, console: Callable[[str], Awaitable[bytes]]
) -> AsyncIterator[Exchange]:
    address = f"127.0.0.1:{ports.http}/ari"
    events = f"ws://{address}/events?app=telephone&api_key=telephone:{password}"
    async with (
        httpx.AsyncClient(base_url=f"http://{address}", auth=("telephone", password), trust_env=False) as http,
        websockets.connect(events, proxy=None) as socket_,
    ):
        running = Exchange(http, ports, console)
        reading = asyncio.create_task(_read(socket_, running))
        try:
            yield running
        finally:
            reading.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await reading


async def _read(socket_: websockets.ClientConnection, running: Exchange) -> None:
    async for message in socket_:
        running.dispatch(json.loads(message))


async def _ready(asterisk: Path, base: Path, process: asyncio.subprocess.Process) -> None:
    try:
        async with asyncio.timeout(_READY_SECONDS):
            await _fully_booted(asterisk, base, process)
    except TimeoutError as late:
        raise ExchangeError(f"the telephone's Asterisk was not ready within {_READY_SECONDS:.0f} s") from late


async def _fully_booted(asterisk: Path, base: Path, process: asyncio.subprocess.Process) -> None:
    """SIGTERM between "ARI answers" and "fully booted" is lost, so readiness is Asterisk's own word."""
    while process.returncode is None:
        said = await _console(asterisk, base, "core waitfullybooted")
        if b"fully booted" in said:
            return
        await asyncio.sleep(0.05)  # its control socket is not there yet; nothing announces it
    log = base / "log/messages.log"
    last = log.read_text(errors="replace").strip().splitlines()[-1:] if log.exists() else []
    raise ExchangeError(f"the telephone's Asterisk ended while starting: {''.join(last) or 'it said nothing'}")


async def _console(asterisk: Path, base: Path, command: str) -> bytes:
    asked = await asyncio.create_subprocess_exec(
        asterisk, "-C", f"{base}/etc/asterisk.conf", "-rx", command,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    said, _ = await asked.communicate()
    return said


async def _stop(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    process.terminate()
    try:
        await asyncio.wait_for(process.wait(), _STOP_SECONDS)
    except TimeoutError:
        process.kill()
        await process.wait()


def _lay_out(base: Path, files: dict[str, str]) -> None:
    for folder in ("etc", "lib", "spool", "run", "log"):
        (base / folder).mkdir()
    for name, text in files.items():
        (base / "etc" / name).write_text(text)


def own_address(host: str) -> str:
    """The address of this machine from which packets to `host` leave. ExchangeError when there is no way to it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((host, 5060))
        except OSError as error:
            raise ExchangeError(f"there is no way to {host}: {error.strerror or error}") from error
        return str(probe.getsockname()[0])


def _free_port(kind: socket.SocketKind, address: str = "127.0.0.1") -> int:
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind((address, 0))
        return int(probe.getsockname()[1])


def _rtp_start() -> int:
    """RTP ranges of telephones that run side by side lie apart: by process id, below the ephemeral ports."""
    return 20_000 + (os.getpid() % 25) * 400
