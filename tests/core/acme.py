"""A small centre for the tests of the core: two queues, a flow, three agents; and hands to play caller, agent and clock."""

from __future__ import annotations

from itertools import count
from typing import Any

from keryx.core import commands as c
from keryx.core import facts as f
from keryx.core import inputs as i
from keryx.core.centre import Centre, Outcome
from keryx.core.directory import Assignment, Directory, Person
from keryx.core.react import react
from keryx.core.state import Agent, Interaction
from keryx.crds.config import TenantConfig

START = 1_790_000_000_000
"""2026-09-21 14:13 UTC, a Monday."""


def config(**changes: dict[str, Any]) -> TenantConfig:
    """The centre's config; `changes` replace or add objects by kind: `config(queues={"sales": {...}})`."""
    base: dict[str, Any] = {
        "tenantId": "acme",
        "namespace": "acme",
        "tenant": {"id": "acme", "displayName": "Acme"},
        "settings": {},
        "sites": {"paris": {"displayName": "Paris"}},
        "trunks": {"carrier": {"site": "paris", "host": "carrier.example"}},
        "skills": {"english": {"displayName": "English"}},
        "entries": {
            "main": {"site": "paris", "numbers": ["3900"], "displayName": "Main", "flow": "welcome", "priority": 50},
            "direct": {"site": "paris", "numbers": ["3901"], "displayName": "Direct", "queue": "sales"},
        },
        "queues": {
            "sales": {"displayName": "Sales", "dispositionSet": "calls", "recordingPolicy": "all", "wrapUpSeconds": 30},
            "support": {"displayName": "Support", "wrapUpSeconds": 0},
        },
        "flows": {
            "welcome": {
                "start": "hello",
                "steps": [
                    {"name": "hello", "say": {"text": "Bonjour", "next": "choose"}},
                    {
                        "name": "choose",
                        "menu": {
                            "announcement": {"text": "Tapez 1 pour les ventes"},
                            "choices": [
                                {"key": "1", "label": "Ventes", "next": "sales"},
                                {"key": "2", "label": "Support", "next": "support"},
                                {"key": "3", "label": "Dehors", "next": "outside"},
                                {"key": "4", "label": "Code", "next": "code"},
                            ],
                            "onFailure": "bye",
                        },
                    },
                    {"name": "sales", "queue": {"queue": "sales"}},
                    {"name": "support", "queue": {"queue": "support"}},
                    {"name": "outside", "transfer": {"trunk": "carrier", "number": "+33199000000", "onFailure": "bye"}},
                    {
                        "name": "code",
                        "readKeys": {
                            "announcement": {"text": "Votre code"},
                            "variable": "code",
                            "minLength": 2,
                            "maxLength": 4,
                            "next": "english",
                            "onFailure": "bye",
                            "attempts": 2,
                        },
                    },
                    {"name": "english", "assignSkills": {"skills": {"english": 5}, "next": "sales"}},
                    {"name": "bye", "hangUp": {"announcement": {"text": "Au revoir"}}},
                ],
            }
        },
        "dispositionSets": {"calls": {"dispositions": [{"code": "sold", "label": "Vendu"}]}},
        "pauseReasons": {"lunch": {"displayName": "Déjeuner"}},
        "recordingPolicies": {"all": {"mode": "always"}},
    }
    for kind, objects in changes.items():
        base[kind] = {**base.get(kind, {}), **objects}
    return TenantConfig.model_validate(base)


def person(name: str, *queues: Assignment, skills: dict[str, int] | None = None, **fields: Any) -> Person:
    assigned = queues or (Assignment(queue="sales"), Assignment(queue="support"))
    return Person(id=name, login=name, name=name.title(), role="agent", queues=assigned, skills=skills or {}, **fields)


BOSS = Person(id="boss", login="boss", name="Boss", role="supervisor")
"""Watches, and takes no calls."""


def directory(*people: Person, version: int = 1) -> Directory:
    everybody = people or (person("alice"), person("bob"), person("carol", skills={"english": 8}))
    return Directory(tenant="acme", version=version, people={one.id: one for one in (*everybody, BOSS)})


class Play:
    """A centre with its clock; every fact and command so far is kept."""

    def __init__(self, tenant: TenantConfig | None = None, people: Directory | None = None) -> None:
        numbers = count(1)
        self.centre = Centre("acme", lambda: f"id-{next(numbers):06}")
        self.now = START
        self.facts: list[f.AnyFact] = []
        self.commands: list[c.AnyCommand] = []
        self._legs = count(1)
        self.take(self.centre.use_config(tenant or config(), 1, "h1", self.now))
        self.take(self.centre.use_directory(people or directory(), self.now))
        self.give(i.SiteJoined(site="paris", instance="one", legs=()))

    def take(self, outcome: Outcome) -> Outcome:
        assert outcome.fault is None
        for fact in outcome.facts:
            self.facts.append(fact)
            self.commands.extend(react(fact, self.centre.state))
        return outcome

    def give(self, given: i.Input) -> tuple[f.AnyFact, ...]:
        return self.take(self.centre.handle(given, self.now)).facts

    def wait(self, seconds: float) -> None:
        """Let time pass; what becomes due is decided when it does."""
        until = self.now + int(seconds * 1000)
        while (due := self.centre.next_deadline()) is not None and due <= until:
            self.now = max(self.now, due)
            self.give(i.Due())
        self.now = until

    # --- callers ---

    def call(self, dialled: str = "3900", caller: str | None = "+33612345678") -> str:
        """A caller comes in; returns the contact's leg."""
        leg = f"caller-{next(self._legs)}"
        self.give(
            i.ContactArrived(leg=leg, site="paris", dialled=dialled, caller=caller, caller_e164=caller, trunk=None)
        )
        return leg

    def press(self, leg: str, *digits: str) -> None:
        for digit in digits:
            self.give(i.KeyPressed(leg=leg, digit=digit))

    def played(self, leg: str) -> None:
        """What is playing to the contact is heard to its end."""
        interaction = self.of(leg)
        holder = interaction.wait or interaction.position
        playback = None if holder is None else holder.playback
        assert playback is not None
        self.give(i.PlaybackEnded(playback=playback))

    def leave(self, leg: str, cause: str = "normal") -> None:
        self.give(i.LegEnded(leg=leg, cause=cause))

    def of(self, leg: str) -> Interaction:
        return self.centre.state.interactions[self.centre.state.legs[leg]]

    # --- agents ---

    def agent(self, name: str) -> Agent:
        return self.centre.state.agents[name]

    def ready(self, *names: str, phone: Any = "browser") -> None:
        for name in names:
            if phone == "browser":
                self.give(i.DeskSeen(agent=name, by=name))
            self.give(i.PhoneContact(agent=name, site="paris", endpoint=f"d-{name}", reachable=True))
            self.give(i.SignIn(agent=name, by=name, phone=phone))
            self.give(i.GetReady(agent=name, by=name))
            self.now += 1

    def answer(self, leg: str) -> None:
        """The agent who rings for this contact answers."""
        offer = self.of(leg).offer
        assert offer is not None
        self.give(i.LegAnswered(leg=offer.leg))

    # --- what came out ---

    def all(self, kind: type[Any]) -> list[Any]:
        return [one for one in (*self.facts, *self.commands) if isinstance(one, kind)]

    def last(self, kind: type[Any]) -> Any:
        found = self.all(kind)
        assert found, f"no {kind.__name__}"
        return found[-1]
