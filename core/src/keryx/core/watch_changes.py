"""What facts about supervisors in calls change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from keryx.core import watch_facts as wf
from keryx.core.fact import Fact
from keryx.core.state import State, Talk, Watch, agent_of, move, take_capacity


def _started(state: State, fact: wf.WatchStarted) -> None:
    state.interactions[fact.interaction].watches[fact.supervisor] = Watch(
        supervisor=fact.supervisor, leg=fact.leg, mode=fact.mode, since=fact.at, until=fact.until
    )
    state.legs[fact.leg] = fact.interaction
    agent_of(state, fact.supervisor).watching = fact.interaction


def _joined(state: State, fact: wf.WatchJoined) -> None:
    watch = state.interactions[fact.interaction].watches.get(fact.supervisor)
    if watch is not None:
        watch.mode, watch.coach, watch.up, watch.until = fact.mode, fact.coach, True, None


def _ended(state: State, fact: wf.WatchEnded) -> None:
    state.interactions[fact.interaction].watches.pop(fact.supervisor, None)
    agent_of(state, fact.supervisor).watching = None
    if fact.cause != "took_over":
        state.legs.pop(fact.leg, None)


def _taken_over(state: State, fact: wf.TalkTakenOver) -> None:
    interaction = state.interactions[fact.interaction]
    move(interaction, "talking")
    take_capacity(agent_of(state, fact.agent), interaction.channel, fact.interaction)
    interaction.talk = Talk(
        offer=fact.offer,
        agent=fact.agent,
        party=fact.party,
        leg=fact.leg,
        queue=fact.queue,
        since=fact.at,
        wrap_up_ms=fact.wrap_up_ms,
        max_extensions=fact.max_extensions,
        extension_ms=fact.extension_ms,
    )


WATCH_CHANGES: dict[type[Fact], Callable[[State, Any], None]] = {
    wf.WatchStarted: _started,
    wf.WatchJoined: _joined,
    wf.WatchEnded: _ended,
    wf.TalkTakenOver: _taken_over,
}
