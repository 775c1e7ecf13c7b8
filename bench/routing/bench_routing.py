"""Routing alone, on one core: how many assignments a second, and how long each takes.

    python bench/routing/bench_routing.py [--agents 10000] [--skills 200] [--waiting 20000] [--assignments 20000]

The centre is full: every agent signed in, each with its own handful of skills in three of a hundred queues, and more
contacts waiting than agents. Then agents finish one after another and each is matched with the contact that is first
for it: what is timed is `Centre.handle` of the input that frees the agent, with all facts (decision with its reasons,
offer, agent state), and their encoding for the journal, in CPU time of the one thread. Every assignment is answered,
talked, hung up and replaced by a new contact, untimed, so that the load stays as it is. A table and the aim are
printed.
"""

from __future__ import annotations

import argparse
import gc
import platform
import random
import statistics
import time
from itertools import count

from keryx.core import facts as f
from keryx.core import inputs as i
from keryx.core.centre import Centre
from keryx.core.directory import Assignment, Directory, Person
from keryx.crds.config import TenantConfig

QUEUES, SKILLS_EACH, QUEUES_EACH = 100, 8, 3
START = 1_790_000_000_000


def config(skills: int) -> TenantConfig:
    names = [f"skill-{n}" for n in range(skills)]
    queues = {
        f"queue-{n}": {
            "displayName": f"Queue {n}",
            "wrapUpSeconds": 0,
            "priority": 40 + n % 3 * 10,
            "announcements": {"position": False, "expectedWait": False},
            "skills": {names[n % skills]: 2},
        }
        for n in range(QUEUES)
    }
    entries = {
        f"entry-{n}": {"site": "paris", "numbers": [str(1000 + n)], "displayName": f"Entry {n}", "flow": f"flow-{n}"}
        for n in range(QUEUES * 4)
    }
    flows = {
        f"flow-{n}": {
            "start": "skills",
            "steps": [
                {"name": "skills", "assignSkills": {"skills": {names[(n * 7) % skills]: 1 + n % 4}, "next": "wait"}},
                {"name": "wait", "queue": {"queue": f"queue-{n % QUEUES}"}},
            ],
        }
        for n in range(QUEUES * 4)
    }
    quotas = {"agents": 10_000, "concurrentCalls": 20_000}
    return TenantConfig.model_validate(
        {
            "tenantId": "bench",
            "namespace": "bench",
            "tenant": {"id": "bench", "displayName": "Bench", "quotas": quotas},
            "settings": {},
            "sites": {"paris": {"displayName": "Paris", "maxConcurrentCalls": 5000}},
            "skills": {name: {"displayName": name} for name in names},
            "queues": queues,
            "entries": entries,
            "flows": flows,
        }
    )


def directory(agents: int, skills: int, dice: random.Random) -> Directory:
    people = {}
    for n in range(agents):
        mine = dice.sample(range(QUEUES), QUEUES_EACH)
        known = {f"skill-{q % skills}": dice.randint(2, 10) for q in mine}
        wanted = [f"skill-{((q + QUEUES * k) * 7) % skills}" for q in mine for k in range(2)]
        known |= {skill: dice.randint(3, 10) for skill in wanted}
        while len(known) < SKILLS_EACH:
            known[f"skill-{dice.randrange(skills)}"] = dice.randint(0, 10)
        queues = tuple(Assignment(queue=f"queue-{q}", level=dice.randint(1, 100)) for q in mine)
        people[f"agent-{n}"] = Person(
            id=f"agent-{n}", login=f"a{n}", name=f"A {n}", role="agent", skills=known, queues=queues
        )
    return Directory(tenant="bench", version=1, people=people)


