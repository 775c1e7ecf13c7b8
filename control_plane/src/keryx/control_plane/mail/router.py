"""Mail that leads people to choosing a password."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, BackgroundTasks, Depends, Request
from pydantic import Field

from keryx.control_plane.access.caller import (
    Acting,
    Caller,
    CallerRoute,
    address_of,
    origin_of,
    public,
    refuse_foreign_origin,
)
from keryx.control_plane.access.proof import recently_proven
from keryx.control_plane.directory.service import PeopleService
from keryx.control_plane.mail import service
from keryx.control_plane.platform import platform_of
from keryx.control_plane.tenants.schemas import Wire

open_router = APIRouter(tags=["identity"])
router = APIRouter(tags=["people"], route_class=CallerRoute)


class Forgotten(Wire):
    """Whose password was forgotten."""

    login: Annotated[str, Field(min_length=1, max_length=200)]


class MailWanted(Wire):
    """Which mail."""

    kind: Literal["reset", "invitation"]


@open_router.post(
    "/password/forgotten",
    operation_id="forgottenPassword",
    status_code=202,
    openapi_extra=public("whoever forgot a password cannot log in"),
)
async def forgotten(request: Request, wanted: Forgotten, later: BackgroundTasks) -> None:
    """Ask for a mail with a link that sets a password. The answer is the same whether there is such an account or not.

    409 `no_mail` when this platform sends none, 429 `too_often`.
    """
    refuse_foreign_origin(request)
    platform = platform_of(request)
    scope = await platform.scope_of(request)
    if not platform.sends_mail:
        raise service.no_mail()
    await service.refuse_a_flood(platform, scope, address_of(request))
    later.add_task(service.forgotten, platform, scope, wanted.login, origin_of(request), address_of(request))


@router.post(
    "/people/{person_id}/mail",
    operation_id="mailPerson",
    status_code=202,
    dependencies=[Depends(recently_proven)],
)
async def mail_person(
    asking: Annotated[Caller, Depends(Acting("people.manage"))], request: Request, person_id: UUID, wanted: MailWanted
) -> None:
    """Send a person a link that sets a password: an invitation (a week) or a new password (a day). 409 `no_mail`, `no_address`."""
    people = PeopleService.of(asking)
    person = await people.found(person_id)
    await people.grants()
    people.require_right(person, person.role, "people.manage")
    service.write_to(asking, person, wanted.kind, origin_of(request))
