"""Whom and what a person may watch and act upon: a right's scope, turned into people, queues, entries and contacts."""

from __future__ import annotations

from keryx.core.directory import Directory, Person
from keryx.core.inputs import Refused
from keryx.core.rights import Resource, allowed, principal
from keryx.core.roles import Reach
from keryx.core.state import Interaction, Offer, Talk
from keryx.core.turn import Turn
from keryx.crds.config import TenantConfig

WATCH = "supervision.view"


def resource_of(tenant: str, person: Person) -> Resource:
    """An agent, as scopes look at one."""
    queues = tuple(assignment.queue for assignment in person.queues)
    return Resource(tenant=tenant, people=(person.id,), site=person.site, team=person.team, queues=queues)


def require(turn: Turn, by: str, action: str, agent: str) -> Person:
    """The person `agent`, whom `by` may do `action` to. Refused otherwise."""
    person = turn.person(agent)
    if person is None:
        raise Refused("agent_unknown", "This person is not an agent here.")
    _check(turn, by, action, resource_of(turn.directory.tenant, person))
    return person


def require_contact(turn: Turn, by: str, action: str, interaction: Interaction) -> None:
    """Refused unless `by` may do `action` to this contact, by its agent, site or queue."""
    holder, queue = _where(interaction)
    agent = turn.person(holder.agent) if holder is not None else None
    resource = Resource(
        tenant=turn.directory.tenant,
        people=() if agent is None else (agent.id,),
        site=interaction.site,
        team=None if agent is None else agent.team,
        queues=() if queue is None else (queue,),
    )
    _check(turn, by, action, resource)


def _where(interaction: Interaction) -> tuple[Talk | Offer | None, str | None]:
    """At which agent a contact is, and in or from which queue."""
    holder = interaction.talk or interaction.offer
    if interaction.wait is not None:
        return holder, interaction.wait.queue
    return holder, None if holder is None else holder.queue


def _check(turn: Turn, by: str, action: str, resource: Resource) -> None:
    asking = turn.person(by)
    if asking is None:
        raise Refused("not_allowed", "You are not known here any more.")
    decision = allowed(principal(turn.directory.tenant, asking, turn.directory), action, resource)
    if not decision.allowed:
        raise Refused("not_allowed", decision.reason)


class Sight:
    """What one person may watch. `by` None sees the whole tenant."""

    def __init__(self, directory: Directory, by: str | None) -> None:
        self._directory = directory
        person = None if by is None else directory.people.get(by)
        self._by = None if person is None else principal(directory.tenant, person, directory)
        scope = None if self._by is None else allowed(self._by, WATCH).scope
        self.whole = by is None or (scope is not None and scope.reach is Reach.TENANT)
        self._scope = scope
        self._site = person.site if person is not None and scope is not None and scope.reach >= Reach.SITE else None
        self._queues = self._queues_seen()

    def agent(self, agent: str) -> bool:
        person = self._directory.people.get(agent)
        if self.whole or person is None:
            return self.whole
        return self._by is not None and allowed(self._by, WATCH, resource_of(self._directory.tenant, person)).allowed

    def queue(self, queue: str | None) -> bool:
        return self.whole or queue in self._queues

    def site(self, site: str | None) -> bool:
        if self.whole:
            return True
        return self._scope is not None and site is not None and (site == self._site or site in self._scope.sites)

    def entry(self, config: TenantConfig, entry: str | None) -> bool:
        spec = None if entry is None else config.entries.get(entry)
        return self.whole or (spec is not None and self.site(spec.site))

    def contact(self, interaction: Interaction) -> bool:
        if self.whole or self.site(interaction.site):
            return True
        holder, queue = _where(interaction)
        return self.queue(queue) or (holder is not None and self.agent(holder.agent))

    def _queues_seen(self) -> frozenset[str]:
        """The queues of the scope, and those that agents in sight serve."""
        if self.whole or self._scope is None:
            return frozenset()
        served = {
            assignment.queue
            for person in self._directory.people.values()
            if self.agent(person.id)
            for assignment in person.queues
        }
        return frozenset(served | set(self._scope.queues))
