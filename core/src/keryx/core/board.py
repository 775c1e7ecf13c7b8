"""Who waits and who is free, kept in order so that routing never searches.

Waiting contacts and fit free agents of a queue stand in *buckets*: one for each (queue, site, skill minima). A
bucket's agents are sorted as they are offered (highest level, then longest idle), its contacts as they are served
(priority, returned ones, oldest). So the best agent for a contact, and the best contact for an agent, are heads of
lists. The board is derived from state, config and directory, and is rebuilt at will.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from keryx.core.assigned import assigned
from keryx.core.directory import Assignment, Directory, Person
from keryx.core.state import Agent, Interaction, State, Wait, has_capacity

Order = tuple[int, int, int, str]
"""Sorts contacts: priority (higher first), returned ones ahead, time of entering, id."""
Rank = tuple[int, int, str]
"""Sorts agents: level (higher first), time of coming free, id."""

_Sorted = TypeVar("_Sorted", Order, Rank)

SCAN = 50
"""How many candidates beyond the head are looked at when a wait threshold stands in the way."""
_MANY_BUCKETS = 500


def order_of(interaction: Interaction, wait: Wait) -> Order:
    return (-wait.priority, 0 if wait.ahead else 1, wait.entered_at, interaction.id)


def why_not_free(agent: Agent, now: int) -> str | None:
    """The first rule that keeps an agent from any offer, None when there is none."""
    if agent.state is None:
        return "not_signed_in"
    if agent.state != "available":
        return agent.state
    if not has_capacity(agent, "voice"):
        return "busy"
    if agent.phone == "browser" and not agent.desk:
        return "desk_absent"
    if not agent.endpoints:
        return "phone_unreachable"
    return "technical_pause" if agent.rest_until > now else None


class Bucket:
    """Contacts of one queue and site with the same minima, and the free agents that fit them."""

    __slots__ = ("free", "minima", "queue", "site", "waiting")

    def __init__(self, queue: str, site: str, minima: tuple[tuple[str, int], ...]) -> None:
        self.queue, self.site, self.minima = queue, site, minima
        self.waiting: list[Order] = []
        self.free: list[Rank] = []

    def fits(self, person: Person) -> bool:
        skills = person.skills
        return all(skills.get(skill, -1) >= least for skill, least in self.minima)


class QueueBoard:
    """One queue: its members, its contacts in order, its buckets, and how many members each rule keeps away."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.members: dict[str, Assignment] = {}
        self.by_level: list[tuple[int, str]] = []
        self.waiting: list[Order] = []
        self.buckets: dict[tuple[str, tuple[tuple[str, int], ...]], Bucket] = {}
        self.standing: Counter[str | None] = Counter()

    @property
    def free(self) -> int:
        return self.standing[None]

    @property
    def signed_in(self) -> int:
        return len(self.members) - self.standing["not_signed_in"] - self.standing["disabled"]


