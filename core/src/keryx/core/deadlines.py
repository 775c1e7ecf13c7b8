"""What becomes due and when. The state says it; this only keeps the earliest at hand."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from typing import Literal

from keryx.core.state import Agent, Interaction, State

Kind = Literal[
    "step",
    "announce",
    "overflow",
    "offer",
    "grace",
    "replacing",
    "outside",
    "route",
    "wrap_up",
    "desk",
    "rest",
    "stray",
    "watch",
]


def of_interaction(interaction: Interaction) -> Iterator[tuple[Kind, int | None]]:
    """Every deadline an interaction can have, with its time (ms UTC) or None when it has none now."""
    waiting = interaction.wait if interaction.state == "waiting" else None
    position, talk = interaction.position, interaction.talk
    in_step = interaction.state == "in_flow" and position is not None and not position.finished
    yield "step", position.until if in_step and position is not None else None
    yield "announce", waiting.announce_at if waiting is not None else None
    yield "overflow", waiting.overflow_at if waiting is not None else None
    yield "offer", interaction.offer.until if interaction.offer is not None else None
    yield "grace", talk.grace_until if talk is not None and talk.held == "unreachable" else None
    yield "replacing", talk.new_leg_until if talk is not None else None
    yield "watch", min((one.until for one in interaction.watches.values() if one.until is not None), default=None)
    yield "outside", interaction.outside.until if interaction.outside is not None else None


def of_agent(agent: Agent, now: int) -> Iterator[tuple[Kind, int | None]]:
    yield "wrap_up", agent.wrap_up.until if agent.wrap_up is not None else None
    yield "desk", agent.grace_until if _is_absence_running(agent, now) else None
    yield "rest", agent.rest_until if agent.state == "available" and agent.rest_until > now else None


def _is_absence_running(agent: Agent, now: int) -> bool:
    return agent.state is not None and not agent.desk and (agent.grace_until or 0) > now


class Deadlines:
    """A heap in which what no longer holds is passed over."""

    def __init__(self) -> None:
        self._heap: list[tuple[int, str, Kind]] = []
        self._armed: dict[tuple[str, Kind], int] = {}

    def rebuild(self, state: State, now: int) -> None:
        self._heap.clear()
        self._armed.clear()
        for interaction in state.interactions.values():
            self.follow_interaction(interaction)
        for agent in state.agents.values():
            self.follow_agent(agent, now)
        for leg, until in state.strays.items():
            self.arm(leg, "stray", until)

    def follow_interaction(self, interaction: Interaction) -> None:
        for kind, when in of_interaction(interaction):
            self.arm(interaction.id, kind, when)

    def follow_agent(self, agent: Agent, now: int) -> None:
        for kind, when in of_agent(agent, now):
            self.arm(agent.id, kind, when)

    def forget_interaction(self, interaction: str) -> None:
        for kind in ("step", "announce", "overflow", "offer", "grace", "replacing", "outside", "route", "watch"):
            self._armed.pop((interaction, kind), None)

    def arm(self, subject: str, kind: Kind, when: int | None) -> None:
        key = (subject, kind)
        if when is None:
            self._armed.pop(key, None)
        elif self._armed.get(key) != when:
            self._armed[key] = when
            heapq.heappush(self._heap, (when, subject, kind))

    def next(self) -> int | None:
        """The earliest time something becomes due."""
        while self._heap:
            when, subject, kind = self._heap[0]
            if self._armed.get((subject, kind)) == when:
                return when
            heapq.heappop(self._heap)
        return None

    def take(self, now: int) -> tuple[str, Kind] | None:
        """One thing that is due at `now`, the earliest first; it is not given again."""
        when = self.next()
        if when is None or when > now:
            return None
        _, subject, kind = heapq.heappop(self._heap)
        del self._armed[(subject, kind)]
        return subject, kind
