"""What desks show of supervisors in calls."""

from __future__ import annotations

from keryx.core.centre import Centre
from keryx.core.state import Agent, Interaction
from keryx.core.view import View, rfc3339


class Watcher(View, frozen=True, kw_only=True):
    """A supervisor whom the agent hears."""

    name: str
    mode: str


class Watching(View, frozen=True, kw_only=True):
    """The call the supervisor is in as one who watches; `up` when their phone has answered."""

    interaction: str
    agent: str
    agent_name: str
    mode: str
    since: str
    up: bool


def watchers(centre: Centre, interaction: Interaction) -> tuple[Watcher, ...]:
    """Those who whisper or have joined; who merely listens is not told of."""
    return tuple(
        Watcher(name=_name(centre, one.supervisor), mode=one.mode)
        for one in interaction.watches.values()
        if one.up and one.mode != "listen"
    )


def watching(centre: Centre, agent: Agent) -> Watching | None:
    interaction = centre.state.interactions.get(agent.watching or "")
    if interaction is None or interaction.talk is None:
        return None
    watch = interaction.watches[agent.id]
    return Watching(
        interaction=interaction.id,
        agent=interaction.talk.agent,
        agent_name=_name(centre, interaction.talk.agent),
        mode=watch.mode,
        since=rfc3339(watch.since),
        up=watch.up,
    )


def _name(centre: Centre, person_id: str) -> str:
    person = centre.directory.people.get(person_id)
    return person_id if person is None else person.name
