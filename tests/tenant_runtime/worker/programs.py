"""The worker and a site agent as real processes, with a settings file of their own."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from base64 import b64encode
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from keryx.cli.local.embed import programs
from keryx.kit.settings import RuntimeSettings
from keryx.tenant_runtime.store import Store
from keryx.tenant_runtime.vault import Vault

KEY = bytes(range(32))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Runtime:
    """A tenant's folders and settings; the programs started here are ended by `stop`."""

    folder: Path
    database: str
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.worker_port, self.agent_port = free_port(), free_port()
        self.recordings, self.sounds = self.folder / "recordings", self.folder / "sounds"
        self.recordings.mkdir()
        (self.folder / "vault.key").write_text(b64encode(KEY).decode())
        self.store, self.vault = Store(self._store_url), Vault(KEY)
        self.settings_file = self.folder / "runtime.json"
        self.settings_file.write_text(json.dumps(self._settings()))
        RuntimeSettings.model_validate_json(self.settings_file.read_bytes())

    @property
    def worker_url(self) -> str:
        return f"http://127.0.0.1:{self.worker_port}"

    @property
    def agent_url(self) -> str:
        return f"http://127.0.0.1:{self.agent_port}"

    def start_worker(self) -> None:
        self._start("worker", self.worker_url, "keryx.tenant_runtime.worker")

    def start_agent(self) -> None:
        words = ["keryx.tenant_runtime.site_agent", "--tenant", "acme", "--site", "paris"]
        self._start("agent", self.agent_url, *words)

    def kill(self, name: str) -> None:
        process = self.running.pop(name)
        process.kill()
        process.wait(10)

    def stop(self) -> None:
        """SIGTERM must end each cleanly."""
        for process in self.running.values():
            process.send_signal(signal.SIGTERM)
        codes = {name: process.wait(15) for name, process in self.running.items()}
        self.running.clear()
        assert set(codes.values()) <= {0}, codes

    def _start(self, name: str, url: str, *words: str) -> None:
        log = (self.folder / f"{name}.log").open("ab")
        environment = {**os.environ, "KERYX_RUNTIME": str(self.settings_file)}
        process = subprocess.Popen([sys.executable, "-m", *words], env=environment, stdout=log, stderr=log)
        log.close()
        self.running[name] = process
        transport = httpx.HTTPTransport(retries=0)
        with httpx.Client(transport=transport) as client:
            while True:
                assert process.poll() is None, (self.folder / f"{name}.log").read_text()
                try:
                    if client.get(f"{url}/readyz").is_success:
                        return
                except httpx.TransportError:
                    continue

    @property
    def _store_url(self) -> str:
        return f"file://{self.folder}/store"

    def _settings(self) -> dict[str, object]:
        found = programs.find(print)
        unused = str(self.folder / "unused")
        site = {
            "name": "paris", "ari_url": "http://127.0.0.1:1", "ari_user": "keryx", "ari_password_file": unused,
            "ami_host": "127.0.0.1", "ami_port": 1, "ami_user": "keryx", "ami_password_file": unused,
            "sip_ws_url": "ws://127.0.0.1:1", "sip_address": "127.0.0.1:1", "agent_url": self.agent_url,
            "sounds_dir": str(self.sounds), "recordings_dir": str(self.recordings),
        }  # fmt: skip
        tenant = {
            "id": "acme", "hosts": ["acme.localhost"], "database": self.database, "store": self._store_url,
            "vault_key": str(self.folder / "vault.key"),
            "signing_keys": {"operator": [], "control_plane": [], "gateway": []}, "sites": [site],
            "engine": {"listen": "127.0.0.1:1", "address": "http://127.0.0.1:1"}, "gateway": {"listen": "127.0.0.1:1"},
            "worker": {"listen": f"127.0.0.1:{self.worker_port}"},
        }  # fmt: skip
        return {
            "tenants": [tenant], "gateway_key": unused, "valkey": "unix:///unused", "spool_dir": unused,
            "web_dir": unused, "secrets_dir": unused,
            "tts": {"command": str(found.espeak), "data": str(found.espeak_data)},
        }  # fmt: skip
