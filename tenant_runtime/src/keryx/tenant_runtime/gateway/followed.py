"""Which live topics a browser may follow: the kinds of topic, the action each takes, and what the engine calls them.

A new kind is a new row here and a view in the engine.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from keryx.core.directory import Directory, Person
from keryx.core.sight import Sight

DESK = "agent"
"""The kind whose followers are desks: following it is presence."""


@dataclass(frozen=True)
class TopicRow:
    """`engine_name`: what the engine calls the topic of this name for this person; None when there is none for them. `aged`: followers are
    told each second that what they show is how it is."""

    action: str
    engine_name: Callable[[Directory, Person, str], str | None]
    aged: bool = False


def _desk(_: Directory, person: Person, name: str) -> str | None:
    return f"agent:{person.id}" if name == "me" else None


def _queues(_: Directory, person: Person, name: str) -> str | None:
    return "queues" if not name else None


def _floor(directory: Directory, person: Person, name: str) -> str | None:
    """Who watches all shares one topic; the others have each their own, cut to their scope by the engine."""
    if name:
        return None
    return "floor:all" if Sight(directory, person.id).whole else f"floor:{person.id}"


def _waiting(directory: Directory, person: Person, name: str) -> str | None:
    return f"waiting:{name}" if name and Sight(directory, person.id).queue(name) else None


TOPICS: dict[str, TopicRow] = {
    DESK: TopicRow("desk.use", _desk),
    "queues": TopicRow("queues.view", _queues),
    "floor": TopicRow("supervision.view", _floor, aged=True),
    "waiting": TopicRow("supervision.view", _waiting, aged=True),
}
"""Kind, before the colon of a topic's name -> its row."""


def row_of(topic: str) -> tuple[TopicRow | None, str]:
    """The row of a topic and what follows the colon of its name."""
    kind, _, name = topic.partition(":")
    return TOPICS.get(kind), name
