"""The figures of every declared queue, as desks and programs see them."""

from __future__ import annotations

from collections import Counter

from keryx.core.board import QueueBoard
from keryx.core.centre import Centre
from keryx.core.view import View, rfc3339


class QueueFigures(View, frozen=True, kw_only=True):
    display_name: str
    waiting: int
    longest_wait_since: str | None
    agents_signed_in: int
    agents_available: int
    talking: int


class QueuesView(View, frozen=True, kw_only=True):
    queues: dict[str, QueueFigures]


def queues_view(centre: Centre, now: int) -> QueuesView:
    """The figures of every declared queue at `now` (ms UTC). RuntimeError while there is no config."""
    if centre.config is None:
        raise RuntimeError("the centre has no config yet")
    talking = Counter(one.talk.queue for one in centre.state.interactions.values() if one.talk is not None)
    return QueuesView(
        queues={
            name: _figures(centre.board.queue(name), spec.display_name, talking[name])
            for name, spec in sorted(centre.config.queues.items())
        }
    )


def longest_wait(board: QueueBoard) -> str | None:
    """Since when the one who waits longest waits."""
    return rfc3339(min(order[2] for order in board.waiting)) if board.waiting else None


def _figures(board: QueueBoard, display_name: str, talking: int) -> QueueFigures:
    return QueueFigures(
        display_name=display_name,
        waiting=len(board.waiting),
        longest_wait_since=longest_wait(board),
        agents_signed_in=board.signed_in,
        agents_available=board.free,
        talking=talking,
    )
