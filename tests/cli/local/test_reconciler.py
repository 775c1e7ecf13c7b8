"""Tenant admins edit files while calls are up: what they write is live at once, what they break changes nothing."""

import asyncio
import json
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from keryx.cli.local import files
from keryx.cli.local.reconciler import Reconciler
from keryx.cli.local.state import State
from keryx.kit.push import Pusher
from keryx.kit.tokens import generate_key_pair

ACME = Path(__file__).parents[3] / "examples/acme"


class Receiver:
    """An engine's door as far as pushes go: it keeps what it is told, unless it is away."""

    def __init__(self) -> None:
        self.pushed: list[dict[str, Any]] = []
        self.away = False
        self.heard = asyncio.Event()

    async def answer(self, request: httpx.Request) -> httpx.Response:
        if self.away:
            raise httpx.ConnectError("away")
        self.pushed.append(json.loads(request.content))
        self.heard.set()
        return httpx.Response(200, json={"version": self.pushed[-1]["version"]})

    async def next(self, seconds: float = 5) -> dict[str, Any]:
        await asyncio.wait_for(self.heard.wait(), seconds)
        self.heard.clear()
        return self.pushed[-1]


class Running:
    """A reconciler that follows a copy of the example."""

    def __init__(self, base: Path) -> None:
        self.folder = base / "acme"
        self.state = State(base / "state")
        self.receiver = Receiver()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        client = httpx.AsyncClient(transport=httpx.MockTransport(self.receiver.answer))
        pusher = Pusher(client, "http://engine", "acme", "operator", generate_key_pair()[0])
        reconciler = Reconciler(self.state, self.settings(), {"acme": [pusher]})
        self._task = asyncio.create_task(reconciler.run())

    def settings(self) -> dict[str, Any]:
        return {"folder": str(self.folder), "tenants": {"acme": {"sites": ["paris"]}}}

    async def stop(self) -> None:
        if self._task:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    def edit(self, old: str, new: str) -> None:
        path = self.folder / "routing/queues.yaml"
        content = path.read_text()
        assert old in content
        path.write_text(content.replace(old, new))

    async def told(self, wanted: str, seconds: float = 5) -> dict[str, Any]:
        """What `keryx status` says of acme, once `wanted` is in it."""
        async with asyncio.timeout(seconds):
            while True:
                status = files.read_json(self.state.config_status).get("tenants", {}).get("acme", {})
                if wanted in json.dumps(status, ensure_ascii=False):
                    return status
                await asyncio.sleep(0.02)


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[Running]:
    shutil.copytree(ACME, tmp_path / "acme")
    made = Running(tmp_path)
    made.state.make(os.geteuid())
    await made.start()
    yield made
    await made.stop()


async def test_an_edit_is_pushed_within_a_second(running: Running) -> None:
    """Callers would wait in a queue that was already changed on paper."""
    first = await running.receiver.next()
    await running.told('"live"')
    running.edit("ringSeconds: 20", "ringSeconds: 25")
    second = await running.receiver.next(1.0)
    assert second["version"] > first["version"]
    assert second["hash"] != first["hash"]


async def test_a_broken_reference_is_told_and_the_last_good_form_runs_on(running: Running) -> None:
    """A slip of the hand would take a queue out of service."""
    await running.receiver.next()
    await running.told('"live"')
    running.edit("french:", "frensh:")
    status = await running.told("frensh")
    problem = status["problems"][0]
    assert (problem["kind"], problem["missing"]) == ("Queue", "frensh")
    assert "frensh" in problem["message"]
    assert problem["path"].startswith("spec.skills")
    assert len(running.receiver.pushed) == 1
    await running.stop()
    await running.start()
    await running.told("frensh")
    assert len({push["hash"] for push in running.receiver.pushed}) == 1


async def test_what_an_absent_engine_did_not_take_is_offered_again(running: Running) -> None:
    """An edit made during a restart would never arrive."""
    await running.receiver.next()
    await running.told('"live"')
    running.receiver.away = True
    running.edit("ringSeconds: 20", "ringSeconds: 30")
    await running.told("away")
    running.receiver.away = False
    await running.receiver.next()
    await running.told('"live"')
