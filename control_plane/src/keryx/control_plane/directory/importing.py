"""Importing people: all rows or none, and never over what a person changed since the last import."""

from dataclasses import dataclass, field

from keryx.control_plane.directory.csv_people import CsvPerson, parse
from keryx.control_plane.directory.models import PersonRow
from keryx.control_plane.directory.schemas import CsvProblem, ImportReport, NewAccount, PersonFields
from keryx.control_plane.directory.service import PeopleService, apply, fields_of, told
from keryx.control_plane.identity.rules import broken, words_of
from keryx.control_plane.roles.service import require_an_administrator
from keryx.kit.ids import Ids
from keryx.kit.problems import Problem


@dataclass
class _Plan:
    create: list[CsvPerson] = field(default_factory=list)
    update: list[tuple[PersonRow, CsvPerson]] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


async def import_people(service: PeopleService, content: bytes, ids: Ids, *, dry_run: bool) -> ImportReport:
    """Do, or with `dry_run` only tell, what the file asks for. Problem 422 lists every error by row and column.

    Passwords are hashed before the directory is locked: that takes a tenth of a second a person.
    """
    people, problems = parse(content)
    declared, existing = await service.declared(), await service.by_login()
    problems += [
        CsvProblem(row=person.row, column=column, message=message)
        for person in people
        for column, message in declared.problems(person.fields, _before(existing.get(person.login)))
    ]
    rules = await service.rules()
    problems += [
        CsvProblem(row=person.row, column="password", message=fault.message)
        for person in people
        if person.password
        for fault in broken(rules, person.password, words_of(person.login, person.fields.name))
    ]
    if problems:
        problems.sort(key=lambda problem: problem.row)
        errors = [problem.model_dump(by_alias=True) for problem in problems]
        raise Problem(422, "invalid_csv", f"The file has {len(errors)} error(s); nothing was imported.", errors=errors)
    plan = _plan(people, existing)
    if dry_run:
        service.trail.nothing_done()
        created = [NewAccount(login=wanted.login, role=wanted.fields.role) for wanted in plan.create]
    else:
        new = {
            wanted.login: await service.new(wanted.fields, wanted.login, wanted.password, ids) for wanted in plan.create
        }
        version = await service.repository.next_version()  # from here nobody else changes people
        plan = _plan(people, await service.by_login())
        created = [_create(service, new, wanted, version) for wanted in plan.create]
    for person, wanted in plan.update:
        _require_right(service, person, wanted)
    lost = [] if dry_run else [_update(service, person, wanted, version) for person, wanted in plan.update]
    if any(lost):
        await require_an_administrator(service.roles)
    updated = [wanted.login for _, wanted in plan.update]
    return ImportReport(dry_run=dry_run, created=created, updated=updated, unchanged=plan.unchanged, kept=plan.kept)


def _plan(people: list[CsvPerson], existing: dict[str, PersonRow]) -> _Plan:
    plan = _Plan()
    for person in people:
        row = existing.get(person.login)
        if row is None:
            plan.create.append(person)
        elif fields_of(row) == person.fields and person.active in (None, row.active):
            plan.unchanged.append(person.login)
        elif row.revision != row.imported_revision:
            plan.kept.append(person.login)
        else:
            plan.update.append((row, person))
    return plan


def _before(person: PersonRow | None) -> PersonFields | None:
    return fields_of(person) if person else None


def _create(
    service: PeopleService, new: dict[str, tuple[PersonRow, str | None]], wanted: CsvPerson, version: int
) -> NewAccount:
    person, password = new[wanted.login]
    service.require_right(person, person.role, "people.manage")
    person.directory_version, person.imported_revision = version, person.revision
    service.repository.add(person)
    if wanted.active is not None:
        person.active = wanted.active
    service.trail.record("people.manage", "person", person.id, person.login, after=told(person))
    return NewAccount(login=wanted.login, role=wanted.fields.role, password=password)


def _require_right(service: PeopleService, person: PersonRow, wanted: CsvPerson) -> None:
    service.require_right(person, wanted.fields.role)
    service.require_own_place_kept(person, wanted.fields)
    service.require_not_oneself(person, wanted.active)


def _update(service: PeopleService, person: PersonRow, wanted: CsvPerson, version: int) -> bool:
    """Whether an administrator was lost by it."""
    before, administered = told(person), service.administers(person)
    apply(person, wanted.fields)
    if wanted.active is not None and wanted.active != person.active:
        person.active = wanted.active
        person.session_epoch += 1
    service.require_right(person, person.role)
    service.trail.record("people.manage", "person", person.id, person.login, before=before, after=told(person))
    person.revision += 1
    person.directory_version, person.imported_revision = version, person.revision
    return administered and not service.administers(person)
