"""One input being decided: what may be looked at, and how facts come about.

`emit` writes a fact down *and* evolves the state, so the next line decides on the world as it is by then. A request
is refused before its first fact, so a refusal changes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from typing import Literal

from keryx.core import facts as f
from keryx.core.board import Board
from keryx.core.deadlines import Deadlines
from keryx.core.directory import Directory, Person
from keryx.core.evolve import evolve
from keryx.core.inputs import Personal, Refused
from keryx.core.state import Agent, Interaction, State
from keryx.crds.config import TenantConfig, media_id
from keryx.crds.media import Spoken, prompt_media_id


class Turn:
    """The decider's hands during one input. `now` is ms UTC."""

    def __init__(
        self,
        state: State,
        configs: Mapping[int, TenantConfig],
        config: TenantConfig,
        directory: Directory,
        board: Board,
        deadlines: Deadlines,
        ids: Callable[[], str],
        now: int,
        numbers: Mapping[tuple[str, str], str],
    ) -> None:
        self.state, self.configs, self.config, self.directory = state, configs, config, directory
        self.board, self.deadlines, self.new_id, self.now = board, deadlines, ids, now
        self.numbers = numbers
        self.facts: list[f.AnyFact] = []
        self.personal: list[Personal] = []

    def emit(self, fact: f.AnyFact) -> None:
        """`fact` has happened."""
        evolve(self.state, fact)
        self.facts.append(fact)
        interaction = getattr(fact, "interaction", None)
        if interaction is not None:
            self._follow_interaction(interaction)
        agent = getattr(fact, "agent", None)
        if agent is not None and agent in self.state.agents:
            self._follow_agent(self.state.agents[agent])
        if isinstance(fact, f.StrayLegFound):
            self.deadlines.arm(fact.leg, "stray", fact.until)

    def _follow_interaction(self, interaction: str) -> None:
        found = self.state.interactions.get(interaction)
        if found is None:
            self.board.forget_interaction(interaction)
            self.deadlines.forget_interaction(interaction)
            return
        self.board.follow_interaction(found)
        self.deadlines.follow_interaction(found)

    def _follow_agent(self, agent: Agent) -> None:
        self.board.follow_agent(agent, self.now)
        self.deadlines.follow_agent(agent, self.now)

    def keep(
        self,
        interaction: str,
        kind: Literal["number", "keys", "comment", "message"],
        value: str,
        *,
        in_memory: bool = True,
    ) -> str:
        """Hand a personal value to the vault; returns its reference."""
        ref = self.new_id()
        self.personal.append(Personal(ref=ref, interaction=interaction, kind=kind, value=value))
        if in_memory:
            self.state.personal[ref] = value
        return ref

    def interaction(self, interaction: str) -> Interaction:
        """An interaction that a person names. Refused when it is not there."""
        found = self.state.interactions.get(interaction)
        if found is None:
            raise Refused("interaction_not_found", "This interaction is over or never was.")
        return found

    def of_leg(self, leg: str) -> Interaction | None:
        """The interaction a leg means something to now; None for late events of dead legs."""
        return self.state.interactions.get(self.state.legs.get(leg, ""))

    def agent(self, agent: str) -> Agent:
        """An agent's state to look at; one nothing has happened to yet is not made one of the centre's by looking."""
        return self.state.agents.get(agent) or Agent(id=agent)

    def person(self, agent: str) -> Person | None:
        return self.directory.people.get(agent)

    def config_of(self, interaction: Interaction) -> TenantConfig:
        """The config an interaction's flow began with; the newest when the old one is not known any more."""
        return self.configs.get(interaction.config_version, self.config)

    def is_site_up(self, site: str) -> bool:
        found = self.state.sites.get(site)
        return found is not None and found.up

    def media(
        self, announcements: Iterable[Spoken | None], language: str, config: TenantConfig | None = None
    ) -> tuple[str, ...]:
        """Media ids of announcements, in order; None says nothing."""
        source = config or self.config
        return tuple(media_id(one, source, language) for one in announcements if one is not None)

    def music(self, queue: str | None) -> str | None:
        """Media id of a queue's own hold music, None for the packaged one."""
        spec = None if queue is None else self.config.queues.get(queue)
        if spec is None or spec.hold_music is None:
            return None
        return prompt_media_id(spec.hold_music, self.config)


def share_of(text: str) -> int:
    """A number 0-99 that is always the same for the same text and evenly spread: percentages without dice."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big") % 100
