"""A whole control plane on a real Postgres, with a tenant `acme` and another, `globex`, and an engine that takes pushes."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Request, Response

from keryx.control_plane.app import make_app
from keryx.control_plane.migrations.upgrade import upgrade
from keryx.core.directory import Directory, apply_delta, decode_delta, decode_directory
from keryx.kit.http import uvicorn_server
from keryx.kit.push import Pusher
from keryx.kit.settings import ControlPlaneSettings
from keryx.kit.tokens import TokenRefused, generate_key_pair, verify_push
from tests.support.postgres import Postgres

BOOTSTRAP = "the-bootstrap-token"


@dataclass
class Engine:
    """Stores directories as an engine does: only newer ones, only from the control plane."""

    public_key: str
    directories: dict[str, Directory] = field(default_factory=dict)
    pushes: list[str] = field(default_factory=list)
    refused: int = 0

    def app(self) -> FastAPI:
        app = FastAPI()

        @app.api_route("/internal/v1/tenants/{tenant}/directory", methods=["GET", "PUT", "PATCH"])
        async def directory(tenant: str, request: Request) -> Response:
            body = await request.body()
            try:
                keys = {"control-plane": [self.public_key]}
                verify_push(request.headers.get("authorization"), body, tenant, keys)
            except TokenRefused as refusal:
                self.refused += request.method != "GET"
                return Response(str(refusal), 401)
            stored = self.directories.get(tenant)
            if request.method != "GET":
                self.pushes.append(request.method)
                try:
                    stored = self._store(request.method, body, stored)
                except ValueError:
                    return _stored(stored, 409)
                self.directories[tenant] = stored
            return _stored(stored, 200)

        return app

    @staticmethod
    def _store(method: str, body: bytes, stored: Directory | None) -> Directory:
        if method == "PATCH":
            if stored is None:
                raise ValueError("nothing to add to")
            return apply_delta(stored, decode_delta(body))
        directory = decode_directory(body)
        if stored and directory.version <= stored.version:
            raise ValueError("not newer")
        return directory


def _stored(directory: Directory | None, status: int) -> Response:
    content = json.dumps({"version": directory.version if directory else 0})
    return Response(content, status, media_type="application/json")


@dataclass
class World:
    """A control plane's settings and keys; `running()` is one life of the program."""

    settings: ControlPlaneSettings
    control_plane_public: str
    operator_private: str
    other_private: str
    engine: Engine
    engine_port: int

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Running"]:
        app = make_app(self.settings)
        async with app.router.lifespan_context(app):
            yield Running(app, self)


@dataclass
class Running:
    """One life of the control plane."""

    app: FastAPI
    world: World

    def client(self, host: str = "acme.localhost", *, token: str | None = None) -> httpx.AsyncClient:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        transport = httpx.ASGITransport(app=self.app, raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url=f"http://{host}/api/platform/v1", headers=headers)

    def admin(self, host: str = "acme.localhost") -> httpx.AsyncClient:
        return self.client(host, token=BOOTSTRAP)

    async def add(self, login: str, role: str = "agent", host: str = "acme.localhost", **fields: Any) -> Any:
        """A person with a generated password: {person, password}."""
        async with self.admin(host) as client:
            answer = await client.post("/people", json={"login": login, "name": login.title(), "role": role, **fields})
        assert answer.status_code == 201, answer.text
        return answer.json()

    @asynccontextmanager
    async def logged_in(
        self, login: str, password: str, host: str = "acme.localhost"
    ) -> AsyncIterator[httpx.AsyncClient]:
        async with self.client(host) as client:
            answer = await client.post("/login", json={"login": login, "password": password})
            assert answer.status_code == 200, answer.text
            yield client

    def operator(self, client: httpx.AsyncClient, tenant: str = "acme", key: str | None = None) -> Pusher:
        return Pusher(client, "http://acme.localhost", tenant, "operator", key or self.world.operator_private)


@pytest.fixture
async def world(postgres: Postgres, tmp_path: Path, unused_tcp_port: int) -> World:
    return make_world(postgres, tmp_path, unused_tcp_port)


def make_world(postgres: Postgres, tmp_path: Path, engine_port: int) -> World:
    """A control plane with a database of its own in that cluster."""
    database = postgres.database(within="keryx_control_plane")
    upgrade(database)
    private, public = generate_key_pair()
    operator_private, operator_public = generate_key_pair()
    (tmp_path / "key.pem").write_text(private)
    (tmp_path / "operator.pem").write_text(operator_public)
    (tmp_path / "bootstrap").write_text(BOOTSTRAP + "\n")
    engine = f"http://127.0.0.1:{engine_port}"
    settings = ControlPlaneSettings.model_validate(
        {
            "database": database,
            "listen": "127.0.0.1:1",
            "key": tmp_path / "key.pem",
            "tenants": [
                {"id": "acme", "hosts": ["acme.localhost"], "engine": engine},
                {"id": "globex", "hosts": ["globex.localhost"], "engine": engine},
            ],
            "operator_keys": [tmp_path / "operator.pem"],
            "console_host": "console.localhost",
            "bootstrap_token_file": tmp_path / "bootstrap",
            "allow_http_providers": True,
            "audit_heads": tmp_path / "audit",
        }
    )
    return World(settings, public, operator_private, generate_key_pair()[0], Engine(public), engine_port)


@pytest.fixture
async def running(world: World) -> AsyncIterator[Running]:
    async with world.running() as running:
        yield running


@asynccontextmanager
async def serving(engine: Engine, port: int) -> AsyncIterator[None]:
    """The engine listens while the block runs."""
    server = uvicorn_server(engine.app(), "127.0.0.1", port)
    task = asyncio.create_task(server.serve_quietly())
    try:
        yield
    finally:
        server.should_exit = True
        await task
