"""Login, renewal of the admitting token, logout, who am I."""

from typing import Annotated, cast

from fastapi import APIRouter, Depends, Request, Response

from keryx.control_plane.access.caller import (
    COOKIE,
    Acting,
    Caller,
    CallerRoute,
    address_of,
    public,
    refuse_foreign_origin,
)
from keryx.control_plane.directory.models import PersonRow
from keryx.control_plane.directory.schemas import PersonOut
from keryx.control_plane.identity import service
from keryx.control_plane.identity.models import PlatformSession
from keryx.control_plane.identity.repository import IdentityRepository
from keryx.control_plane.identity.schemas import Admitted, Admitting, Credentials, Me
from keryx.control_plane.platform import platform_of
from keryx.core.rights import ACTIONS, allowed
from keryx.kit.problems import Problem

COOKIE_PATH = "/api/platform/v1"

open_router = APIRouter(tags=["identity"])
router = APIRouter(tags=["identity"], route_class=CallerRoute)

Own = Annotated[Caller, Depends(Acting("account.use"))]


@open_router.post("/login", operation_id="login", openapi_extra=public("it begins a session"))
async def login(request: Request, response: Response, credentials: Credentials) -> Admitted:
    """Log in with a password: a token for the tenant's runtime, and a cookie to renew it with.

    401 `wrong_login`, or `locked` after six wrong passwords in a row.
    """
    refuse_foreign_origin(request)
    platform = platform_of(request)
    scope = await platform.scope_of(request)
    user_agent = request.headers.get("user-agent", "")[:200]
    attempt = service.Attempt(credentials.login, credentials.password, address_of(request), user_agent)
    begun = await service.log_in(platform, scope, attempt)
    response.set_cookie(
        COOKIE,
        begun.secret,
        max_age=int(service.SESSION_LIMIT.total_seconds()),
        path=COOKIE_PATH,
        httponly=True,
        samesite="strict",
        secure=request.headers.get("x-forwarded-proto", request.url.scheme) == "https",
    )
    token = service.admitting_token(platform, begun.person, begun.session.id)
    return Admitted(token=token, person=PersonOut.of(begun.person))


@router.post("/token", operation_id="renewToken")
async def renew_token(asking: Own) -> Admitting:
    """Another admitting token for the same login."""
    session, person = _own(asking)
    asking.trail.nothing_done()  # no change: a desk renews its token each few minutes
    return Admitting(token=service.admitting_token(asking.platform, person, session.id))


@router.post("/logout", operation_id="logout", status_code=204)
async def logout(asking: Own, response: Response) -> None:
    """End this login."""
    session, _ = _own(asking)
    await IdentityRepository(asking.session, asking.scope).end_session(session.id)
    asking.trail.record("session.end", "session", session.id)
    response.delete_cookie(COOKIE, path=COOKIE_PATH, httponly=True, samesite="strict")


@router.get("/me", operation_id="me")
async def me(asking: Own) -> Me:
    """The person of this login and what their role allows."""
    _, person = _own(asking)
    actions = [action for action in sorted(ACTIONS) if allowed(asking.principal, action).allowed]
    return Me(person=PersonOut.of(person), actions=actions)


def _own(asking: Caller) -> tuple[PlatformSession, PersonRow]:
    if asking.login_session is None:
        raise Problem(403, "no_person", "The bootstrap token is no person's.")
    return asking.login_session, cast(PersonRow, asking.person)
