"""What the live topics show: views made anew when something happened, their differences published.

An agent's own affairs are shown within a tenth of a second. What many desks show alike, such as who waits in their queues, changes with
every call and would cost a view for each desk and call: it is looked at twice a second.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

import msgspec

from keryx.core import facts as f
from keryx.core.centre import Centre
from keryx.core.views import desk_view, queues_view
from keryx.kit.clock import Clock
from keryx.tenant_runtime.engine.live import Publisher, Topics, View

_PAUSE_SECONDS = 0.1
_PAUSES_OF_ALL = 5
"""All topics are looked at every so many pauses."""


class Showing:
    """`run` publishes; `follow` is told every fact; `on_gap` is called when patches did not go out."""

    def __init__(self, epoch: int, centre: Centre, clock: Clock, valkey: str, on_gap: Callable[[], None]) -> None:
        self._centre, self._clock = centre, clock
        self.topics = Topics(epoch, self._view)
        self._publisher = Publisher(centre.tenant_id, valkey, on_gap)
        self._changed = asyncio.Event()
        self._concerned: set[str] = set()

    def follow(self, facts: Sequence[f.AnyFact]) -> None:
        for fact in facts:
            self._concerned.update(f"agent:{agent}" for agent in _agents(fact, self._centre))
        self._changed.set()

    async def run(self) -> None:
        """For ever: publish what changed, at most ten times a second."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._publisher.run())
            group.create_task(self._show())

    async def _show(self) -> None:
        """After something happened all is looked at once more, so that nothing stays as it was."""
        while True:
            await self._changed.wait()
            self._changed.clear()
            for _ in range(_PAUSES_OF_ALL - 1):
                self._refresh(["queues", *self._concerned])
                await asyncio.sleep(_PAUSE_SECONDS)
            self._refresh(self.topics.followed())
            await asyncio.sleep(_PAUSE_SECONDS)

    def _refresh(self, topics: list[str]) -> None:
        self._concerned.clear()
        if patches := self.topics.refresh(topics):
            self._publisher.publish(patches)

    def _view(self, topic: str) -> View | None:
        if self._centre.config is None:
            return None
        kind, _, agent = topic.partition(":")
        if topic == "queues":
            return _builtins(queues_view(self._centre, self._clock.now()))
        if kind == "agent" and agent:
            return _builtins(desk_view(self._centre, agent, self._clock.now()))
        return None


def _agents(fact: f.AnyFact, centre: Centre) -> set[str]:
    """Whose own affairs the fact is: who is named in it, and who has to do with its interaction now."""
    agents = {getattr(fact, "agent", None), getattr(fact, "by", None)}
    interaction = centre.state.interactions.get(getattr(fact, "interaction", None) or "")
    if interaction is not None:
        agents |= {one.agent for one in (interaction.offer, interaction.talk) if one is not None}
    return {agent for agent in agents if agent}


def _builtins(view: msgspec.Struct) -> View:
    data = msgspec.to_builtins(view)
    assert isinstance(data, dict)
    return data
