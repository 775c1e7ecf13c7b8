"""An agent's queues as they hold now: what the directory says, and what was switched by hand since."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from keryx.core.directory import Assignment, Person
from keryx.core.state import Agent


def assigned(person: Person, agent: Agent | None) -> tuple[Assignment, ...]:
    """The person's assignments, with the switches that hold for them."""
    switched: Mapping[str, bool] = {} if agent is None else agent.switched
    return tuple(
        one if switched.get(one.queue, one.enabled) == one.enabled else replace(one, enabled=switched[one.queue])
        for one in person.queues
    )
