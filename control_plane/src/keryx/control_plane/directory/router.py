"""People: list, choices, add, change, change many, import, export."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Query, Request, Response

from keryx.control_plane.access.caller import Acting, Caller, CallerRoute
from keryx.control_plane.access.proof import recently_proven
from keryx.control_plane.directory.bulk import Bulk, BulkReport, change_many
from keryx.control_plane.directory.choices import Choices, choices
from keryx.control_plane.directory.csv_people import MAX_BYTES
from keryx.control_plane.directory.exporting import export
from keryx.control_plane.directory.importing import import_people
from keryx.control_plane.directory.listing import Listing, PeopleFilters, PeopleQuery
from keryx.control_plane.directory.schemas import (
    ImportReport,
    NewPerson,
    People,
    PersonChange,
    PersonOut,
    WithPassword,
)
from keryx.control_plane.directory.service import PeopleService
from keryx.control_plane.identity.account import make_link
from keryx.control_plane.identity.schemas import Link
from keryx.control_plane.tenants.repository import ConfigRepository
from keryx.kit.problems import Problem

router = APIRouter(prefix="/people", tags=["people"], route_class=CallerRoute)

Reading = Annotated[Caller, Depends(Acting("people.read"))]
Writing = Annotated[Caller, Depends(Acting("people.write"))]
Managing = Annotated[Caller, Depends(Acting("people.manage"))]


@router.get("", operation_id="listPeople")
async def list_people(asking: Reading, query: Annotated[PeopleQuery, Query()]) -> People:
    """The people the asker may see, a page at a time."""
    people, total, following = await _listing(asking).page(query)
    return People(items=[PersonOut.of(person) for person in people], total=total, next=following)


@router.get("/choices", operation_id="getPeopleChoices")
async def get_choices(asking: Reading) -> Choices:
    """What the fields of people can be chosen from."""
    return await choices(_listing(asking), await ConfigRepository(asking.session, asking.scope).known())


@router.get(
    "/export",
    operation_id="exportPeople",
    response_class=Response,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
async def export_people(
    asking: Reading, _: Annotated[Caller, Depends(Acting("people.export"))], filters: Annotated[PeopleFilters, Query()]
) -> Response:
    """The people the asker may see as CSV, in the columns an import takes; no passwords."""
    asking.trail.record("people.export", "export", "csv")
    headers = {"Content-Disposition": 'attachment; filename="people.csv"', "Cache-Control": "no-store"}
    content = export(await _listing(asking).all(filters))
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)


@router.post("/bulk", operation_id="changeManyPeople")
async def change_many_people(
    asking: Writing,
    wanted: Bulk,
    dry_run: Annotated[bool, Query(description="Only tell what would happen")] = False,
) -> BulkReport:
    """Change many people at once: all or none, each by the rules of changing one."""
    async with asking.session.begin_nested() as attempt:
        changed, unchanged = await change_many(_service(asking), wanted)
        if dry_run:
            await attempt.rollback()
            asking.trail.events.clear()
            asking.trail.nothing_done()
    return BulkReport(dry_run=dry_run, changed=changed, unchanged=unchanged)


@router.get("/{person_id}", operation_id="getPerson")
async def get_person(asking: Reading, person_id: UUID, response: Response) -> PersonOut:
    """One person."""
    person = await _service(asking).found(person_id)
    response.headers["ETag"] = f'"{person.revision}"'
    return PersonOut.of(person)


@router.post("", operation_id="addPerson", status_code=201)
async def add_person(asking: Managing, wanted: NewPerson) -> WithPassword:
    """Add a person. Without a password one is made, and told in this answer only."""
    person, password = await _service(asking).add(wanted, asking.platform.ids)
    return WithPassword(person=PersonOut.of(person), password=password)


@router.patch("/{person_id}", operation_id="changePerson")
async def change_person(
    asking: Writing,
    person_id: UUID,
    change: PersonChange,
    response: Response,
    if_match: Annotated[str | None, Header(description="The revision the change was made from")] = None,
) -> PersonOut:
    """Change what is named. With If-Match, 412 when somebody else changed the person meanwhile."""
    if "email" in change.model_fields_set:
        await recently_proven(asking)
    person = await _service(asking).change(person_id, change, if_match)
    response.headers["ETag"] = f'"{person.revision}"'
    return PersonOut.of(person)


@router.post("/{person_id}/password", operation_id="resetPassword", dependencies=[Depends(recently_proven)])
async def reset_password(asking: Managing, person_id: UUID) -> WithPassword:
    """Make a new password, told in this answer only; every session of the person ends."""
    person, password = await _service(asking).reset_password(person_id)
    return WithPassword(person=PersonOut.of(person), password=password)


@router.post(
    "/{person_id}/reset-link",
    operation_id="makeResetLink",
    status_code=201,
    dependencies=[Depends(recently_proven)],
)
async def make_reset_link(asking: Managing, person_id: UUID) -> Link:
    """Make a link with which the person sets a password, once, within a day; a link made before is good no more."""
    service = _service(asking)
    person = await service.found(person_id)
    await service.grants()
    service.require_right(person, person.role, "people.manage")
    secret, expires = await make_link(asking, person)
    return Link(path=f"/reset#{secret}", expires_at=expires)


@router.post(
    "/import",
    operation_id="importPeople",
    openapi_extra={"requestBody": {"required": True, "content": {"text/csv": {"schema": {"type": "string"}}}}},
)
async def import_csv(
    asking: Managing,
    request: Request,
    dry_run: Annotated[bool, Query(description="Only tell what would happen")] = False,
) -> ImportReport:
    """Import people from CSV: all rows or none. People changed by hand since their last import are left alone.

    422 `invalid_csv` lists every error by row and column.
    """
    content = await _body(request)
    return await import_people(_service(asking), content, asking.platform.ids, dry_run=dry_run)


async def _body(request: Request) -> bytes:
    content = bytearray()
    async for piece in request.stream():
        content += piece
        if len(content) > MAX_BYTES:
            raise Problem(413, "too_large", f"The file has more than {MAX_BYTES // 1024 // 1024} MiB.")
    return bytes(content)


def _listing(asking: Caller) -> Listing:
    return Listing(asking.session, asking.scope, asking.principal)


def _service(asking: Caller) -> PeopleService:
    return PeopleService.of(asking)
