"""What operators see of a running centre: traces, metrics, and how much of the database it holds."""

import asyncio
import json
import os
import uuid
from typing import Any

import httpx
import psycopg
import pytest
from prometheus_client.parser import text_string_to_metric_families

from e2e.support.collector import Collector
from e2e.support.stack import Stack

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(480)]

CONNECTIONS_AT_REST = 4


def runtime(stack: Stack) -> dict[str, Any]:
    """The settings of the tenant's programs."""
    settings: dict[str, Any] = json.loads((stack.state / "etc/runtime.json").read_text())["tenants"][0]
    return settings


async def call_and_hang_up(stack: Stack) -> str:
    """A caller who hears the welcome for two seconds; the interaction, once its record is whole."""
    known = {call["interaction_id"] for call in await asyncio.to_thread(stack.calls)}
    said = await asyncio.to_thread(stack.keryx, "call", "3900", "--seconds", "2")
    assert said.returncode == 0, said.stdout + said.stderr
    async with asyncio.timeout(30):
        while True:
            calls = await asyncio.to_thread(stack.calls)
            mine = [call for call in calls if call["interaction_id"] not in known and call["ended_at"]]
            if mine:
                return str(mine[0]["interaction_id"])


@pytest.mark.skipif("KERYX_E2E_KEEP" in os.environ, reason="a kept stack sends its traces to where it was started from")
async def test_a_call_is_one_trace(stack: Stack, collector: Collector) -> None:
    """Who looks for what went wrong with a call finds all that happened to it under the call's own id, and nothing personal."""
    trace = uuid.UUID(await call_and_hang_up(stack)).bytes
    async with asyncio.timeout(30):
        while not (found := [one for one in collector.spans() if one[1].trace_id == trace]):
            await collector.more()
    assert {service for service, _ in found} == {"keryx-engine"}
    events = [event.name for _, span in found for event in span.events]
    assert events[0] == "interaction.started"
    assert {"contact.answered", "step.started"} <= set(events)
    assert events[-1] == "interaction.ended"
    assert b"+33" not in b"".join(span.SerializeToString() for _, span in found), "a trace carries ids only"


async def test_every_program_serves_metrics(stack: Stack) -> None:
    """Without them nobody is woken when calls are lost."""
    tenant = runtime(stack)
    control_plane = json.loads((stack.state / "etc/control_plane.json").read_text())["listen"]
    addresses = {
        "keryx_engine_epoch": tenant["engine"]["listen"],
        "keryx_gateway_live_channel_up": tenant["gateway"]["listen"],
        "keryx_worker_position": tenant["worker"]["listen"],
        "keryx_site_agent_tracks_waiting": tenant["sites"][0]["agent_url"].removeprefix("http://"),
        "process_cpu_seconds": control_plane,
        "asterisk_core_uptime_seconds": tenant["sites"][0]["ari_url"].removeprefix("http://"),
    }
    async with httpx.AsyncClient(trust_env=False) as http:
        for name, address in addresses.items():
            answer = (await http.get(f"http://{address}/metrics")).raise_for_status()
            families = {family.name for family in text_string_to_metric_families(answer.text)}
            assert name in families, f"{address} serves {sorted(families)}"


async def test_a_tenant_at_rest_holds_four_connections(stack: Stack) -> None:
    """A database server has a few hundred in all: what each tenant holds decides how many tenants fit."""
    count = (
        "SELECT application_name FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    async with await psycopg.AsyncConnection.connect(runtime(stack)["database"], autocommit=True) as connection:

        async def held() -> list[str]:
            return sorted(str(row[0]) for row in await (await connection.execute(count)).fetchall())

        names = await held()
        try:
            async with asyncio.timeout(150):  # pools let go of what they do not need after a minute
                while len(names) > CONNECTIONS_AT_REST:
                    await asyncio.sleep(2)
                    names = await held()
        except TimeoutError:
            pytest.fail(f"at rest the tenant's programs hold {names}")
    assert {name.split()[0] for name in names} == {"keryx"}
