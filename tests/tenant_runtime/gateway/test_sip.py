"""A desk's SIP reaches Asterisk only with a session, only under its own name, only while the session lives."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from .engine_peer import EnginePeer
from .stack import ALICE, BOSS, Stack, closing, people, say, told
from .test_sip_guard import ME, request

pytestmark = pytest.mark.integration

PHONE = {
    "username": ME, "password": "secret", "domain": "keryx",
    "sites": [{"site": "paris", "path": "/api/tenant/v1/sip/paris"}], "ice_servers": [],
}  # fmt: skip


class Registrar:
    """The far end of the proxy: keeps what arrives, answers each frame with 200."""

    def __init__(self) -> None:
        self.frames: list[str] = []
        self.closed = asyncio.Event()

    async def serve_one(self, socket: ServerConnection) -> None:
        assert socket.subprotocol == "sip"
        try:
            async for frame in socket:
                self.frames.append(str(frame))
                await socket.send("SIP/2.0 200 OK\r\n\r\n")
        except ConnectionClosed:
            return
        finally:
            self.closed.set()


@pytest.fixture
async def registrar() -> Registrar:
    return Registrar()


@pytest.fixture
async def desk(conninfo: str, engine: EnginePeer, registrar: Registrar) -> AsyncIterator[Stack]:
    engine.answer = lambda _: {"ok": True, "data": PHONE}
    folder = Path(tempfile.mkdtemp(prefix="keryx-gw-", dir="/tmp"))
    async with serve(registrar.serve_one, "127.0.0.1", 0, subprotocols=[Subprotocol("sip")]) as server:
        stack = Stack(folder, conninfo, f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/ws")
        stack.put_directory(people())
        stack.led_by(engine.address, 1)
        try:
            stack.start_valkey()
            stack.start_gateway()
            yield stack
        finally:
            stack.stop()
            shutil.rmtree(folder)


@asynccontextmanager
async def with_phone(stack: Stack) -> AsyncIterator[httpx.Client]:
    """A session that asked for its phone."""
    with stack.signed_in(ALICE) as client:
        async with stack.websocket(client) as socket:
            await say(socket, type="command", id="1", name="phone", args={"kind": "browser"}, key="k")
            assert (await told(socket, "result"))["data"] == PHONE
            yield client


def sip(stack: Stack, client: httpx.Client) -> connect:
    return stack.websocket(client, "/sip/paris", subprotocols=["sip"])


async def answer_to(socket: ClientConnection, frame: str) -> str:
    await socket.send(frame)
    return str(await asyncio.wait_for(socket.recv(), 5))


async def test_a_desk_registers_its_own_phone_and_no_other(desk: Stack, registrar: Registrar) -> None:
    async with with_phone(desk) as client, sip(desk, client) as socket:
        assert socket.subprotocol == "sip"
        assert (await answer_to(socket, request("REGISTER"))).startswith("SIP/2.0 200")
        assert (await answer_to(socket, request("REGISTER", user="d-someoneelse1"))).startswith("SIP/2.0 403")
        assert (await answer_to(socket, request("INVITE"))).startswith("SIP/2.0 403")
    assert registrar.frames == [request("REGISTER")]


async def test_a_session_without_a_phone_registers_nothing(desk: Stack, registrar: Registrar) -> None:
    with desk.signed_in(ALICE) as client:
        async with sip(desk, client) as socket:
            assert (await answer_to(socket, request("REGISTER"))).startswith("SIP/2.0 403")
    assert registrar.frames == []


async def test_the_phone_is_known_after_a_restart_of_the_gateway(desk: Stack, registrar: Registrar) -> None:
    async with with_phone(desk) as client:
        desk.kill("gateway")
        desk.start_gateway()
        async with sip(desk, client) as socket:
            assert (await answer_to(socket, request("REGISTER"))).startswith("SIP/2.0 200")


async def test_the_phone_falls_silent_with_the_session(desk: Stack, registrar: Registrar) -> None:
    async with with_phone(desk) as client, sip(desk, client) as socket:
        await answer_to(socket, request("REGISTER"))
        desk.put_directory(people(active=False))
        assert await closing(socket) == 4401
        await asyncio.wait_for(registrar.closed.wait(), 5)


async def test_garbage_ends_the_line_and_reaches_nobody(desk: Stack, registrar: Registrar) -> None:
    async with with_phone(desk) as client, sip(desk, client) as socket:
        with suppress(ConnectionClosed):
            for _ in range(100):
                await socket.send("garbage")
                await socket.send(b"\xff\x00")
        assert await closing(socket) == 1008
    assert registrar.frames == []


async def test_only_declared_sites_and_only_sip(desk: Stack) -> None:
    with desk.signed_in(BOSS) as client:
        for path, protocols in (("/sip/lyon", ["sip"]), ("/sip/paris", None), ("/sip/paris", ["chat"])):
            with pytest.raises(Exception, match=r"HTTP 40[34]"):
                async with desk.websocket(client, path, subprotocols=protocols):
                    pass
