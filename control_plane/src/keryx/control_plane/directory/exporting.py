"""People as CSV: the very columns an import takes, without passwords, so that export, import, export gives the same bytes."""

import csv
import io
from collections.abc import Iterable

from keryx.control_plane.directory.csv_cells import escaped, queues_cell, skills_cell
from keryx.control_plane.directory.models import PersonRow

COLUMNS = (
    "login",
    "name",
    "email",
    "role",
    "team",
    "site",
    "languages",
    "phone",
    "extension",
    "skills",
    "queues",
    "active",
)
_BYTE_ORDER_MARK = "\ufeff"
"""Tells spreadsheets that the text is UTF-8."""


def export(people: Iterable[PersonRow]) -> bytes:
    """The file."""
    text = io.StringIO(_BYTE_ORDER_MARK, newline="")
    text.seek(0, io.SEEK_END)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for person in people:
        writer.writerow(escaped(cell) for cell in _cells(person))
    return text.getvalue().encode()


def _cells(person: PersonRow) -> tuple[str, ...]:
    return (
        person.login,
        person.name,
        person.email or "",
        person.role,
        person.team or "",
        person.site or "",
        ";".join(person.languages),
        person.phone,
        person.extension or "",
        skills_cell(person.skills),
        queues_cell(person.queues),
        "yes" if person.active else "no",
    )
