"""What the live topics show: each view made anew when something happened, its difference published."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import msgspec

from keryx.core.centre import Centre
from keryx.core.views import desk_view, queues_view
from keryx.kit.clock import Clock
from keryx.tenant_runtime.engine.live import Publisher, Topics, View

_PAUSE_SECONDS = 0.1


class Showing:
    """`run` publishes; `changed` says that something happened; `on_gap` is called when patches did not go out."""

    def __init__(self, epoch: int, centre: Centre, clock: Clock, valkey: str, on_gap: Callable[[], None]) -> None:
        self._centre, self._clock = centre, clock
        self.topics = Topics(epoch, self._view)
        self._publisher = Publisher(centre.tenant_id, valkey, on_gap)
        self._changed = asyncio.Event()

    def changed(self) -> None:
        self._changed.set()

    async def run(self) -> None:
        """For ever: publish what changed, at most ten times a second."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._publisher.run())
            group.create_task(self._follow())

    async def _follow(self) -> None:
        while True:
            await self._changed.wait()
            self._changed.clear()
            for patch in self.topics.refresh():
                self._publisher.publish(patch)
            await asyncio.sleep(_PAUSE_SECONDS)

    def _view(self, topic: str) -> View | None:
        if self._centre.config is None:
            return None
        kind, _, agent = topic.partition(":")
        if topic == "queues":
            return _builtins(queues_view(self._centre, self._clock.now()))
        if kind == "agent" and agent:
            return _builtins(desk_view(self._centre, agent, self._clock.now()))
        return None


def _builtins(view: msgspec.Struct) -> View:
    data = msgspec.to_builtins(view)
    assert isinstance(data, dict)
    return data
