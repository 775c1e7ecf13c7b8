"""People from a CSV file: columns in any order, all that is wrong told by row and column.

`login,name` are required; `email,role,team,site,languages,extension,phone,queues,skills,active,password` are optional. Lists are
separated by `;` and carry a level after `:` where they have one: `commercial:80;support`, `anglais:7`, `fr;en` (`csv_cells`).
Comma, semicolon or tab separate the columns (with semicolons, lists need quotes); the text is UTF-8.
"""

import csv
import io
from dataclasses import dataclass, field
from typing import Any

from pydantic import Field, ValidationError

from keryx.control_plane.directory.csv_cells import read_queue, unescaped
from keryx.control_plane.directory.schemas import CsvProblem, Login, Password, PersonFields

MAX_BYTES = 5 * 1024 * 1024
REQUIRED = ("login", "name")
OPTIONAL = (
    "email",
    "role",
    "team",
    "site",
    "languages",
    "extension",
    "phone",
    "queues",
    "skills",
    "active",
    "password",
)
_SEPARATORS = ",;\t"


class _Row(PersonFields):
    login: Login
    password: Password | None = Field(default=None, repr=False)
    active: bool | None = None


@dataclass(frozen=True)
class CsvPerson:
    """One row that is right in itself."""

    row: int
    login: str
    fields: PersonFields
    password: str | None = field(repr=False)
    active: bool | None = None
    """None: the file does not say; then it stays, and a new account is active."""


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
    values = {name: unescaped(cell).strip() for name, cell in zip(header, cells, strict=False) if cell.strip()}
    wrong: list[CsvProblem] = []
    shaped = {name: _shaped(row, name, value, wrong) for name, value in values.items()}
    if not wrong:
        try:
            parsed = _Row.model_validate(shaped)
            fields = PersonFields.model_validate(parsed.model_dump(include=set(PersonFields.model_fields)))
            people.append(CsvPerson(row, parsed.login, fields, parsed.password, parsed.active))
        except ValidationError as error:
            wrong = [_problem(row, str(each["loc"][0]), _sentence(each)) for each in error.errors()]
    problems += wrong


def _shaped(row: int, column: str, value: str, wrong: list[CsvProblem]) -> Any:
    """A cell as the schema wants it."""
    items = [item.strip() for item in value.split(";") if item.strip()]
    if column == "languages":
        return [item.lower() for item in items]
    if column == "queues":
        return _queues(row, items, wrong)
    if column == "skills":
        return _skills(row, items, wrong)
    return value.lower() if column in ("role", "phone", "active") else value


def _queues(row: int, items: list[str], wrong: list[CsvProblem]) -> list[dict[str, object]]:
    found: dict[object, dict[str, object]] = {}
    for item in items:
        try:
            queue = read_queue(item)
        except ValueError:
            wrong.append(_problem(row, "queues", f"{item!r} is not name:level, name:level:seconds or name:level:off"))
            continue
        if queue["queue"] in found:
            wrong.append(_problem(row, "queues", f"{queue['queue']!r} is there twice"))
        found[queue["queue"]] = queue
    return list(found.values())


def _skills(row: int, items: list[str], wrong: list[CsvProblem]) -> dict[str, int]:
    levels: dict[str, int] = {}
    for item in items:
        name, colon, level = (part.strip() for part in item.partition(":"))
        if not colon:
            wrong.append(_problem(row, "skills", f"{name!r} needs a level, as in {name}:5"))
        elif not level.isdecimal():
            wrong.append(_problem(row, "skills", f"{item!r} is not name:level"))
        elif name in levels:
            wrong.append(_problem(row, "skills", f"{name!r} is there twice"))
        else:
            levels[name] = int(level)
    return levels


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
