"""What a flow can test: variables it set, what the caller keyed, and what every call has."""

from __future__ import annotations

from collections.abc import Callable

from keryx.core.state import Interaction
from keryx.core.turn import Turn
from keryx.crds.kinds.flow import Condition


def value_of(turn: Turn, interaction: Interaction, name: str) -> str | None:
    """The variable's value, None when it is not set."""
    if name in _BUILT_IN:
        return _BUILT_IN[name](turn, interaction)
    ref = interaction.refs.get(name)
    return turn.state.personal.get(ref) if ref is not None else interaction.variables.get(name)


def holds(spec: Condition, value: str | None) -> bool:
    """Whether a condition is met. A variable that was never set is empty."""
    return _OPERATORS[spec.operator](value or "", spec)


def _difference(value: str, other: str | None) -> float:
    """`value` less `other`; not a number (so neither less nor more) when one of them is none."""
    try:
        return float(value) - float(other or "")
    except ValueError:
        return float("nan")


_OPERATORS: dict[str, Callable[[str, Condition], bool]] = {
    "eq": lambda value, spec: value == spec.value,
    "ne": lambda value, spec: value != spec.value,
    "in": lambda value, spec: value in spec.values,
    "startsWith": lambda value, spec: value.startswith(spec.value or ""),
    "exists": lambda value, spec: value != "",
    "lt": lambda value, spec: _difference(value, spec.value) < 0,
    "gt": lambda value, spec: _difference(value, spec.value) > 0,
}
_BUILT_IN: dict[str, Callable[[Turn, Interaction], str | None]] = {
    "caller.number": lambda turn, interaction: turn.state.personal.get(interaction.caller_ref),
    "caller.withheld": lambda turn, interaction: "true" if interaction.caller_withheld else "false",
    "dialled": lambda turn, interaction: interaction.dialled,
    "entry": lambda turn, interaction: interaction.entry,
    "language": lambda turn, interaction: interaction.language,
}
