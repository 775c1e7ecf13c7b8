"""How people's fields are written in a cell of CSV, both ways: what is exported is imported again as it was.

Lists are separated by `;`. A queue is `name`, `name:level`, `name:level:seconds` (the wait threshold), and `:off` at its end when
the assignment is switched off. A cell that a spreadsheet would take for a formula gets an apostrophe before it, which reading
takes away again.
"""

import re
from collections.abc import Mapping, Sequence

from keryx.control_plane.directory.schemas import Assignment

_FORMULA = re.compile(r"^'*[=+\-@\t\r]")
_ESCAPED = re.compile(r"^'+[=+\-@\t\r]")
_LEVEL = 50


def escaped(text: str) -> str:
    """Text no spreadsheet takes for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unescaped(text: str) -> str:
    """What `escaped` was given."""
    return text[1:] if _ESCAPED.match(text) else text


def queues_cell(queues: Sequence[Mapping[str, object]]) -> str:
    """Assignments, as the database has them, in their order."""
    return ";".join(_queue(Assignment.model_validate(each)) for each in queues)


def skills_cell(skills: Mapping[str, int]) -> str:
    """Skills by name."""
    return ";".join(f"{name}:{level}" for name, level in sorted(skills.items()))


def read_queue(item: str) -> dict[str, object]:
    """One assignment as the schema wants it. ValueError when it is none."""
    name, *rest = (part.strip() for part in item.split(":"))
    found: dict[str, object] = {"queue": name}
    if rest and rest[-1].lower() == "off":
        found["enabled"] = False
        rest = rest[:-1]
    if len(rest) > 2 or not all(part.isdecimal() for part in rest):
        raise ValueError(item)
    return found | dict(zip(("level", "wait_threshold_s"), map(int, rest), strict=False))


def _queue(assignment: Assignment) -> str:
    parts = [assignment.queue]
    if assignment.wait_threshold_s:
        parts += [str(assignment.level), str(assignment.wait_threshold_s)]
    elif assignment.level != _LEVEL or not assignment.enabled:
        parts.append(str(assignment.level))
    return ":".join(parts if assignment.enabled else [*parts, "off"])
