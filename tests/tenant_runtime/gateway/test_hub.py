"""Whatever Valkey loses, a desk ends up with the engine's view: patches, gaps, epochs, an engine that comes back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from keryx.tenant_runtime.gateway.hub import GRACE_SECONDS, Hub
from keryx.tenant_runtime.gateway.topics import At


class Reader:
    def __init__(self) -> None:
        self.told: asyncio.Queue[str] = asyncio.Queue()
        self.engines: list[bool] = []
        self.confirmations: list[str] = []

    def changed(self, topic: str) -> None:
        self.told.put_nowait(topic)

    def confirmed(self, topic: str) -> None:
        self.confirmations.append(topic)

    def engine(self, up: bool) -> None:
        self.engines.append(up)


class Engine:
    """Counts what it is asked for."""

    def __init__(self) -> None:
        self.asked: asyncio.Queue[str] = asyncio.Queue()

    async def ask(self, topic: str) -> None:
        self.asked.put_nowait(topic)


@pytest.fixture
def engine() -> Engine:
    return Engine()


@pytest.fixture
async def hub(engine: Engine) -> AsyncIterator[Hub]:
    hub = Hub("acme", engine.ask)
    yield hub
    hub.close()


@pytest.fixture
async def reader(hub: Hub, engine: Engine) -> Reader:
    """Follows `queues`, which stands at (1, 5)."""
    reader = Reader()
    hub.join(reader)
    hub.subscribe(reader, "queues")
    assert await engine.asked.get() == "queues"
    hub.snapshot("queues", At(1, 5), {"n": 5})
    assert await reader.told.get() == "queues"
    return reader


async def test_a_reader_hears_that_what_it_shows_is_how_it_is(hub: Hub, reader: Reader, engine: Engine) -> None:
    """Without this a board could not tell old figures from quiet ones."""
    hub.heads(1, {"queues": 6})
    assert reader.confirmations == [], "something is missing here"
    hub.heads(1, {"queues": 5})
    assert reader.confirmations == ["queues"]
    hub.heads(1, {})
    assert reader.confirmations == ["queues"], "the engine does not know the topic any more"


async def test_patches_reach_the_reader(hub: Hub, reader: Reader, engine: Engine) -> None:
    hub.patch("queues", At(1, 6), {"n": 6})
    assert await reader.told.get() == "queues"
    assert hub.topic("queues").data == {"n": 6}
    assert engine.asked.empty()


@pytest.mark.parametrize("at", [At(1, 7), At(2, 1)])
async def test_a_gap_or_another_epoch_asks_for_a_snapshot(hub: Hub, reader: Reader, engine: Engine, at: At) -> None:
    hub.patch("queues", at, {"n": 9})
    assert await engine.asked.get() == "queues"
    assert hub.topic("queues").data == {"n": 5}, "nothing is applied over a gap"
    hub.snapshot("queues", at, {"n": 9})
    assert await reader.told.get() == "queues"


async def test_a_patch_that_was_seen_is_not_applied_twice(hub: Hub, reader: Reader, engine: Engine) -> None:
    hub.patch("queues", At(1, 5), {"n": "again"})
    assert hub.topic("queues").data == {"n": 5}
    assert engine.asked.empty()


async def test_heads_find_what_valkey_lost(hub: Hub, reader: Reader, engine: Engine) -> None:
    """With Valkey away boards still move: the engine's heads tell that there is more."""
    hub.heads(1, {"queues": 6})
    assert await asyncio.wait_for(engine.asked.get(), 10 * GRACE_SECONDS) == "queues"


async def test_heads_give_patches_on_their_way_a_moment(hub: Hub, reader: Reader, engine: Engine) -> None:
    hub.heads(1, {"queues": 6})
    hub.patch("queues", At(1, 6), {"n": 6})
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(engine.asked.get(), 3 * GRACE_SECONDS)


async def test_a_new_engine_is_asked_for_everything(hub: Hub, reader: Reader, engine: Engine) -> None:
    hub.engine(True)
    assert await engine.asked.get() == "queues"
    assert reader.engines == [True]


async def test_a_page_that_reloads_finds_its_view_while_the_engine_is_away(
    hub: Hub, reader: Reader, engine: Engine
) -> None:
    hub.leave(reader)
    again = Reader()
    hub.subscribe(again, "queues")
    assert await again.told.get() == "queues"
    assert hub.topic("queues").data == {"n": 5}
    assert engine.asked.empty()


async def test_a_desk_is_present_until_its_last_page_is_gone(hub: Hub) -> None:
    hub.desk_connected("a1")
    hub.desk_connected("a1")
    hub.desk_gone("a1")
    assert hub.present() == ["a1"]
    hub.desk_gone("a1")
    assert hub.present() == []
