"""Gateway and engine, both real: what one says, the other understands."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import uuid
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import ClientConnection

from keryx.core.directory import Directory, encode_directory
from keryx.crds.config import canonical_json, config_hash
from keryx.kit.push import Pusher
from keryx.tenant_runtime.gateway.floor_messages import FloorView, WaitingView
from keryx.tenant_runtime.gateway.messages import DeskView, QueuesView

from .stack import ALICE, BOB, BOSS, Stack, config, people, say, told

pytestmark = [pytest.mark.integration, pytest.mark.timeout(120)]


@pytest.fixture
async def centre(conninfo: str) -> AsyncIterator[Stack]:
    """A tenant with an engine, a configuration and people, and no site."""
    folder = Path(tempfile.mkdtemp(prefix="keryx-gw-", dir="/tmp"))
    stack = Stack(folder, conninfo, sip_address=None)
    try:
        stack.start_valkey()
        stack.start_worker()
        stack.start_engine()
        await push(stack, 1)
        stack.start_gateway()
        yield stack
    finally:
        stack.stop()
        shutil.rmtree(folder)


async def push(stack: Stack, version: int, **changes: object) -> None:
    """Push as operator and control plane do."""
    declared = config(queues={"sales": {"displayName": "Ventes"}}, pauseReasons={"lunch": {"displayName": "Repas"}})
    address = f"http://127.0.0.1:{stack.engine_port}"
    async with httpx.AsyncClient(trust_env=False) as client:
        operator = Pusher(client, address, "acme", "operator", stack.keys["operator"][0])
        await operator.put_config(version, config_hash(declared), canonical_json(declared))
        control_plane = Pusher(client, address, "acme", "control-plane", stack.keys["control_plane"][0])
        directory = Directory(tenant="acme", version=version, people=people(**changes))
        await control_plane.put_directory(encode_directory(directory))


async def test_a_desk_is_shown_what_the_engine_knows(centre: Stack) -> None:
    with centre.signed_in(ALICE) as client:
        async with centre.websocket(client) as socket:
            await say(socket, type="hello", resume={})
            await say(socket, type="subscribe", topic="agent:me")
            await say(socket, type="subscribe", topic="queues")
            desk = DeskView.model_validate((await told(socket, "snapshot", topic="agent:me"))["data"])
            assert (desk.agent.name, desk.signed_in) == ("Alice Martin", False)
            assert [queue.display_name for queue in desk.queues] == ["Ventes"]
            board = QueuesView.model_validate((await told(socket, "snapshot", topic="queues"))["data"])
            assert board.queues["sales"].agents_signed_in == 0
            await say(socket, type="command", id="7", name="ready", args={}, key=uuid.uuid4().hex)
            refused = await told(socket, "result", id="7")
            assert not refused["ok"]
            assert refused["problem"]["message"]
            await push(centre, 2, name="Alice Renommée")
            delta = await told(socket, "delta", topic="agent:me")
            assert delta["patch"]["agent"] == {"name": "Alice Renommée"}
        assert QueuesView.model_validate(client.get("/api/tenant/v1/live/queues").json()) == board


async def test_a_desk_comes_through_the_death_of_the_engine(centre: Stack) -> None:
    with centre.signed_in(ALICE) as client:
        async with centre.websocket(client) as socket:
            await say(socket, type="subscribe", topic="agent:me")
            first = await told(socket, "snapshot", topic="agent:me")
            centre.kill("engine")
            await told(socket, "connection", engine=False)
            await asyncio.to_thread(centre.start_engine)  # this loop must go on answering the gateway's pings
            await told(socket, "connection", engine=True)
            second = await told(socket, "snapshot", topic="agent:me")
            assert second["epoch"] > first["epoch"]
            assert second["data"] == first["data"]


async def test_a_supervisor_watches_the_floor_and_acts_on_it(centre: Stack) -> None:
    """Board and hands of a supervisor: figures that are confirmed each second, given only while the role allows it."""
    await push(centre, 2, role="supervisor")
    with centre.signed_in(ALICE) as client:
        async with asyncio.timeout(10):
            while "supervision.view" not in client.get("/api/tenant/v1/session").json()["actions"]:  # noqa: ASYNC110  # no event says so
                await asyncio.sleep(0.05)
        async with centre.websocket(client) as socket:
            await say(socket, type="subscribe", topic="floor")
            floor = FloorView.model_validate((await told(socket, "snapshot", topic="floor"))["data"])
            assert (floor.totals.agents, floor.totals.contacts) == (0, 0)
            assert (await told(socket, "fresh"))["topics"] == ["floor"]
            await say(socket, type="subscribe", topic="waiting:sales")
            line = WaitingView.model_validate((await told(socket, "snapshot", topic="waiting:sales"))["data"])
            assert (line.display_name, line.contacts) == ("Ventes", {})
            absent = await ask(socket, "change_state", agent=BOB, state="signed_out")
            assert absent["problem"]["code"] == "agent_not_signed_in"
            await push(centre, 3, role="agent")
            assert (await told(socket, "refused"))["topic"] == "floor"
            refused = await ask(socket, "change_state", agent=ALICE, state="signed_out")
            assert refused["problem"]["code"] == "not_allowed"


async def ask(socket: ClientConnection, name: str, **args: object) -> dict[str, Any]:
    command = uuid.uuid4().hex
    await say(socket, type="command", id=command, name=name, args=args, key=uuid.uuid4().hex)
    return await told(socket, "result", id=command)


async def test_a_supervisors_acts_stand_in_the_audit_trail(centre: Stack) -> None:
    """Who came into whose call, was refused, or changed whose state is told by name; what was written to somebody is not."""
    with centre.signed_in(BOSS) as client:
        async with centre.websocket(client) as socket:
            await say(socket, type="hello", resume={})
            asked: list[tuple[str, dict[str, Any]]] = [
                ("listen", {"agent": ALICE}),
                ("change_state", {"agent": ALICE, "state": "paused", "reason": "lunch"}),
                ("message", {"agents": [ALICE, BOB], "text": "Bravo"}),
            ]
            for number, (name, args) in enumerate(asked):
                await say(socket, type="command", id=str(number), name=name, args=args, key=uuid.uuid4().hex)
                result = await told(socket, "result", id=str(number))
                assert result["ok"] == (name == "message"), result
        kept = client.get("/api/tenant/v1/audit", params={"actor": BOSS, "q": "supervision"}).json()["items"]
        acts = [(one["action"], one["object"]["id"], one["after"]) for one in reversed(kept)]
        pause = {"state": "paused", "reason": "lunch"}
        assert acts == [
            ("supervision.listen", ALICE, {"mode": "listen"}),
            ("supervision.listen", ALICE, {"mode": "listen", "refused": "agent_not_talking"}),
            ("supervision.change_state", ALICE, pause),
            ("supervision.change_state", ALICE, {**pause, "refused": "agent_not_signed_in"}),
            ("supervision.message", ALICE, None),
            ("supervision.message", BOB, None),
        ]
        assert {one["object"]["name"] for one in kept} == {"Alice Martin", "Bob Petit"}