class Board:
    """The order of a whole tenant. `fresh_agents` and `fresh_contacts` are those routing has not looked at yet."""

    def __init__(self) -> None:
        self.queues: dict[str, QueueBoard] = {}
        self.people: Mapping[str, Person] = {}
        self.fresh_agents: dict[str, None] = {}
        self.fresh_contacts: dict[str, None] = {}
        self.calls: Counter[tuple[str, str | None]] = Counter()
        """Open interactions by ("site" | "trunk" | "entry", name)."""
        self.signed_in: set[str] = set()
        self._counted: dict[str, tuple[tuple[str, str | None], ...]] = {}
        self._assigned: dict[str, tuple[Assignment, ...]] = {}
        self._standing: dict[str, str | None] = {}
        self._seen: dict[str, tuple[object, ...]] = {}
        self._placed: dict[str, list[tuple[Bucket, Rank]]] = {}
        self._fitting: dict[str, list[tuple[Bucket, int]]] = {}
        self._queued: dict[str, tuple[Order, QueueBoard]] = {}
        self._open: dict[str, tuple[Order, Bucket]] = {}

    # --- building ---

    def rebuild(self, state: State, directory: Directory | None, now: int) -> None:
        self.__init__()  # type: ignore[misc]  # a board is nothing but what it is rebuilt from
        self.people = {} if directory is None else directory.people
        for person in self.people.values():
            self._assign(person, state.agents.get(person.id), now)
        for agent in state.agents.values():
            self.follow_agent(agent, now)
        for interaction in state.interactions.values():
            self.follow_interaction(interaction)

    def use_directory(self, state: State, directory: Directory, now: int) -> None:
        """Take over only the people who changed."""
        before, self.people = self.people, directory.people
        for person_id in before.keys() | self.people.keys():
            person = self.people.get(person_id)
            if before.get(person_id) == person:
                continue
            self._withdraw(person_id)
            if person is not None:
                self._assign(person, state.agents.get(person_id), now)
                self.follow_agent(state.agents.get(person_id) or Agent(id=person_id), now)

    def reassign(self, state: State, agent: str, now: int) -> None:
        """The agent's queues were switched by hand."""
        person = self.people.get(agent)
        if person is not None:
            self._withdraw(agent)
            self._assign(person, state.agents.get(agent), now)
            self.follow_agent(state.agents.get(agent) or Agent(id=agent), now)

    def queue(self, name: str) -> QueueBoard:
        found = self.queues.get(name)
        if found is None:
            found = self.queues[name] = QueueBoard(name)
        return found

    def _assign(self, person: Person, agent: Agent | None, now: int) -> None:
        self._assigned[person.id] = assigned(person, agent) if person.active else ()
        reason = why_not_free(agent, now) if agent is not None else "not_signed_in"
        self._standing[person.id] = reason
        for assignment in self._assigned[person.id]:
            queue = self.queue(assignment.queue)
            queue.members[person.id] = assignment
            insort(queue.by_level, (-assignment.level, person.id))
            queue.standing[reason if assignment.enabled else "disabled"] += 1

    def _withdraw(self, person_id: str) -> None:
        self._unplace(person_id)
        standing = self._standing.pop(person_id, None)
        for assignment in self._assigned.pop(person_id, ()):
            queue = self.queue(assignment.queue)
            queue.standing[standing if assignment.enabled else "disabled"] -= 1
            del queue.members[person_id]
            queue.by_level.remove((-assignment.level, person_id))
        self._fitting.pop(person_id, None)
        self._seen.pop(person_id, None)

    # --- following agents ---

    def follow_agent(self, agent: Agent, now: int) -> None:
        """Put an agent where it belongs after a fact about it."""
        (self.signed_in.discard if agent.state is None else self.signed_in.add)(agent.id)
        reason = why_not_free(agent, now)
        seen = (reason, agent.idle_since, tuple(sorted(agent.endpoints)))
        if self._seen.get(agent.id) == seen:
            return
        self._seen[agent.id] = seen
        self._count(agent.id, reason)
        self._unplace(agent.id)
        if reason is None:
            self._place(agent)
        else:
            self.fresh_agents.pop(agent.id, None)

    def _count(self, agent_id: str, reason: str | None) -> None:
        before = self._standing.get(agent_id)
        self._standing[agent_id] = reason
        for assignment in self._assigned.get(agent_id, ()):
            if assignment.enabled and agent_id in self.queue(assignment.queue).members:
                standing = self.queue(assignment.queue).standing
                standing[before] -= 1
                standing[reason] += 1

    def _place(self, agent: Agent) -> None:
        placed = self._placed[agent.id] = []
        for bucket, level in self.buckets_for(agent.id):
            if bucket.site in agent.endpoints:
                rank = (-level, agent.idle_since, agent.id)
                insort(bucket.free, rank)
                placed.append((bucket, rank))
        self.fresh_agents[agent.id] = None

    def _unplace(self, agent_id: str) -> None:
        for bucket, rank in self._placed.pop(agent_id, ()):
            _drop(bucket.free, rank)
        self.fresh_agents.pop(agent_id, None)

    def buckets_for(self, agent_id: str) -> list[tuple[Bucket, int]]:
        """Buckets whose minima the agent meets, with its level there."""
        found = self._fitting.get(agent_id)
        if found is None:
            person = self.people.get(agent_id)
            found = self._fitting[agent_id] = [] if person is None else list(self._fitting_buckets(person))
        return found

    def _fitting_buckets(self, person: Person) -> Iterator[tuple[Bucket, int]]:
        for assignment in self._assigned.get(person.id, ()):
            if not assignment.enabled:
                continue
            for bucket in self.queue(assignment.queue).buckets.values():
                if bucket.fits(person):
                    yield bucket, assignment.level

    # --- following contacts ---

    def follow_interaction(self, interaction: Interaction) -> None:
        """Put a contact where it belongs after a fact about it."""
        if interaction.id not in self._counted:
            keys = ("site", interaction.site), ("trunk", interaction.trunk), ("entry", interaction.entry)
            self._counted[interaction.id] = keys
            self.calls.update(keys)
        wait = interaction.wait
        if wait is None:
            self._leave_queue(interaction.id)
            return
        order = order_of(interaction, wait)
        queued = self._queued.get(interaction.id)
        if queued is None or queued[0] != order or queued[1].name != wait.queue:
            self._leave_queue(interaction.id)
            queue = self.queue(wait.queue)
            insort(queue.waiting, order)
            self._queued[interaction.id] = (order, queue)
        self._follow_open(interaction, wait, order)

    def _follow_open(self, interaction: Interaction, wait: Wait, order: Order) -> None:
        is_open = interaction.id in self._open
        if interaction.state == "waiting" and not is_open:
            bucket = self.bucket(wait.queue, interaction.site, interaction.minima)
            insort(bucket.waiting, order)
            self._open[interaction.id] = (order, bucket)
            self.fresh_contacts[interaction.id] = None
        elif interaction.state != "waiting" and is_open:
            self._close(interaction.id)

    def forget_interaction(self, interaction: str) -> None:
        self._leave_queue(interaction)
        self.calls.subtract(self._counted.pop(interaction, ()))

    def _leave_queue(self, interaction: str) -> None:
        self._close(interaction)
        queued = self._queued.pop(interaction, None)
        if queued is not None:
            _drop(queued[1].waiting, queued[0])

    def _close(self, interaction: str) -> None:
        self.fresh_contacts.pop(interaction, None)
        found = self._open.pop(interaction, None)
        if found is not None:
            _drop(found[1].waiting, found[0])

    def bucket_of(self, interaction: str) -> Bucket | None:
        """The bucket of a contact that waits and is not offered."""
        found = self._open.get(interaction)
        return None if found is None else found[1]

    def position(self, interaction: str) -> int:
        """1 for the next to be served; those being offered count."""
        order, queue = self._queued[interaction]
        return bisect_left(queue.waiting, order) + 1

    def bucket(self, queue_name: str, site: str, minima: Mapping[str, int]) -> Bucket:
        """The bucket, made with the agents who fit it when it is the first of its kind."""
        queue = self.queue(queue_name)
        key = (site, tuple(sorted(minima.items())))
        found = queue.buckets.get(key)
        if found is None:
            if len(queue.buckets) >= _MANY_BUCKETS:
                self._prune(queue)
            found = queue.buckets[key] = Bucket(queue_name, site, key[1])
            self._fill(queue, found)
        return found

    def _fill(self, queue: QueueBoard, bucket: Bucket) -> None:
        for agent_id, assignment in queue.members.items():
            if not assignment.enabled or not bucket.fits(self.people[agent_id]):
                continue
            if agent_id in self._fitting:
                self._fitting[agent_id].append((bucket, assignment.level))
            self._place_in(bucket, agent_id, assignment.level)
        bucket.free.sort()

    def _place_in(self, bucket: Bucket, agent_id: str, level: int) -> None:
        if self._standing.get(agent_id) is not None or agent_id not in self._placed:
            return
        _, idle_since, sites = self._seen[agent_id]
        if isinstance(idle_since, int) and isinstance(sites, tuple) and bucket.site in sites:
            rank = (-level, idle_since, agent_id)
            bucket.free.append(rank)
            self._placed[agent_id].append((bucket, rank))

    def _prune(self, queue: QueueBoard) -> None:
        """Skill profiles nobody waits with any more."""
        for key in [key for key, bucket in queue.buckets.items() if not bucket.waiting]:
            gone = queue.buckets.pop(key)
            for _, _, agent_id in gone.free:
                self._placed[agent_id] = [one for one in self._placed[agent_id] if one[0] is not gone]
        for agent_id in queue.members:
            self._fitting.pop(agent_id, None)

    # --- choosing ---

    def best_contact(self, agent_id: str, now: int, is_up: Callable[[str], bool]) -> str | None:
        """The contact an agent who came free is for: the first in one order over all its queues, at sites that are up."""
        best: Order | None = None
        for bucket, _ in self._placed.get(agent_id, ()):
            if not bucket.waiting or (best is not None and bucket.waiting[0] >= best):
                continue
            if not is_up(bucket.site):
                continue
            threshold = self.queues[bucket.queue].members[agent_id].wait_threshold_s * 1000
            for order in bucket.waiting[:SCAN]:
                if now - order[2] >= threshold:
                    best = order if best is None or order < best else best
                    break
        return None if best is None else best[3]

    def best_agent(self, interaction: str, now: int) -> str | None:
        """The agent a contact is for: the highest level, then the longest idle, of those whose wait threshold is
        met."""
        order, bucket = self._open[interaction]
        members = self.queues[bucket.queue].members
        for _, _, agent_id in bucket.free[:SCAN]:
            if now - order[2] >= members[agent_id].wait_threshold_s * 1000:
                return agent_id
        return None

    def next_threshold(self, interaction: str) -> int | None:
        """When a free agent's wait threshold is met by a contact nobody fits now (ms UTC)."""
        order, bucket = self._open[interaction]
        members = self.queues[bucket.queue].members
        return min((order[2] + members[one[2]].wait_threshold_s * 1000 for one in bucket.free[:SCAN]), default=None)


def _drop(items: list[_Sorted], item: _Sorted) -> None:
    place = bisect_left(items, item)
    if place < len(items) and items[place] == item:
        del items[place]
