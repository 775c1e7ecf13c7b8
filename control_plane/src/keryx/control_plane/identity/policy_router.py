"""The tenant's password policy: what holds, and whom another one would touch. It is declared in `TenantSettings`."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Request

from keryx.control_plane.access.caller import Acting, Caller, CallerRoute, public
from keryx.control_plane.directory.repository import PeopleRepository
from keryx.control_plane.identity.rules import policy_of
from keryx.control_plane.identity.schemas import Policy, PolicyEffect, Rules
from keryx.control_plane.platform import platform_of
from keryx.crds.kinds.password_policy import PROFILES, PasswordPolicy

open_router = APIRouter(tags=["security"])
router = APIRouter(prefix="/password-policy", tags=["security"], route_class=CallerRoute)

Reading = Annotated[Caller, Depends(Acting("security.read"))]


@open_router.get(
    "/password/rules",
    operation_id="getPasswordRules",
    openapi_extra=public("whoever chooses a password must know what is asked of it"),
)
async def get_rules(request: Request) -> Rules:
    """What is asked of a password here."""
    platform = platform_of(request)
    scope = await platform.scope_of(request)
    async with platform.transaction(scope) as session:
        policy = await policy_of(session, scope)
    return Rules.of(policy.profile, policy.rules())


@router.get("", operation_id="getPasswordPolicy")
async def get_policy(asking: Reading) -> Policy:
    """The policy as declared, what it comes to, and the named profiles."""
    declared = await policy_of(asking.session, asking.scope)
    profiles = [Rules.of(name, rules) for name, rules in PROFILES.items()]
    return Policy(declared=declared, effective=Rules.of(declared.profile, declared.rules()), profiles=profiles)


@router.post("/preview", operation_id="previewPasswordPolicy")
async def preview(asking: Reading, wanted: PasswordPolicy) -> PolicyEffect:
    """Whom this policy would touch, if it were declared. Changes nothing."""
    asking.trail.nothing_done()
    rules = wanted.rules()
    old = datetime.now(UTC) - timedelta(days=rules.validity_days) if rules.validity_days else None
    active, expired, given = await PeopleRepository(asking.session, asking.scope).password_ages(old)
    return PolicyEffect(people=active, expired=expired, given=given if rules.change_at_first_login else 0)
