"""What the live topics show: views made anew when something happened, their differences published.

An agent's own affairs are shown within a tenth of a second. What many desks show alike, such as who waits in their queues, changes with
every call and would cost a view for each desk and call: it is looked at twice a second.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence

import msgspec

from keryx.core import facts as f
from keryx.core.centre import Centre
from keryx.core.floor import floor_view, queue_waiting_view
from keryx.core.queue_figures import queues_view
from keryx.core.views import desk_view
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
        kind, _, name = topic.partition(":")
        make = _VIEWS.get(kind)
        view = None if make is None else make(self._centre, name, self._clock.now())
        if view is None:
            return None
        data = msgspec.to_builtins(view)
        assert isinstance(data, dict)
        return data


def _agents(fact: f.AnyFact, centre: Centre) -> set[str]:
    """Whose own affairs the fact is: who is named in it, and who has to do with its interaction now."""
    agents = {getattr(fact, "agent", None), getattr(fact, "by", None)}
    interaction = centre.state.interactions.get(getattr(fact, "interaction", None) or "")
    if interaction is not None:
        agents |= {one.agent for one in (interaction.offer, interaction.talk) if one is not None}
    return {agent for agent in agents if agent}


WHOLE_FLOOR = "all"
_VIEWS: Mapping[str, Callable[[Centre, str, int], msgspec.Struct | None]] = {
    "queues": lambda centre, _, now: queues_view(centre, now),
    "agent": lambda centre, agent, now: desk_view(centre, agent, now) if agent else None,
    "floor": lambda centre, by, _: floor_view(centre, None if by == WHOLE_FLOOR else by),
    "waiting": queue_waiting_view,
}
"""Kind of topic -> its view, from what follows the colon: whose desk, who watches the floor, which queue."""
