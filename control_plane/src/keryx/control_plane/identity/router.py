"""Login, renewal of the admitting token, logout, one's own account."""

from datetime import UTC, datetime
from typing import Annotated, cast
from uuid import UUID

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
from keryx.control_plane.identity import account, service
from keryx.control_plane.identity.models import PlatformSession
from keryx.control_plane.identity.repository import IdentityRepository
from keryx.control_plane.identity.rules import rules_of
from keryx.control_plane.identity.schemas import (
    Admitted,
    Admitting,
    Credentials,
    Me,
    Must,
    PasswordByLink,
    PasswordChange,
    Preferences,
    SessionOut,
    Sessions,
)
from keryx.control_plane.platform import platform_of
from keryx.control_plane.second_factor import service as second_factor
from keryx.core.rights import ACTIONS, allowed
from keryx.kit.problems import Problem

COOKIE_PATH = "/api/platform/v1"

open_router = APIRouter(tags=["identity"])
router = APIRouter(tags=["identity"], route_class=CallerRoute)

Own = Annotated[Caller, Depends(Acting("account.use"))]


@open_router.post("/login", operation_id="login", openapi_extra=public("it begins a session"))
async def login(request: Request, response: Response, credentials: Credentials) -> Admitted:
    """Log in with a password: a token for the tenant's runtime, and a cookie to renew it with.

    401 `wrong_login`, `code_required` (send the same again with a code), `wrong_code`, or `locked` after as many wrong
    ones in a row as the policy says; 429 `address_blocked`.
    """
    refuse_foreign_origin(request)
    platform = platform_of(request)
    scope = await platform.scope_of(request)
    user_agent = request.headers.get("user-agent", "")[:200]
    attempt = service.Attempt(
        credentials.login, credentials.password, address_of(request), user_agent, credentials.code
    )
    begun = await service.log_in(platform, scope, attempt)
    give_cookie(request, response, begun.secret, begun.session)
    token = None if begun.session.must else service.admitting_token(platform, begun.person, begun.session.id)
    return Admitted(token=token, person=PersonOut.of(begun.person), next=cast(Must | None, begun.session.must))


@open_router.post(
    "/password/reset",
    operation_id="setPasswordByLink",
    status_code=204,
    openapi_extra=public("the link's secret stands for the person"),
)
async def reset(request: Request, wanted: PasswordByLink) -> None:
    """Set a password by a link that works once. 404 `link_used`, 422 `weak_password`."""
    refuse_foreign_origin(request)
    platform = platform_of(request)
    scope = await platform.scope_of(request)
    await account.use_link(platform, scope, wanted.token, wanted.password, address_of(request))


@router.post("/token", operation_id="renewToken")
async def renew_token(asking: Annotated[Caller, Depends(Acting("session.view"))]) -> Admitting:
    """Another admitting token for the same login."""
    session, person = own(asking)
    asking.trail.nothing_done()  # no change: a desk renews its token each few minutes
    return Admitting(token=service.admitting_token(asking.platform, person, session.id))


@router.post("/logout", operation_id="logout", status_code=204)
async def logout(asking: Annotated[Caller, Depends(Acting("session.end"))], response: Response) -> None:
    """End this login."""
    session, person = own(asking)
    await account.end_session(asking, person, session.id)
    response.delete_cookie(COOKIE, path=COOKIE_PATH, httponly=True, samesite="strict")


@router.get("/me", operation_id="me")
async def me(asking: Own) -> Me:
    """The person of this login and what their role allows."""
    session, person = own(asking)
    rules = await rules_of(asking.session, asking.scope)
    return Me(
        person=PersonOut.of(person),
        actions=[action for action in sorted(ACTIONS) if allowed(asking.principal, action).allowed],
        language=person.language,
        password_expires_at=service.password_expires(person, rules),
        next=cast(Must | None, session.must),
        second_factor=await second_factor.of_person(asking, person),
    )


@router.patch("/me", operation_id="changePreferences", status_code=204)
async def change_preferences(asking: Own, wanted: Preferences) -> None:
    """Choose the language of the pages."""
    _, person = own(asking)
    asking.trail.record(
        "account.use",
        "person",
        person.id,
        person.login,
        before={"language": person.language},
        after={"language": wanted.language},
    )
    person.language = wanted.language


@router.post("/me/password", operation_id="changePassword", status_code=204)
async def change_password(asking: Own, request: Request, response: Response, wanted: PasswordChange) -> None:
    """Change one's own password. Every other session ends; this one goes on. 403 `wrong_password`, 422 `weak_password`."""
    session, person = own(asking)
    secret = await account.change_password(asking, person, session, wanted.current, wanted.new)
    give_cookie(request, response, secret, session)


@router.get("/me/sessions", operation_id="listSessions")
async def list_sessions(asking: Own) -> Sessions:
    """One's own log-ins."""
    session, person = own(asking)
    repository = IdentityRepository(asking.session, asking.scope)
    found = await repository.sessions_of(person.id, person.session_epoch, datetime.now(UTC))
    return Sessions(items=[SessionOut.of(each, session.id) for each in found])


@router.delete("/me/sessions/{session_id}", operation_id="endSession", status_code=204)
async def end_session(asking: Own, session_id: UUID) -> None:
    """End one of one's own log-ins."""
    _, person = own(asking)
    await account.end_session(asking, person, session_id)


def own(asking: Caller) -> tuple[PlatformSession, PersonRow]:
    """The session and the person that ask. Problem 403 for a program."""
    if asking.login_session is None:
        raise Problem(403, "no_person", "The bootstrap token is no person's.")
    return asking.login_session, cast(PersonRow, asking.person)


def give_cookie(request: Request, response: Response, secret: str, session: PlatformSession) -> None:
    """The cookie of a session, sent to this API alone and to no other site's pages."""
    response.set_cookie(
        COOKIE,
        secret,
        max_age=int((session.expires_at - datetime.now(UTC)).total_seconds()),
        path=COOKIE_PATH,
        httponly=True,
        samesite="strict",
        secure=request.headers.get("x-forwarded-proto", request.url.scheme) == "https",
    )
