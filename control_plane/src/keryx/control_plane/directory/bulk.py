"""Changing many people at once: all of them or none, each by the same rules as one."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from keryx.control_plane.directory.models import PersonRow
from keryx.control_plane.directory.schemas import Assignment, Name, PersonChange, Text
from keryx.control_plane.directory.service import PeopleService, fields_of
from keryx.control_plane.tenants.schemas import Wire
from keryx.kit.problems import Problem

MOST = 2000
"""People in one request."""
_CLEARED = ("team", "site")
"""What null takes away."""


class BulkChange(Wire):
    """What becomes of each person; what is not named stays. A queue that is added again gets the new level."""

    role: str | None = None
    team: Text | None = None
    site: Name | None = None
    languages: Annotated[list[Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]], Field(min_length=1)] | None = (
        None
    )
    phone: Annotated[str, StringConstraints(pattern=r"^(browser|sip)$")] | None = None
    active: bool | None = None
    add_queues: list[Assignment] = Field(default_factory=list)
    remove_queues: list[Name] = Field(default_factory=list)
    set_skills: dict[Name, Annotated[int, Field(ge=0, le=10)]] = Field(default_factory=dict)
    remove_skills: list[Name] = Field(default_factory=list)


class Bulk(Wire):
    """One change for many people."""

    people: Annotated[list[UUID], Field(min_length=1, max_length=MOST)]
    change: BulkChange


class BulkReport(Wire):
    """What a bulk change did, or in a dry run would do."""

    dry_run: bool
    changed: int
    unchanged: int


async def change_many(service: PeopleService, wanted: Bulk) -> tuple[int, int]:
    """How many were changed and how many already were as wanted. The first refusal names the person and refuses all."""
    changed = 0
    for person_id in dict.fromkeys(wanted.people):
        person = await service.found(person_id)
        change = _for(person, wanted.change)
        if not change.model_fields_set:
            continue
        try:
            await service.change(person_id, change, None)
        except Problem as refusal:
            sentence = f"{person.name} ({person.login}): {refusal.detail} Nobody was changed."
            members = {**refusal.extra, "person": str(person_id)}
            raise Problem(refusal.status, refusal.code, sentence, **members) from refusal
        changed += 1
    return changed, len(set(wanted.people)) - changed


def _for(person: PersonRow, wanted: BulkChange) -> PersonChange:
    """What has to change in this person."""
    before = fields_of(person)
    named = wanted.model_fields_set & {"role", "team", "site", "languages", "phone", "active"}
    after = {name: getattr(wanted, name) for name in named if name in _CLEARED or getattr(wanted, name) is not None}
    after["queues"] = _queues(before.queues, wanted)
    kept = {name: level for name, level in before.skills.items() if name not in wanted.remove_skills}
    after["skills"] = kept | wanted.set_skills
    now = before.model_dump() | {"active": person.active, "queues": before.queues}
    return PersonChange.model_validate({name: value for name, value in after.items() if now[name] != value})


def _queues(before: list[Assignment], wanted: BulkChange) -> list[Assignment]:
    added = {each.queue: each for each in wanted.add_queues}
    gone = set(wanted.remove_queues)
    kept = [added.pop(each.queue, each) for each in before if each.queue not in gone]
    return kept + [each for each in added.values() if each.queue not in gone]
