"""Roles: what they are made of, list, add, change, remove; what one person can do and why."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Response

from keryx.control_plane.access.caller import Acting, Caller, CallerRoute
from keryx.control_plane.access.proof import recently_proven
from keryx.control_plane.directory.policy import principal_of
from keryx.control_plane.directory.service import PeopleService
from keryx.control_plane.roles.repository import RoleRepository
from keryx.control_plane.roles.schemas import (
    DecisionOut,
    NewRole,
    PersonRights,
    RightsTable,
    RoleFields,
    RoleOut,
    Roles,
)
from keryx.control_plane.roles.service import RoleService
from keryx.core.rights import ACTIONS, allowed

router = APIRouter(tags=["roles"], route_class=CallerRoute)

Reading = Annotated[Caller, Depends(Acting("roles.read"))]
Changing = Annotated[Caller, Depends(Acting("roles.write"))]
Managing = Annotated[Caller, Depends(Acting("roles.manage"))]
_PROVEN = [Depends(recently_proven)]
IfMatch = Annotated[str | None, Header(description="The revision the change was made from")]


@router.get("/rights", operation_id="listRights")
async def list_rights(_: Reading) -> RightsTable:
    """Modules, single rights and actions: all that a role is made of, what is to come included."""
    return RightsTable.whole()


@router.get("/roles", operation_id="listRoles")
async def list_roles(asking: Reading) -> Roles:
    """All roles people of this tenant can have."""
    return Roles(items=await _service(asking).all())


@router.post("/roles", operation_id="addRole", status_code=201, dependencies=_PROVEN)
async def add_role(asking: Managing, wanted: NewRole) -> RoleOut:
    """Add a role. It grants nothing that the asker's own role does not."""
    return await _service(asking).add(wanted)


@router.get("/roles/{role_id}", operation_id="getRole")
async def get_role(asking: Reading, role_id: str, response: Response) -> RoleOut:
    """One role."""
    return _tagged(await _service(asking).one(role_id), response)


@router.put("/roles/{role_id}", operation_id="changeRole", dependencies=_PROVEN)
async def change_role(
    asking: Changing, role_id: str, wanted: RoleFields, response: Response, if_match: IfMatch = None
) -> RoleOut:
    """Replace what a role grants: at once for all who have it. If-Match is needed; 412 when somebody else was quicker."""
    return _tagged(await _service(asking).change(role_id, wanted, if_match), response)


@router.delete("/roles/{role_id}", operation_id="removeRole", status_code=204)
async def remove_role(asking: Managing, role_id: str) -> None:
    """Remove a role nobody has. 409 `role_in_use` otherwise."""
    await _service(asking).remove(role_id)


@router.get("/people/{person_id}/rights", operation_id="getPersonRights")
async def person_rights(asking: Reading, person_id: UUID) -> PersonRights:
    """What this person can do, and why."""
    person = await PeopleService.of(asking).found(person_id)
    grants = await RoleRepository(asking.session, asking.scope).grants_of(person.role)
    principal = principal_of(person, grants)
    decisions = [DecisionOut.of(action, allowed(principal, action)) for action in ACTIONS]
    return PersonRights(person=str(person.id), role=person.role, decisions=decisions)


def _service(asking: Caller) -> RoleService:
    return RoleService(asking.session, asking.scope, asking.principal, asking.trail)


def _tagged(role: RoleOut, response: Response) -> RoleOut:
    response.headers["ETag"] = f'"{role.revision}"'
    return role
