"""What supervisors' boards and wallboards show, made from the centre as it is now by one projection: agents, queues, entries and the
totals over them. Pure; like desk views it changes only when something happened.

In every view the states add up to the agents signed in, and waiting + ringing + talking to the contacts in. Numbers of contacts are not in
it: who may see them finds them on the timeline.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from keryx.core.assigned import assigned
from keryx.core.board import QueueBoard
from keryx.core.centre import Centre
from keryx.core.directory import Person
from keryx.core.exclusion import why_excluded
from keryx.core.recording import Recording, recording_of
from keryx.core.sight import Sight
from keryx.core.state import Agent, Interaction, InteractionState
from keryx.core.view import View, rfc3339
from keryx.crds.config import TenantConfig

LISTED_CONTACTS = 20
LISTED_AGENTS = 40
LISTED_WAITS = 100
_STAGE: dict[InteractionState, str] = {
    "waiting": "waiting", "offered": "ringing", "talking": "talking", "held": "talking",
}  # fmt: skip
"""Where a contact stands; in any other state it is in a menu, or outside."""


class Contacts(View, frozen=True, kw_only=True):
    """How many contacts stand where. `contacts` = waiting + ringing + talking."""

    contacts: int
    waiting: int
    ringing: int
    talking: int


class Totals(Contacts, frozen=True, kw_only=True):
    agents: int
    states: dict[str, int]
    in_flow: int


class FloorAgent(View, frozen=True, kw_only=True):
    """An agent who is signed in. `reason` is a pause's display name, or why the agent is in this state."""

    name: str
    login: str
    team: str | None
    site: str | None
    state: str
    since: str
    reason: str | None
    phone: str
    phone_reachable: bool
    desk: bool
    queue: str | None
    interaction: str | None
    held: bool
    asked: str | None
    changed_by: str | None
    help_since: str | None
    recording: Recording
    watched_by: tuple[str, ...]
    queues: dict[str, bool]


class FloorQueue(Contacts, frozen=True, kw_only=True):
    """`waits`: since when the first contacts wait, the longest first; `answer_within` is the service level's time, seconds."""

    display_name: str
    waits: tuple[str, ...]
    agents: int
    states: dict[str, int]
    answer_within: int


class FloorEntry(Contacts, frozen=True, kw_only=True):
    display_name: str
    in_flow: int


class FloorView(View, frozen=True, kw_only=True):
    totals: Totals
    agents: dict[str, FloorAgent]
    queues: dict[str, FloorQueue]
    entries: dict[str, FloorEntry]


class Excluded(View, frozen=True, kw_only=True):
    """An agent and the first rule that keeps a contact from it; `rule` None: it is being offered to this one."""

    agent: str
    name: str
    level: int
    rule: str | None
    detail: str | None


class WaitingContact(View, frozen=True, kw_only=True):
    position: int
    since: str
    priority: int
    entry: str | None
    skills: dict[str, int]
    offered_to: str | None
    agents: tuple[Excluded, ...]
    more_agents: int


class QueueWaiting(View, frozen=True, kw_only=True):
    """Who waits in one queue and why nobody has them yet."""

    name: str
    display_name: str
    waiting: int
    contacts: dict[str, WaitingContact]


def floor_view(centre: Centre, by: str | None) -> FloorView:
    """The floor as far as the person `by` may watch; None: all of it."""
    config = _config(centre)
    sight = Sight(centre.directory, by)
    agents = {one.id: one for one in centre.state.agents.values() if one.state is not None and sight.agent(one.id)}
    seen = [one for one in centre.state.interactions.values() if sight.contact(one)]
    return FloorView(
        totals=_totals(agents.values(), seen),
        agents={agent.id: _agent(centre, config, agent) for agent in agents.values()},
        queues={
            name: _queue(centre, name, config, agents, seen) for name in sorted(config.queues) if sight.queue(name)
        },
        entries={
            name: FloorEntry(
                display_name=spec.display_name or name,
                in_flow=sum(one.entry == name and one.state not in _STAGE for one in seen),
                **_stages(one for one in seen if one.entry == name),
            )
            for name, spec in sorted(config.entries.items())
            if sight.entry(config, name)
        },
    )


def queue_waiting_view(centre: Centre, queue: str, now: int) -> QueueWaiting | None:
    """The first contacts of a queue's line, each with the rule that excludes each agent; None: there is no such queue."""
    config = _config(centre)
    spec = config.queues.get(queue)
    if spec is None:
        return None
    board = centre.board.queue(queue)
    first = [order[3] for order in board.waiting[:LISTED_CONTACTS]]
    return QueueWaiting(
        name=queue,
        display_name=spec.display_name,
        waiting=len(board.waiting),
        contacts={
            one: _waiting(centre, config, board, centre.state.interactions[one], place, now)
            for place, one in enumerate(first, 1)
        },
    )


