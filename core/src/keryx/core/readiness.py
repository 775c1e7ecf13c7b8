"""Why an agent gets no calls just now: for each of their queues in which somebody waits, the first rule that excludes them."""

from __future__ import annotations

from bisect import bisect_left

from keryx.core.board import Bucket, QueueBoard
from keryx.core.centre import Centre
from keryx.core.exclusion import why_excluded
from keryx.core.state import Agent
from keryx.core.view import View
from keryx.crds.config import TenantConfig


class QueueReadiness(View, frozen=True, kw_only=True):
    """The agent and the first contact of a queue's line. `rule` None: it rings at this agent. `rank` of `free`: the agent's place among
    those who are free and fit, when it is one of them."""

    queue: str
    display_name: str
    waiting: int
    rule: str | None
    detail: str | None
    rank: int | None
    free: int


def readiness(centre: Centre, config: TenantConfig, agent_id: str, now: int) -> tuple[QueueReadiness, ...]:
    """Of every queue the agent is in where somebody waits, by name."""
    boards = [centre.board.queues[name] for name in sorted(config.queues) if name in centre.board.queues]
    return tuple(
        _of_queue(centre, config, board, agent_id, now)
        for board in boards
        if board.waiting and agent_id in board.members
    )


def _of_queue(centre: Centre, config: TenantConfig, board: QueueBoard, agent_id: str, now: int) -> QueueReadiness:
    first = centre.state.interactions[board.waiting[0][3]]
    offered = None if first.offer is None else first.offer.agent
    rule, detail = why_excluded(centre.state, centre.board.people, board, first, agent_id, now, offered)
    bucket = board.buckets.get((first.site, tuple(sorted(first.minima.items()))))
    pause = config.pause_reasons.get(detail or "")
    return QueueReadiness(
        queue=board.name,
        display_name=config.queues[board.name].display_name,
        waiting=len(board.waiting),
        rule=rule,
        detail=detail if pause is None else pause.display_name,
        rank=_rank(bucket, board, centre.state.agents.get(agent_id)),
        free=0 if bucket is None else len(bucket.free),
    )


def _rank(bucket: Bucket | None, board: QueueBoard, agent: Agent | None) -> int | None:
    if bucket is None or agent is None:
        return None
    rank = (-board.members[agent.id].level, agent.idle_since, agent.id)
    place = bisect_left(bucket.free, rank)
    return place + 1 if place < len(bucket.free) and bucket.free[place] == rank else None
