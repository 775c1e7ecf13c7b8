"""What pickers and filters offer, from the tenant's configuration and directory."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from keryx.core.directory import Directory
from keryx.crds.config import TenantConfig

from .schemas import AgentChoice, DispositionChoice, DispositionSetView, Named, Reference


def reference_of(config: TenantConfig | None, directory: Directory, states: Mapping[str, str]) -> Reference:
    """`states` by agent id, of those who are signed in."""
    return Reference(
        queues=_named(config.queues) if config else [],
        entries=_named(config.entries) if config else [],
        pause_reasons=_named(config.pause_reasons) if config else [],
        disposition_sets=_sets(config) if config else [],
        agents=_agents(directory, states),
    )


def _named(specs: Mapping[str, Any]) -> list[Named]:
    return [Named(name=name, display_name=spec.display_name or name) for name, spec in sorted(specs.items())]


def _sets(config: TenantConfig) -> list[DispositionSetView]:
    return [
        DispositionSetView(
            name=name,
            dispositions=[
                DispositionChoice(code=one.code, label=one.label, kind=one.kind, ask_comment=one.ask_comment)
                for one in spec.dispositions
            ],
        )
        for name, spec in sorted(config.disposition_sets.items())
    ]


def _agents(directory: Directory, states: Mapping[str, str]) -> list[AgentChoice]:
    people = sorted(directory.people.values(), key=lambda person: person.name)
    return [
        AgentChoice(id=person.id, name=person.name, login=person.login, state=states.get(person.id))
        for person in people
        if person.active and person.queues
    ]