def _config(centre: Centre) -> TenantConfig:
    if centre.config is None:
        raise RuntimeError("the centre has no config yet")
    return centre.config


def _totals(agents: Iterable[Agent], seen: list[Interaction]) -> Totals:
    states = Counter(str(one.state) for one in agents)
    return Totals(
        agents=states.total(),
        states=dict(sorted(states.items())),
        in_flow=sum(one.state not in _STAGE for one in seen),
        **_stages(seen),
    )


def _stages(interactions: Iterable[Interaction]) -> dict[str, int]:
    stages = Counter(_STAGE[one.state] for one in interactions if one.state in _STAGE)
    return {"contacts": stages.total(), **{stage: stages[stage] for stage in ("waiting", "ringing", "talking")}}


def _agent(centre: Centre, config: TenantConfig, agent: Agent) -> FloorAgent:
    person = centre.directory.people.get(agent.id)
    interaction = centre.state.interactions.get(agent.interaction or "")
    return FloorAgent(
        name=agent.id if person is None else person.name,
        login=agent.id if person is None else person.login,
        team=None if person is None else person.team,
        site=agent.site,
        state=str(agent.state),
        since=rfc3339(agent.since),
        reason=_reason(config, agent.reason),
        phone=agent.phone,
        phone_reachable=bool(agent.endpoints),
        desk=agent.desk,
        queue=_queue_of(interaction, agent),
        interaction=agent.interaction,
        held=interaction is not None and interaction.state == "held",
        asked=agent.next,
        changed_by=name_of(centre, agent.changed_by),
        help_since=None if agent.help_since is None else rfc3339(agent.help_since),
        recording=recording_of(interaction),
        watched_by=_watched_by(centre, interaction, agent),
        queues={} if person is None else {one.queue: one.enabled for one in assigned(person, agent)},
    )


def _watched_by(centre: Centre, interaction: Interaction | None, agent: Agent) -> tuple[str, ...]:
    if interaction is None or interaction.talk is None or interaction.talk.agent != agent.id:
        return ()
    return tuple(name_of(centre, one) or one for one in interaction.watches)


def _reason(config: TenantConfig, reason: str | None) -> str | None:
    spec = None if reason is None else config.pause_reasons.get(reason)
    return reason if spec is None else spec.display_name


def _queue_of(interaction: Interaction | None, agent: Agent) -> str | None:
    if interaction is None:
        return agent.wrap_up.queue if agent.wrap_up is not None else None
    holder = interaction.talk or interaction.offer
    return None if holder is None else holder.queue


def _queue(
    centre: Centre, name: str, config: TenantConfig, agents: dict[str, Agent], seen: list[Interaction]
) -> FloorQueue:
    spec, board = config.queues[name], centre.board.queue(name)
    states = Counter(str(agents[one].state) for one, how in board.members.items() if how.enabled and one in agents)
    return FloorQueue(
        display_name=spec.display_name,
        waits=tuple(rfc3339(at) for at in sorted(order[2] for order in board.waiting)[:LISTED_WAITS]),
        agents=states.total(),
        states=dict(sorted(states.items())),
        answer_within=spec.service_level.seconds,
        **_stages(one for one in seen if _queue_of_contact(one) == name),
    )


def _queue_of_contact(interaction: Interaction) -> str | None:
    if interaction.talk is not None:
        return interaction.talk.queue
    if interaction.offer is not None:
        return interaction.offer.queue
    return None if interaction.wait is None else interaction.wait.queue


def _waiting(
    centre: Centre, config: TenantConfig, board: QueueBoard, interaction: Interaction, place: int, now: int
) -> WaitingContact:
    wait, offer = interaction.wait, interaction.offer
    assert wait is not None
    members = [agent for _, agent in board.by_level[:LISTED_AGENTS]]
    entry = config.entries.get(interaction.entry or "")
    return WaitingContact(
        position=place,
        since=rfc3339(wait.entered_at),
        priority=wait.priority,
        entry=interaction.entry if entry is None else entry.display_name,
        skills=dict(sorted(interaction.minima.items())),
        offered_to=None if offer is None else name_of(centre, offer.agent),
        agents=tuple(_excluded(centre, board, interaction, agent, now) for agent in members),
        more_agents=len(board.members) - len(members),
    )


def _excluded(centre: Centre, board: QueueBoard, interaction: Interaction, agent: str, now: int) -> Excluded:
    offered = None if interaction.offer is None else interaction.offer.agent
    rule, detail = why_excluded(centre.state, centre.board.people, board, interaction, agent, now, offered)
    return Excluded(
        agent=agent,
        name=name_of(centre, agent) or agent,
        level=board.members[agent].level,
        rule=rule,
        detail=_reason(_config(centre), detail),
    )


def name_of(centre: Centre, agent: str | None) -> str | None:
    person: Person | None = centre.directory.people.get(agent or "")
    return agent if person is None else person.name
