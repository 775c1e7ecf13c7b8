"""The gateway as a real process with a real Postgres and a real Valkey; the engine's side of the link is played by the test."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psycopg
from redis.asyncio import Redis
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from keryx.cli.local.embed import programs
from keryx.core.directory import Assignment, Directory, Person, encode_directory
from keryx.core.roles import RoleGrants
from keryx.crds.config import TenantConfig, canonical_json, config_hash
from keryx.kit.tokens import generate_key_pair, sign

KEY = bytes(range(32))
HOST = "acme.localhost"
ALICE, BOB, BOSS = (str(uuid.UUID(int=n)) for n in (1, 2, 3))
SECONDS = 10.0


def people(**changes: Any) -> dict[str, Person]:
    """Two agents and an administrator. `changes` are of Alice."""
    sales = (Assignment(queue="sales"),)
    alice = {"id": ALICE, "login": "alice", "name": "Alice Martin", "role": "agent", "queues": sales, **changes}
    return {
        ALICE: Person(**alice),
        BOB: Person(id=BOB, login="bob", name="Bob Petit", role="agent", queues=sales),
        BOSS: Person(id=BOSS, login="boss", name="Chantal Roy", role="company_administrator"),
    }


def config(**declared: Any) -> TenantConfig:
    """A French tenant that declares this much."""
    return TenantConfig.model_validate(
        {
            "tenantId": "acme",
            "namespace": "acme",
            "tenant": {"id": "acme", "displayName": "Acme Voyages", "country": "FR"},
            "settings": {"languages": ["fr", "en"], "timeZone": "Europe/Paris"},
            **declared,
        }
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/readyz", trust_env=False).is_success
    except httpx.TransportError:
        return False


@dataclass
class Stack:
    """One tenant's gateway. `stop` ends all that was started here."""

    folder: Path
    database: str
    sip_address: str | None = "ws://127.0.0.1:1"
    """None: a tenant without a site."""
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    directory_version: int = 0

    def __post_init__(self) -> None:
        self.port, self.engine_port, self.worker_port = free_port(), free_port(), free_port()
        (self.folder / "spool").mkdir()
        self.valkey_socket = self.folder / "valkey.sock"
        self.keys = {name: generate_key_pair() for name in ("control_plane", "gateway", "operator")}
        for name, (private, public) in self.keys.items():
            (self.folder / f"{name}.key.pem").write_text(private)
            (self.folder / f"{name}.pub.pem").write_text(public)
        (self.folder / "vault.key").write_text(b64encode(KEY).decode())
        web = self.folder / "web"
        (web / "assets").mkdir(parents=True)
        (web / "index.html").write_text("<!doctype html><title>Keryx</title>")
        (web / "assets" / "app-1a2b.js").write_text("export {}")
        (web / "assets" / "app-1a2b.js.br").write_bytes(b"compressed")
        (self.folder / "runtime.json").write_text(json.dumps(self._settings()))

    # --- programs -----------------------------------------------------------------------------------------------

    def start_valkey(self) -> None:
        command = [
            str(programs.find(print).valkey),
            "--port",
            "0",
            "--unixsocket",
            str(self.valkey_socket),
            "--save",
            "",
        ]
        self._start("valkey", command, self.valkey_socket.exists)

    def start_gateway(self) -> None:
        self._start("gateway", [sys.executable, "-m", "keryx.tenant_runtime.gateway"], lambda: _answers(self.port))

    def start_engine(self) -> None:
        self._start("engine", [sys.executable, "-m", "keryx.tenant_runtime.engine"], lambda: _answers(self.engine_port))

    def start_worker(self) -> None:
        self._start("worker", [sys.executable, "-m", "keryx.tenant_runtime.worker"], lambda: _answers(self.worker_port))

    def kill(self, name: str) -> None:
        process = self.processes.pop(name)
        process.kill()
        process.wait(10)
        if name == "valkey":
            self.valkey_socket.unlink(missing_ok=True)

    def stop(self) -> None:
        """SIGTERM must end each cleanly."""
        for process in self.processes.values():
            process.send_signal(signal.SIGTERM)
        codes = {name: process.wait(10) for name, process in self.processes.items()}
        assert set(codes.values()) <= {0}, (codes, self.log("gateway"))

    def log(self, name: str) -> str:
        file = self.folder / f"{name}.log"
        return file.read_text() if file.exists() else ""

    def _start(self, name: str, command: list[str], ready: Callable[[], bool]) -> None:
        environment = {**os.environ, "KERYX_RUNTIME": str(self.folder / "runtime.json")}
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=self.folder)
        self.processes[name] = process
        deadline = time.monotonic() + 30
        while not ready():
            assert process.poll() is None, self.log(name)
            assert time.monotonic() < deadline, f"{name} is not ready: {self.log(name)}"
            time.sleep(0.05)

    # --- what the others would have written ---------------------------------------------------------------------

    def put_directory(self, persons: dict[str, Person], roles: dict[str, RoleGrants] | None = None) -> None:
        self.directory_version += 1
        directory = Directory(tenant="acme", version=self.directory_version, people=persons, roles=roles or {})
        self.execute("DELETE FROM directory")
        self.execute(
            "INSERT INTO directory (version, directory) VALUES (%s, %s)",
            (self.directory_version, encode_directory(directory).decode()),
        )

    def put_config(self, version: int, **declared: Any) -> None:
        made = config(**declared)
        self.execute(
            "INSERT INTO config (version, hash, config) VALUES (%s, %s, %s)",
            (version, config_hash(made), canonical_json(made).decode()),
        )

    def led_by(self, address: str, epoch: int) -> None:
        self.execute("DELETE FROM lease")
        self.execute(
            "INSERT INTO lease (holder, address, epoch, expires_at) VALUES (%s, %s, %s, now() + interval '4 s')",
            (f"engine {epoch}", address, epoch),
        )

    def execute(self, query: str, parameters: tuple[Any, ...] = ()) -> None:
        with psycopg.connect(self.database) as connection:
            connection.execute(query, parameters)

    async def publish(self, topic: str, epoch: int, seq: int, patch: dict[str, Any]) -> None:
        async with Redis.from_url(f"unix://{self.valkey_socket}") as client:
            message = {"topic": topic, "epoch": epoch, "seq": seq, "patch": patch}
            await client.publish("keryx:acme:live", json.dumps([message]))

    # --- people -------------------------------------------------------------------------------------------------

    def token(self, person: str, *, audience: str = "acme", issuer: str = "control-plane", seconds: int = 300) -> str:
        private, _ = self.keys["control_plane"]
        return sign(private, issuer=issuer, audience=audience, seconds=seconds, sub=person, sid="s1")

    @contextmanager
    def stranger(self, host: str = HOST) -> Iterator[httpx.Client]:
        """A client without a session."""
        address = f"http://127.0.0.1:{self.port}"
        headers = {"Host": f"{host}:{self.port}"}
        with httpx.Client(base_url=address, headers=headers, timeout=SECONDS, trust_env=False) as client:
            yield client

    @contextmanager
    def signed_in(self, person: str) -> Iterator[httpx.Client]:
        with self.stranger() as client:
            answer = client.post("/api/tenant/v1/session", json={"token": self.token(person)})
            assert answer.status_code == 204, answer.text
            yield client

    def websocket(self, client: httpx.Client, path: str = "/ws", **options: Any) -> connect:
        """Dial a websocket with the client's session."""
        headers: dict[str, str] = options.pop("headers", {})
        if "keryx_session" in client.cookies:
            headers["Cookie"] = f"keryx_session={client.cookies['keryx_session']}"
        url = f"ws://{HOST}:{self.port}/api/tenant/v1{path}"
        return connect(url, host="127.0.0.1", port=self.port, additional_headers=headers, proxy=None, **options)

    def _settings(self) -> dict[str, object]:
        unused, found = str(self.folder / "unused"), programs.find(print)
        public = {name: [str(self.folder / f"{name}.pub.pem")] for name in self.keys}
        site = {
            "name": "paris", "ari_url": "http://127.0.0.1:1", "ari_user": "keryx", "ari_password_file": unused,
            "ami_host": "127.0.0.1", "ami_port": 1, "ami_user": "keryx", "ami_password_file": unused,
            "sip_ws_url": self.sip_address, "sip_address": "127.0.0.1:1", "agent_url": "http://127.0.0.1:1",
            "sounds_dir": unused, "recordings_dir": unused,
        }  # fmt: skip
        tenant = {
            "id": "acme", "hosts": [HOST], "database": self.database, "store": f"file://{self.folder}/store",
            "vault_key": str(self.folder / "vault.key"), "signing_keys": public,
            "sites": [site] if self.sip_address else [],
            "engine": {
                "listen": f"127.0.0.1:{self.engine_port}", "address": f"http://127.0.0.1:{self.engine_port}",
            },
            "gateway": {"listen": f"127.0.0.1:{self.port}"}, "worker": {"listen": f"127.0.0.1:{self.worker_port}"},
        }  # fmt: skip
        return {
            "tenants": [tenant], "gateway_key": str(self.folder / "gateway.key.pem"),
            "valkey": f"unix://{self.valkey_socket}", "spool_dir": str(self.folder / "spool"), "web_dir": str(self.folder / "web"),
            "secrets_dir": unused, "tts": {"command": str(found.espeak), "data": str(found.espeak_data)},
        }  # fmt: skip


async def told(socket: ClientConnection, kind: str, **wanted: Any) -> dict[str, Any]:
    """The next message of a kind (with these members); others are passed over."""
    async with asyncio.timeout(SECONDS):
        while True:
            message: dict[str, Any] = json.loads(await socket.recv())
            if message["type"] == kind and all(message.get(name) == value for name, value in wanted.items()):
                return message


async def closing(socket: ClientConnection) -> int | None:
    """Read until the other side closes; its code."""
    async with asyncio.timeout(SECONDS):
        try:
            while True:
                await socket.recv()
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else None


async def say(socket: ClientConnection, **message: Any) -> None:
    await socket.send(json.dumps(message))
