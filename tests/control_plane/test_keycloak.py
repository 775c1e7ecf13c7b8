"""Logging in by a real Keycloak, and out with it. Run by `make soak`: it fetches and starts a Keycloak."""

import asyncio
import time
from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from keryx.kit.http import uvicorn_server
from tests.support.keycloak import Keycloak, running_keycloak

from .conftest import Running, World

pytestmark = [pytest.mark.integration, pytest.mark.soak, pytest.mark.timeout(900)]


async def _declare(running: Running, keycloak: Keycloak) -> None:
    rules = [{"claim": "realm_access.roles", "value": "leads", "role": "supervisor", "team": "Blue"}]
    spec = {"displayName": "Corp", "issuer": keycloak.issuer, "clientId": "keryx", "rules": rules}
    body = httpx.Response(200, json={"identityProviders": {"corp": spec}, "settings": {}}).content
    async with running.client() as http:
        await running.operator(http).put_config(1, "a" * 64, body)


async def test_a_person_logs_in_by_keycloak_and_is_out_within_five_seconds_of_a_log_out_there(
    world: World, unused_tcp_port_factory: Callable[[], int]
) -> None:
    own, port = unused_tcp_port_factory(), unused_tcp_port_factory()
    tenant = world.settings.tenants[0].model_copy(update={"hosts": ("acme.localhost", "127.0.0.1")})
    world.settings = world.settings.model_copy(update={"tenants": (tenant, *world.settings.tenants[1:])})
    logout = f"http://127.0.0.1:{own}/api/platform/v1/login/oidc/corp/backchannel-logout"
    with running_keycloak(port, logout) as keycloak:
        async with world.running() as running:
            server = uvicorn_server(running.app, "127.0.0.1", own)
            server.config.lifespan = "off"
            task = asyncio.create_task(server.serve_quietly())
            await _declare(running, keycloak)
            async with running.client() as client:
                sent = await client.get("/login/oidc/corp", params={"next": "/desk"})
                answer = await asyncio.to_thread(keycloak.log_in, sent.headers["location"])
                back = await client.get("/login/oidc/callback", params=answer)
                assert dict(parse_qsl(urlsplit(back.headers["location"]).query)) == {"entered": "1", "next": "/desk"}
                person = (await client.get("/me")).json()["person"]
                told = (person["login"], person["name"], person["role"], person["team"])
                assert told == ("lea", "Léa Martin", "supervisor", "Blue")
                began = time.monotonic()
                await asyncio.to_thread(keycloak.log_out_everywhere)
                while (await client.get("/me")).status_code != 401:
                    assert time.monotonic() - began < 5
                    await asyncio.sleep(0.05)
            server.should_exit = True
            await task
