"""Tenants the operator tells of. Without it nobody could log in to a tenant that was declared on a cluster."""

import httpx
import pytest

from keryx.kit.push import PushConflict, PushFailed

from .conftest import Running, serving

pytestmark = pytest.mark.integration


async def test_a_declared_tenant_has_its_hosts_and_its_engine_at_once(running: Running) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=running.app)) as http:
        umbra = running.operator(http, "umbra")
        with pytest.raises(PushFailed, match="404"):
            await umbra.put_config(1, "a" * 64, b"{}")
        engine = f"http://127.0.0.1:{running.world.engine_port}"
        await umbra.declare_tenant("Umbra", ["umbra.example.com"], engine)
        await umbra.declare_tenant("Umbra", ["umbra.example.com", "umbra.example.org"], engine)
        await umbra.put_config(1, "a" * 64, b"{}")
    assert (await running.add("lea", host="umbra.example.org"))["person"]["login"] == "lea"
    async with serving(running.world.engine, running.world.engine_port), running.client("umbra.example.com") as client:
        assert (await client.post("/login", json={"login": "lea", "password": "wrong"})).status_code == 401


async def test_a_tenant_takes_nobodys_host_and_no_strangers_word(running: Running) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=running.app)) as http:
        with pytest.raises(PushConflict):
            await running.operator(http, "umbra").declare_tenant("Umbra", ["acme.localhost"], None)
        with pytest.raises(PushConflict):
            await running.operator(http, "platform").declare_tenant("Mine", ["mine.example.com"], None)
        stranger = running.operator(http, "umbra", running.world.other_private)
        with pytest.raises(PushFailed, match="401"):
            await stranger.declare_tenant("Umbra", ["umbra.example.com"], None)
