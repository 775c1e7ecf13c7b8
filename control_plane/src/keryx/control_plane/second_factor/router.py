"""One's own authenticator, proving oneself again, taking a lost authenticator away, and the roles that require one."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from keryx.control_plane.access.caller import Acting, Caller, CallerRoute
from keryx.control_plane.access.proof import recently_proven
from keryx.control_plane.directory.service import PeopleService
from keryx.control_plane.identity.router import give_cookie, own
from keryx.control_plane.second_factor import service
from keryx.control_plane.second_factor.schemas import (
    Enrolment,
    Proof,
    RecoveryCodes,
    RoleRequirement,
    RoleRequirementOut,
    SecondFactorOut,
    TypedCode,
)

router = APIRouter(tags=["second factor"], route_class=CallerRoute)

Own = Annotated[Caller, Depends(Acting("account.use"))]
_PROVEN = [Depends(recently_proven)]


@router.post("/me/totp", operation_id="enrolTotp", dependencies=_PROVEN)
async def enrol(asking: Own, response: Response) -> Enrolment:
    """A secret for one's authenticator. It counts, in place of one there was, once it is confirmed."""
    response.headers["Cache-Control"] = "no-store"
    _, person = own(asking)
    return await service.enrol(asking, person)


@router.post("/me/totp/confirm", operation_id="confirmTotp")
async def confirm(asking: Own, request: Request, response: Response, typed: TypedCode) -> RecoveryCodes:
    """Show a first code: the authenticator counts from now on. Gives new recovery codes. 403 `wrong_code`."""
    session, person = own(asking)
    made, secret = await service.confirm(asking, person, session, typed.code)
    give_cookie(request, response, secret, session)
    response.headers["Cache-Control"] = "no-store"
    return RecoveryCodes(recovery_codes=made)


@router.post("/me/totp/recovery-codes", operation_id="renewRecoveryCodes", dependencies=_PROVEN)
async def renew_codes(asking: Own, response: Response) -> RecoveryCodes:
    """New recovery codes; the former are good no more."""
    response.headers["Cache-Control"] = "no-store"
    _, person = own(asking)
    return RecoveryCodes(recovery_codes=await service.new_codes(asking, person))


@router.delete("/me/totp", operation_id="removeTotp", status_code=204, dependencies=_PROVEN)
async def remove(asking: Own) -> None:
    """Log in without an authenticator from now on. 409 `totp_required` while the role requires one."""
    _, person = own(asking)
    await service.remove_own(asking, person)


@router.post("/me/proof", operation_id="proveOneself", status_code=204)
async def prove(asking: Own, request: Request, response: Response, proof: Proof) -> None:
    """Show again who one is, for the next quarter of an hour. 403 `wrong_code`, `wrong_password`, `code_required`."""
    session, person = own(asking)
    give_cookie(request, response, await service.prove(asking, person, session, proof), session)


@router.get("/people/{person_id}/second-factor", operation_id="getSecondFactor")
async def get_second_factor(
    asking: Annotated[Caller, Depends(Acting("people.read"))], person_id: UUID
) -> SecondFactorOut:
    """Whether a person has an authenticator, and whether they must."""
    return await service.of_person(asking, await PeopleService.of(asking).found(person_id))


@router.delete(
    "/people/{person_id}/second-factor", operation_id="removeSecondFactor", status_code=204, dependencies=_PROVEN
)
async def remove_second_factor(asking: Annotated[Caller, Depends(Acting("people.manage"))], person_id: UUID) -> None:
    """Take away an authenticator its person lost; every session of theirs ends. 409 `no_totp`."""
    people = PeopleService.of(asking)
    await service.remove_for(asking, people, await people.found(person_id))


@router.get("/second-factor/roles", operation_id="listTotpRoles")
async def list_roles(asking: Annotated[Caller, Depends(Acting("security.read"))]) -> list[RoleRequirementOut]:
    """Which roles require a second factor, and whom it touches."""
    return await service.requirements(asking)


@router.put("/second-factor/roles/{role_id}", operation_id="requireTotp", dependencies=_PROVEN)
async def require(
    asking: Annotated[Caller, Depends(Acting("security.write"))], role_id: str, wanted: RoleRequirement
) -> RoleRequirementOut:
    """Require a second factor of a role's people, or no longer: from their next log-in by password."""
    return await service.require(asking, role_id, wanted.required)
