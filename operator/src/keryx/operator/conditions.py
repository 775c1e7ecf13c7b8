"""Conditions (kstatus): Ready always, Reconciling and Stalled only while they are true. A condition changes only when it changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from keryx.crds import Problem
from keryx.operator.render.names import Object

Phase = Literal["ready", "reconciling", "stalled", "waiting"]
"""`waiting`: not ready, and only somebody else's act will make it so; no tool should call that failed or under way."""
_MOMENTARY = frozenset({"ReferenceNotFound", "TenantNotFound"})
"""Within a namespace order does not matter: what is named may be applied in a second."""
_LONGEST = 1024


@dataclass(frozen=True)
class Verdict:
    """What became of one object."""

    phase: Phase
    reason: str
    message: str


def of_problems(problems: Sequence[Problem]) -> Verdict:
    """The first problem speaks, the others are counted. The last good form runs on meanwhile, if there is one."""
    first = problems[0]
    field = f"{first.path}: " if first.path else ""
    more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    phase: Phase = "waiting" if first.reason in _MOMENTARY else "stalled"
    return Verdict(phase, first.reason, f"{field}{first.message}{more}"[:_LONGEST])


def status_of(one: Object, verdict: Verdict, now: str, **fields: Any) -> Object | None:
    """The status `one` should have by `verdict`; None when it has it already. `now` is RFC 3339."""
    before = one.get("status") or {}
    generation = one["metadata"].get("generation", 0)
    known = {each["type"]: each for each in before.get("conditions") or ()}
    wished = [_condition("Ready", verdict, verdict.phase == "ready", generation, known, now)]
    for type_, phase in (("Reconciling", "reconciling"), ("Stalled", "stalled")):
        if verdict.phase == phase:
            wished.append(_condition(type_, verdict, True, generation, known, now))
    status = {"observedGeneration": generation, "conditions": wished, **fields}
    same = all(before.get(key) == value for key, value in status.items()) and len(known) == len(wished)
    return None if same else status


def became(one: Object, status: Object) -> bool:
    """Whether Ready says something else than before: worth an event."""
    before: Object = next(
        (each for each in (one.get("status") or {}).get("conditions") or () if each["type"] == "Ready"), {}
    )
    after = status["conditions"][0]
    return (before.get("status"), before.get("reason")) != (after["status"], after["reason"])


def _condition(type_: str, verdict: Verdict, holds: bool, generation: int, known: dict[str, Any], now: str) -> Object:
    value = "True" if holds else "False"
    before = known.get(type_)
    since = before["lastTransitionTime"] if before and before["status"] == value else now
    return {
        "type": type_, "status": value, "reason": verdict.reason, "message": verdict.message,
        "lastTransitionTime": since, "observedGeneration": generation,
    }  # fmt: skip
