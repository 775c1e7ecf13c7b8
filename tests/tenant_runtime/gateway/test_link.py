"""A command is answered honestly, whatever becomes of the line: an agent must not be told "done" or "not done" when nobody knows."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from keryx.tenant_runtime.gateway import link as link_module
from keryx.tenant_runtime.gateway.link import Ears, EngineLink, Leader, Present
from keryx.tenant_runtime.gateway.topics import At, View

from .engine_peer import EnginePeer, engine_peer


class Heard:
    """What the line told."""

    def __init__(self) -> None:
        self.snapshots: asyncio.Queue[tuple[str, At, View]] = asyncio.Queue()
        self.lines: asyncio.Queue[bool] = asyncio.Queue()
        self.ears = Ears(
            lambda topic, at, data: self.snapshots.put_nowait((topic, at, data)),
            lambda epoch, topics: None,
            self.lines.put_nowait,
        )


@asynccontextmanager
async def running(heard: Heard, present: list[str]) -> AsyncIterator[EngineLink]:
    link = EngineLink("acme", lambda: "a-token", lambda: Present(present, []), heard.ears)
    task = asyncio.create_task(link.run())
    try:
        yield link
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@pytest.fixture
async def peer() -> AsyncIterator[EnginePeer]:
    async with engine_peer() as peer:
        yield peer


async def test_a_command_is_carried_and_answered(peer: EnginePeer) -> None:
    heard = Heard()
    async with running(heard, ["a1"]) as link:
        link.led_by(Leader(peer.address, 1))
        answer = await link.command("a1", "a1", "hold", {"interaction": "i", "held": True}, "k1")
    assert answer.ok
    assert answer.data == {"name": "hold"}
    assert peer.commands[0]["key"] == "k1"
    assert peer.commands[0]["args"] == {"interaction": "i", "held": True}
    assert peer.authorizations == ["Bearer a-token"]


async def test_the_engines_refusal_is_told_with_its_reason(peer: EnginePeer) -> None:
    peer.answer = lambda _: {"ok": False, "problem": {"code": "not_talking", "message": "There is no call to hold."}}
    async with running(Heard(), []) as link:
        link.led_by(Leader(peer.address, 1))
        answer = await link.command("a1", "a1", "hold", {}, "k1")
    assert (answer.ok, answer.code, answer.message) == (False, "not_talking", "There is no call to hold.")


async def test_without_an_engine_nothing_was_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link_module, "AWAY_SECONDS", 0.05)
    async with running(Heard(), []) as link:
        answer = await link.command("a1", "a1", "ready", {}, "k1")
    assert (answer.ok, answer.code) == (False, "engine_away")


async def test_silence_is_not_called_failure(peer: EnginePeer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link_module, "ANSWER_SECONDS", 0.05)
    peer.answer = lambda _: None
    async with running(Heard(), []) as link:
        link.led_by(Leader(peer.address, 1))
        answer = await link.command("a1", "a1", "ready", {}, "k1")
    assert (answer.ok, answer.code) == (False, "unanswered")


async def test_a_line_that_breaks_leaves_its_commands_unanswered_at_once(peer: EnginePeer) -> None:
    """The agent learns it when it happens, not after the time-out."""
    heard = Heard()
    sent = asyncio.Event()

    def swallow(_: object) -> None:
        sent.set()

    peer.answer = swallow
    async with running(heard, []) as link:
        link.led_by(Leader(peer.address, 1))
        command = asyncio.create_task(link.command("a1", "a1", "ready", {}, "k1"))
        await sent.wait()
        assert peer.server is not None
        peer.server.close()
        assert (await command).code == "unanswered"


async def test_the_line_follows_the_leader(peer: EnginePeer) -> None:
    """After a takeover desks work on by themselves."""
    heard = Heard()
    async with running(heard, ["a1"]) as link, engine_peer() as second:
        link.led_by(Leader(peer.address, 1))
        assert await heard.lines.get()
        link.led_by(Leader(second.address, 2))
        await second.present(["a1"])
        assert (await link.command("a1", "a1", "ready", {}, "k1")).ok
    assert [command["name"] for command in second.commands] == ["ready"]
    assert peer.commands == []


async def test_an_engine_that_starts_late_is_found(peer: EnginePeer) -> None:
    async with running(Heard(), []) as link:
        link.led_by(Leader("http://127.0.0.1:1", 1))
        await asyncio.sleep(0)
        link.led_by(Leader(peer.address, 2))
        assert (await link.command("a1", "a1", "ready", {}, "k1")).ok


async def test_presence_is_told_again_and_again_and_at_once_when_it_changes(peer: EnginePeer) -> None:
    present = ["a1"]
    async with running(Heard(), present) as link:
        link.led_by(Leader(peer.address, 1))
        await peer.present(["a1"])
        present.append("a2")
        link.presence_changed()
        await asyncio.wait_for(peer.present(["a1", "a2"]), 0.9)


async def test_a_snapshot_is_given_when_asked_for(peer: EnginePeer) -> None:
    peer.views["queues"] = (7, {"queues": {}})
    heard = Heard()
    async with running(heard, []) as link:
        link.led_by(Leader(peer.address, 1))
        assert await heard.lines.get()
        await link.ask_snapshot("queues")
        assert await heard.snapshots.get() == ("queues", At(1, 7), {"queues": {}})