class Bench:
    """A full centre and the hands that keep it full."""

    def __init__(self, agents: int, skills: int, waiting: int, seed: int) -> None:
        self.dice = random.Random(seed)
        numbers = count(1)
        self.now = START
        self.centre = Centre("bench", lambda: f"{next(numbers):032x}")
        wide = config(skills)
        site = wide.sites["paris"].model_copy(update={"max_concurrent_calls": 100_000})
        quotas = wide.tenant.quotas.model_copy(update={"concurrent_calls": 100_000})
        tenant = wide.tenant.model_copy(update={"quotas": quotas})
        self.config = wide.model_copy(update={"sites": {"paris": site}, "tenant": tenant})
        self.centre.use_config(self.config, 1, "bench", self.now)
        self.centre.use_directory(directory(agents, skills, self.dice), self.now)
        self.give(i.SiteJoined(site="paris", instance="one", legs=()))
        self.legs = count(1)
        self.agents = [f"agent-{n}" for n in range(agents)]
        for agent in self.agents:
            self._sign_in(agent)
        for _ in range(waiting):
            self.call()
        for agent in self.agents:
            self._answer(self.give(i.GetReady(agent=agent, by="bench")))

    def give(self, given: i.Input) -> tuple[f.AnyFact, ...]:
        self.now += 1
        return self.centre.handle(given, self.now).facts

    def call(self) -> tuple[f.AnyFact, ...]:
        leg = f"caller-{next(self.legs)}"
        dialled = str(1000 + self.dice.randrange(QUEUES * 4))
        return self.give(
            i.ContactArrived(leg=leg, site="paris", dialled=dialled, caller=None, caller_e164=None, trunk=None)
        )

    def _sign_in(self, agent: str) -> None:
        self.give(i.DeskSeen(agent=agent, by=agent))
        self.give(i.PhoneContact(agent=agent, site="paris", endpoint=f"d-{agent}", reachable=True))
        self.give(i.SignIn(agent=agent, by=agent, phone="browser"))

    def _answer(self, facts: tuple[f.AnyFact, ...]) -> None:
        for fact in facts:
            if isinstance(fact, f.OfferMade):
                self.give(i.LegAnswered(leg=fact.leg))

    def busy_agent(self) -> str:
        while True:
            agent = self.centre.state.agents[self.dice.choice(self.agents)]
            if agent.state == "talking":
                return agent.interaction or ""

    def assign(self) -> tuple[int, int]:
        """One agent finishes and is matched; returns nanoseconds and assignments (0 when nobody waits for it)."""
        call = self.busy_agent()
        leg = self.centre.state.interactions[call].leg
        self.now += 1
        given = i.LegEnded(leg=leg, cause="normal")
        began = time.thread_time_ns()
        facts = self.centre.handle(given, self.now).facts
        for fact in facts:
            f.encode_fact(fact)
        took = time.thread_time_ns() - began
        offers = [fact for fact in facts if isinstance(fact, f.OfferMade)]
        self._answer(facts)
        self._answer(self.call())
        return took, len(offers)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, value in (("agents", 10_000), ("skills", 200), ("waiting", 20_000), ("assignments", 20_000), ("seed", 1)):
        arguments.add_argument(f"--{name}", type=int, default=value)
    given = arguments.parse_args()
    began = time.perf_counter()
    bench = Bench(given.agents, given.skills, given.waiting + given.agents, given.seed)
    built = time.perf_counter() - began
    gc.freeze()
    taken, assigned = [], 0
    while assigned < given.assignments:
        nanoseconds, offers = bench.assign()
        if offers:
            taken.append(nanoseconds / 1e6 / offers)
            assigned += offers
    report(given, bench, taken, built)


def report(given: argparse.Namespace, bench: Bench, taken: list[float], built: float) -> None:
    ordered = sorted(taken)
    waiting = sum(len(queue.waiting) for queue in bench.centre.board.queues.values())
    buckets = sum(len(queue.buckets) for queue in bench.centre.board.queues.values())
    rows = [
        ("agents / skills / waiting now", f"{given.agents} / {given.skills} / {waiting}"),
        ("queues / skill profiles", f"{QUEUES} / {buckets}"),
        ("filled in", f"{built:.1f} s"),
        ("assignments timed", f"{len(taken)}"),
        ("assignments per second", f"{1000 * len(taken) / sum(taken):,.0f}   (aim: >= 2,000)"),
        ("mean", f"{statistics.fmean(taken):.3f} ms"),
        ("p50", f"{ordered[len(ordered) // 2]:.3f} ms"),
        ("p99", f"{ordered[int(len(ordered) * 0.99)]:.3f} ms   (aim: <= 10 ms)"),
        ("max", f"{ordered[-1]:.3f} ms"),
        ("on", f"Python {platform.python_version()}, {platform.machine()}, one core"),
    ]
    width = max(len(name) for name, _ in rows)
    for name, value in rows:
        print(f"{name:<{width}}  {value}")


if __name__ == "__main__":
    main()
