"""What a desk sees and does over its websocket, whatever falls over behind it."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from keryx.tenant_runtime.gateway.sessions import RECHECK_MS
from tests.support.postgres import Postgres

from .engine_peer import EnginePeer
from .stack import ALICE, BOB, BOSS, Stack, closing, say, told

pytestmark = pytest.mark.integration

DESK = f"agent:{ALICE}"


def command(name: str, **args: object) -> dict[str, object]:
    return {"type": "command", "id": "1", "name": name, "args": args, "key": uuid.uuid4().hex}


async def test_a_view_arrives_whole_and_then_by_patches(stack: Stack, engine: EnginePeer) -> None:
    engine.views[DESK] = (4, {"state": "available", "offer": None})
    with stack.signed_in(ALICE) as client:
        async with stack.websocket(client) as socket:
            await say(socket, type="subscribe", topic="agent:me")
            snapshot = await told(socket, "snapshot", topic="agent:me")
            assert (snapshot["epoch"], snapshot["seq"]) == (1, 4)
            assert snapshot["data"] == {"state": "available", "offer": None}
            assert snapshot["now"].endswith("Z")
            await stack.publish(DESK, 1, 5, {"state": "offered"})
            assert await told(socket, "delta") == {
                "type": "delta", "topic": "agent:me", "epoch": 1, "seq": 5, "patch": {"state": "offered"},
            }  # fmt: skip


async def test_a_page_that_reconnects_is_given_only_what_it_missed(stack: Stack, engine: EnginePeer) -> None:
    engine.views["queues"] = (4, {"n": 4})
    with stack.signed_in(ALICE) as client:
        async with stack.websocket(client) as socket:
            await say(socket, type="subscribe", topic="queues")
            await told(socket, "snapshot")
            await stack.publish("queues", 1, 5, {"n": 5})
            await told(socket, "delta", seq=5)
        async with stack.websocket(client) as socket:
            await say(socket, type="hello", resume={"queues": {"epoch": 1, "seq": 4}})
            assert (await told(socket, "delta"))["seq"] == 5
            await say(socket, type="hello", resume={"queues": {"epoch": 9, "seq": 4}})
            assert (await told(socket, "snapshot"))["seq"] == 5, "another epoch cannot be continued"


async def test_a_lost_patch_is_made_good_by_a_snapshot(stack: Stack, engine: EnginePeer) -> None:
    engine.views["queues"] = (4, {"n": 4})
    with stack.signed_in(ALICE) as client:
        async with stack.websocket(client) as socket:
            await say(socket, type="subscribe", topic="queues")
            await told(socket, "snapshot", seq=4)
            engine.views["queues"] = (9, {"n": 9})
            await stack.publish("queues", 1, 9, {"n": 9})
            assert (await told(socket, "snapshot"))["data"] == {"n": 9}


async def test_boards_move_on_without_valkey(stack: Stack, engine: EnginePeer) -> None:
    engine.views["queues"] = (4, {"n": 4})
    with stack.signed_in(ALICE) as client:
        async with stack.websocket(client) as socket:
            await say(socket, type="subscribe", topic="queues")
            await told(socket, "snapshot", seq=4)
            stack.kill("valkey")
            engine.views["queues"] = (5, {"n": 5})
            assert (await told(socket, "snapshot"))["data"] == {"n": 5}
            await asyncio.to_thread(stack.start_valkey)
            seq = 5
            while True:  # until the gateway has subscribed again
                seq += 1
                engine.views["queues"] = (seq, {"n": seq})
                await stack.publish("queues", 1, seq, {"n": seq})
                message = json.loads(await asyncio.wait_for(socket.recv(), 10))
                if message["type"] == "delta":
                    break


async def test_desks_go_on_while_the_database_hangs(stack: Stack, engine: EnginePeer, postgres: Postgres) -> None:
    """A database that stops for a while must not take the agents' pages with it, nor make them wait."""
    engine.views["queues"] = (4, {"n": 4})
    with stack.signed_in(ALICE) as client:
        async with stack.websocket(client) as socket:
            await say(socket, type="subscribe", topic="queues")
            await told(socket, "snapshot")
            with stopped(postgres):
                await asyncio.sleep(RECHECK_MS / 1000 + 1)  # longer than a session is believed without a look
                await say(socket, **command("ready"))
                assert (await told(socket, "result"))["ok"]
                assert client.get("/api/tenant/v1/session").status_code == 200
                records = client.get("/api/tenant/v1/calls")
                assert (records.status_code, records.json()["code"]) == (503, "database_away")
                with stack.stranger() as late:
                    answer = late.post("/api/tenant/v1/session", json={"token": stack.token(BOB)})
                    assert (answer.status_code, answer.json()["code"]) == (503, "database_away")
                await say(socket, **command("ready"))
                assert (await told(socket, "result"))["ok"]
        async with asyncio.timeout(20):
            while True:
                if client.get("/api/tenant/v1/calls").status_code == 200:
                    break
                await asyncio.sleep(0.1)


@contextmanager
def stopped(postgres: Postgres) -> Iterator[None]:
    """All of the database's processes hang."""
    children = Path(f"/proc/{postgres.process.pid}/task/{postgres.process.pid}/children").read_text().split()
    processes = [postgres.process.pid, *map(int, children)]
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in processes:
            os.kill(process, signal.SIGCONT)


