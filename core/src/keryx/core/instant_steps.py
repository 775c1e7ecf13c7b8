"""Flow steps that ask nobody: they look something up or set something, and go on in the same turn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from keryx.core import facts as f
from keryx.core import schedule
from keryx.core.state import Interaction
from keryx.core.turn import Turn
from keryx.core.variables import holds, value_of

Branch = tuple[str, str | None]
"""The branch taken, and the step it leads to."""


def _condition(turn: Turn, interaction: Interaction, spec: Any) -> Branch:
    yes = holds(spec, value_of(turn, interaction, spec.variable))
    return ("yes", spec.yes) if yes else ("no", spec.no)


def _selector(turn: Turn, interaction: Interaction, spec: Any) -> Branch:
    value = value_of(turn, interaction, spec.variable)
    case = next((one for one in spec.cases if one.value == value), None)
    return ("otherwise", spec.otherwise) if case is None else (f"case {case.value}", case.next)


def _set_variable(turn: Turn, interaction: Interaction, spec: Any) -> Branch:
    turn.emit(f.VariableSet(at=turn.now, interaction=interaction.id, name=spec.variable, value=spec.value))
    return "next", spec.next


def _opening_hours(turn: Turn, interaction: Interaction, spec: Any) -> Branch:
    config = turn.config_of(interaction)
    is_open = schedule.is_open_by_name(config, spec.schedule, turn.now)
    return ("open", spec.open) if is_open else ("closed", spec.closed)


def _agents_available(turn: Turn, interaction: Interaction, spec: Any) -> Branch:
    queue = turn.board.queue(spec.queue)
    count = queue.free if spec.state == "available" else queue.signed_in
    return ("yes", spec.yes) if count >= spec.at_least else ("no", spec.no)


def _assign_skills(turn: Turn, interaction: Interaction, spec: Any) -> Branch:
    minima = interaction.minima | spec.skills
    turn.emit(f.SkillsAssigned(at=turn.now, interaction=interaction.id, minima=minima))
    return "next", spec.next


def _set_priority(turn: Turn, interaction: Interaction, spec: Any) -> Branch:
    turn.emit(f.PrioritySet(at=turn.now, interaction=interaction.id, priority=spec.priority))
    return "next", spec.next


def _marker(turn: Turn, interaction: Interaction, spec: Any) -> Branch:
    turn.emit(f.MarkerPassed(at=turn.now, interaction=interaction.id, marker=spec.marker))
    return "next", spec.next


INSTANT_STEPS: dict[str, Callable[[Turn, Interaction, Any], Branch]] = {
    "condition": _condition,
    "selector": _selector,
    "set_variable": _set_variable,
    "opening_hours": _opening_hours,
    "agents_available": _agents_available,
    "assign_skills": _assign_skills,
    "set_priority": _set_priority,
    "marker": _marker,
}
