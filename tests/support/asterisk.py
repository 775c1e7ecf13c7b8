"""A site's real Asterisk for tests: configured as a site's is, on free loopback ports, in a folder of its own."""

import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from keryx.cli.local.embed import find
from keryx.kit.settings import SiteSettings
from keryx.tenant_runtime.telephony.asterisk_conf import AsteriskSite, render

_START_SECONDS = 20


@dataclass
class SiteAsterisk:
    """`settings` is what an engine is told about it."""

    folder: Path
    http_port: int = field(default_factory=lambda: free_port())
    sip_port: int = field(default_factory=lambda: free_port(socket.SOCK_DGRAM))
    ami_port: int = field(default_factory=lambda: free_port())
    agent_port: int = field(default_factory=lambda: free_port())
    password: str = field(default_factory=lambda: secrets.token_hex(8))
    process: subprocess.Popen[bytes] | None = None

    @property
    def settings(self) -> SiteSettings:
        secret = self.folder / "password"
        secret.write_text(self.password)
        return SiteSettings(
            name="paris", ari_url=f"http://127.0.0.1:{self.http_port}", ari_user="keryx", ari_password_file=secret,
            ami_host="127.0.0.1", ami_port=self.ami_port, ami_user="keryx", ami_password_file=secret,
            sip_ws_url=f"ws://127.0.0.1:{self.http_port}/ws", sip_address=f"127.0.0.1:{self.sip_port}",
            agent_url=f"http://127.0.0.1:{self.agent_port}", sounds_dir=self.folder / "share/sounds",
            recordings_dir=self.folder / "recordings",
        )  # fmt: skip

    def start(self) -> None:
        found = find(print)
        site = self._site(found.asterisk_modules)
        for path in (site.etc, site.var / "keys", site.spool / "cache", site.log, site.run, self.folder / "recordings"):
            path.mkdir(parents=True, exist_ok=True)
        _link_data(found.asterisk_data, site.data)
        for name, text in render(site).items():
            (site.etc / name).write_text(text)
        log = (self.folder / "asterisk.log").open("ab")
        self.process = subprocess.Popen(
            [str(found.asterisk), "-f", "-n", "-C", str(site.etc / "asterisk.conf")],
            stdout=log, stderr=log, cwd="/", env={"PATH": "/usr/bin:/bin", "RES_OPTIONS": "timeout:1 attempts:1"},
        )  # fmt: skip
        log.close()
        self._await_boot()

    def console(self, command: str) -> str:
        """What Asterisk's console answers."""
        done = subprocess.run(
            [str(find(print).asterisk), "-C", str(self.folder / "etc/asterisk.conf"), "-rx", command],
            capture_output=True, text=True, timeout=10, check=False,
        )  # fmt: skip
        return done.stdout

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait(10)

    def stop(self) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(8)
        except subprocess.TimeoutExpired:
            self.kill()

    def _await_boot(self) -> None:
        assert self.process is not None
        deadline = time.monotonic() + _START_SECONDS
        while "fully booted" not in self.console("core waitfullybooted"):
            assert self.process.poll() is None, (self.folder / "asterisk.log").read_text()[-2000:]
            assert time.monotonic() < deadline, "Asterisk did not boot"

    def _site(self, modules: Path) -> AsteriskSite:
        first = 20_000 + (self.sip_port % 90) * 200
        base = self.folder
        return AsteriskSite(
            etc=base / "etc", modules=modules, data=base / "share", var=base / "lib", spool=base / "spool",
            log=base / "log", run=base / "run", http_address="127.0.0.1", http_port=self.http_port,
            sip_address="127.0.0.1", sip_port=self.sip_port, rtp_first=first, rtp_last=first + 199,
            manager_address="127.0.0.1", manager_port=self.ami_port, ari_user="keryx", ari_password=self.password,
            ami_user="keryx", ami_password=self.password, open_to_anyone=True,
        )  # fmt: skip


def free_port(kind: socket.SocketKind = socket.SOCK_STREAM) -> int:
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _link_data(packaged: Path, data: Path) -> None:
    (data / "sounds/keryx").mkdir(parents=True, exist_ok=True)
    entries = [entry for entry in packaged.iterdir() if entry.name != "sounds"]
    for entry in (*entries, *(packaged / "sounds").iterdir()):
        link = data / entry.relative_to(packaged)
        link.unlink(missing_ok=True)
        link.symlink_to(entry.resolve())


@pytest.fixture
def asterisk() -> Iterator[SiteAsterisk]:
    """A running Asterisk, gone after the test."""
    folder = Path(tempfile.mkdtemp(prefix="keryx-ast-", dir="/tmp"))
    site = SiteAsterisk(folder)
    try:
        site.start()
        yield site
    finally:
        site.stop()
        shutil.rmtree(folder, ignore_errors=True)