async def test_commands_are_the_callers_own_and_answered(stack: Stack, engine: EnginePeer) -> None:
    with stack.signed_in(ALICE) as client:
        async with stack.websocket(client) as socket:
            asked = command("hold", interaction="019-a", held=True)
            await say(socket, **asked)
            assert await told(socket, "result") == {"type": "result", "id": "1", "ok": True, "data": {"name": "hold"}}
            assert engine.commands[-1] == {
                **engine.commands[-1], "agent": ALICE, "by": ALICE, "key": asked["key"],
                "args": {"interaction": "019-a", "held": True},
            }  # fmt: skip
            engine.answer = lambda _: {"ok": False, "problem": {"code": "not_talking", "message": "No call."}}
            await say(socket, **command("hang_up", interaction="019-a"))
            refused = await told(socket, "result")
            assert (refused["ok"], refused["problem"]) == (False, {"code": "not_talking", "message": "No call."})


BAD = [
    (command("reboot"), "unknown_command"),
    (command("hold", interaction="i"), "bad_arguments"),
    (command("hold", interaction="i", held="maybe"), "bad_arguments"),
    (command("hold", interaction="i", held=True, agent=BOB), "bad_arguments"),
    (command("send_keys", interaction="i", digits="1; DROP TABLE"), "bad_arguments"),
    (command("transfer", interaction="i"), "bad_arguments"),
    (command("transfer", interaction="i", to_queue="a", to_agent="b"), "bad_arguments"),
    (command("pause", reason="x" * 100), "bad_arguments"),
    (command("disposition", interaction="i", code="ok", comment="x" * 5000), "bad_arguments"),
]


async def test_bad_commands_never_reach_the_engine(stack: Stack, engine: EnginePeer) -> None:
    with stack.signed_in(ALICE) as client:
        async with stack.websocket(client) as socket:
            for asked, code in BAD:
                await say(socket, **asked)
                result = await told(socket, "result")
                assert (result["ok"], result["problem"]["code"]) == (False, code)
    assert engine.commands == []


async def test_garbage_is_refused_and_changes_nothing(stack: Stack, engine: EnginePeer) -> None:
    engine.views["queues"] = (4, {"n": 4})
    with stack.signed_in(ALICE) as client:
        async with stack.websocket(client) as socket:
            for garbage in (
                "", "{", "[]", "null", '{"type":"snapshot"}', '{"type":"subscribe"}', '{"type":"subscribe","topic":"agent:*"}',
                '{"type":"hello","resume":{"queues":{"epoch":-1,"seq":0}}}', "\x00" * 100, b"\x00\x01", "[" * 30_000,
                '{"type":"command","id":"1","name":"ready","args":[],"key":"k"}',
            ):  # fmt: skip
                await socket.send(garbage)
                assert (await told(socket, "refused"))["code"] == "not_understood", garbage
            for topic in (f"agent:{BOB}", "agent:you", "everything"):
                await say(socket, type="subscribe", topic=topic)
                assert (await told(socket, "refused"))["code"] == "unknown_topic", "another's desk is no topic"
            await say(socket, type="subscribe", topic="queues")
            await told(socket, "snapshot")
            with suppress(ConnectionClosed):
                for _ in range(100):
                    await socket.send("garbage")
            assert await closing(socket) == 1008
    assert engine.commands == []


async def test_a_message_without_end_is_cut_off(stack: Stack) -> None:
    with stack.signed_in(ALICE) as client:
        async with stack.websocket(client) as socket:
            with suppress(ConnectionClosed):
                await socket.send("x" * 1_000_000)
            assert await closing(socket) in (1009, None)


async def test_who_has_no_session_has_no_websocket(stack: Stack) -> None:
    with stack.stranger() as client:
        for path in ("/ws", "/sip/paris"):
            with pytest.raises(Exception, match="HTTP 401"):
                async with stack.websocket(client, path):
                    pass


async def test_a_desk_is_present_while_it_listens_and_gone_when_its_network_is(
    stack: Stack, engine: EnginePeer
) -> None:
    """A browser that vanishes without a word is noticed within seconds: its caller must not wait in silence."""
    with stack.signed_in(ALICE) as client, stack.signed_in(BOSS) as boss:
        async with stack.websocket(boss) as office, stack.websocket(client) as desk:
            await say(office, type="subscribe", topic="queues")
            await say(desk, type="subscribe", topic="agent:me")
            await engine.present([ALICE])
            desk.transport.pause_reading()  # frames, pings too, are no longer read: as if the cable were cut
            await asyncio.wait_for(engine.present([]), 6)
            desk.transport.abort()


async def test_while_no_engine_leads_commands_say_so(stack: Stack, engine: EnginePeer) -> None:
    with stack.signed_in(ALICE) as client:
        async with stack.websocket(client) as socket:
            await told(socket, "connection", engine=True)
            stack.led_by("http://127.0.0.1:1", 2)
            await told(socket, "connection", engine=False)
            await say(socket, **command("ready"))
            assert (await told(socket, "result"))["problem"]["code"] == "engine_away"
            stack.led_by(engine.address, 3)
            await told(socket, "connection", engine=True)
            await say(socket, **command("ready"))
            assert (await told(socket, "result"))["ok"]


async def test_a_reader_that_does_not_read_costs_no_memory_and_catches_up(stack: Stack, engine: EnginePeer) -> None:
    engine.views["queues"] = (0, {"n": 0, "fill": "x" * 20_000})
    with stack.signed_in(ALICE) as client:
        async with stack.websocket(client) as socket:
            await say(socket, type="subscribe", topic="queues")
            await told(socket, "snapshot")
            for seq in range(1, 301):
                await stack.publish("queues", 1, seq, {"n": seq, "fill": f"{seq:020000d}"})
            engine.views["queues"] = (300, {"n": 300, "fill": ""})
            seen = 0
            while seen < 300:
                message = json.loads(await asyncio.wait_for(socket.recv(), 10))
                seen = message.get("seq", seen)
            assert message.get("patch", message.get("data"))["n"] == 300
