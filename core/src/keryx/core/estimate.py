"""How long a contact will wait: its position, times the usual handling time, shared by the agents at work."""

from __future__ import annotations

from keryx.core.turn import Turn

_AT_WORK = ("available", "offered", "talking", "wrap_up", "busy", None)
"""Standings of agents who take calls of the queue, now or soon (None is free)."""


def expected_wait_ms(turn: Turn, queue: str, position: int) -> int | None:
    """Expected wait of the contact at `position` (1 is next), ms; None while nothing was handled or nobody works."""
    stats = turn.state.stats.get(queue)
    standing = turn.board.queue(queue).standing
    at_work = sum(standing[one] for one in _AT_WORK)
    if stats is None or stats.handled == 0 or at_work <= 0:
        return None
    return int(position * stats.handling_ms / at_work)
