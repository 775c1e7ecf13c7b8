"""People from a CSV file: columns in any order, all that is wrong told by row and column.

`login,name` are required; `role,team,site,languages,extension,phone,queues,skills,password` are optional. Lists are
separated by `;` and carry a level after `:` where they have one: `commercial:80;support`, `anglais:7`, `fr;en`.
Comma, semicolon or tab separate the columns (with semicolons, lists need quotes); the text is UTF-8.
"""

import csv
import io
from dataclasses import dataclass, field
from typing import Any

from pydantic import Field, ValidationError

from keryx.control_plane.directory.schemas import CsvProblem, Login, Password, PersonFields

MAX_BYTES = 5 * 1024 * 1024
REQUIRED = ("login", "name")
OPTIONAL = ("role", "team", "site", "languages", "extension", "phone", "queues", "skills", "password")
_SEPARATORS = ",;\t"


class _Row(PersonFields):
    login: Login
    password: Password | None = Field(default=None, repr=False)


@dataclass(frozen=True)
class CsvPerson:
    """One row that is right in itself."""

    row: int
    login: str
    fields: PersonFields
    password: str | None = field(repr=False)


def parse(content: bytes) -> tuple[list[CsvPerson], list[CsvProblem]]:
    """The people of a file, and everything that is wrong with it. Nothing should be done unless the second is empty."""
    if len(content) > MAX_BYTES:
        return [], [_problem(1, None, f"the file is larger than {MAX_BYTES // 1024 // 1024} MiB")]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        return [], [_problem(row, None, "the file is not UTF-8 (save it as “CSV UTF-8”)")]
    if "\0" in text:
        return [], [_problem(1, None, "the file is not text")]
    return _people(text)


def _people(text: str) -> tuple[list[CsvPerson], list[CsvProblem]]:
    header_line = text.split("\n", 1)[0]
    separator = max(_SEPARATORS, key=header_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    people: list[CsvPerson] = []
    problems: list[CsvProblem] = []
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        problems += _header_problems(header)
        if problems:
            return [], problems
        row = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                _take(row, header, cells, people, problems)
            row = reader.line_num + 1
    except csv.Error as error:
        problems.append(_problem(reader.line_num, None, f"not a readable CSV row: {error}"))
    return people, problems + _doubles(people)


def _take(row: int, header: list[str], cells: list[str], people: list[CsvPerson], problems: list[CsvProblem]) -> None:
    if len(cells) > len(header):
        problems.append(_problem(row, None, f"the row has {len(cells)} cells, the header {len(header)}"))
        return
    values = {name: cell.strip() for name, cell in zip(header, cells, strict=False) if cell.strip()}
    wrong: list[CsvProblem] = []
    shaped = {name: _shaped(row, name, value, wrong) for name, value in values.items()}
    if not wrong:
        try:
            parsed = _Row.model_validate(shaped)
            fields = PersonFields.model_validate(parsed.model_dump(include=set(PersonFields.model_fields)))
            people.append(CsvPerson(row, parsed.login, fields, parsed.password))
        except ValidationError as error:
            wrong = [_problem(row, str(each["loc"][0]), _sentence(each)) for each in error.errors()]
    problems += wrong


def _shaped(row: int, column: str, value: str, wrong: list[CsvProblem]) -> Any:
    """A cell as the schema wants it."""
    items = [item.strip() for item in value.split(";") if item.strip()]
    if column == "languages":
        return [item.lower() for item in items]
    if column not in ("queues", "skills"):
        return value.lower() if column in ("role", "phone") else value
    levels: dict[str, int | None] = {}
    for item in items:
        name, colon, level = item.partition(":")
        if colon and not level.strip().isdecimal():
            wrong.append(_problem(row, column, f"{item!r} is not name:level"))
        elif name.strip() in levels:
            wrong.append(_problem(row, column, f"{name.strip()!r} is there twice"))
        else:
            levels[name.strip()] = int(level) if colon else None
    if column == "skills":
        wrong.extend(_problem(row, column, f"{n!r} needs a level, as in {n}:5") for n, v in levels.items() if v is None)
        return levels
    return [{"queue": name} | ({} if level is None else {"level": level}) for name, level in levels.items()]


def _header_problems(header: list[str]) -> list[CsvProblem]:
    known = (*REQUIRED, *OPTIONAL)
    problems = [_problem(1, name, f"the column {name!r} is missing") for name in REQUIRED if name not in header]
    problems += [
        _problem(1, name, f"there is no column {name!r}; known are {', '.join(known)}")
        for name in header
        if name not in known
    ]
    doubles = sorted({name for name in header if header.count(name) > 1})
    return problems + [_problem(1, name, f"the column {name!r} is there twice") for name in doubles]


def _doubles(people: list[CsvPerson]) -> list[CsvProblem]:
    first: dict[str, int] = {}
    problems = []
    for person in people:
        if person.login in first:
            message = f"{person.login!r} is already in row {first[person.login]}"
            problems.append(_problem(person.row, "login", message))
        first.setdefault(person.login, person.row)
    return problems


def _sentence(error: Any) -> str:
    if error["type"] == "missing":
        return "must be given"
    where = ".".join(str(part) for part in error["loc"][1:] if not isinstance(part, int))
    return f"{where}: {error['msg']}" if where else str(error["msg"])


def _problem(row: int, column: str | None, message: str) -> CsvProblem:
    return CsvProblem(row=row, column=column, message=message)
