"""Who asks: a person with a session, or whoever holds the bootstrap token; found before the body is read.

Each request to these routes is one transaction in the scope of the tenant whose host it came to. What raises rolls back.
"""

from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, cast
from urllib.parse import urlsplit

from fastapi import Depends, Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from sqlalchemy.ext.asyncio import AsyncSession

from keryx.control_plane.access.secrets import secret_hash
from keryx.control_plane.audit.trail import Actor, Trail
from keryx.control_plane.directory.models import PersonRow
from keryx.control_plane.directory.policy import principal_of
from keryx.control_plane.directory.repository import CHANGED, PeopleRepository
from keryx.control_plane.identity.models import PlatformSession
from keryx.control_plane.identity.repository import IdentityRepository
from keryx.control_plane.mail.repository import WRITTEN
from keryx.control_plane.platform import Platform, platform_of
from keryx.control_plane.roles.repository import RoleRepository
from keryx.control_plane.scope import TenantScope
from keryx.core.rights import Principal, allowed
from keryx.kit.problems import Problem, unauthenticated

COOKIE = "keryx_platform"
BOOTSTRAP = "bootstrap"
OPEN_BECAUSE = "x-keryx-open"
_WHATEVER_MUST = frozenset({"account.use", "session.end"})
"""What a person may do who has something else to do first."""
_MUST = {"change_password": "Change your password first.", "enrol_totp": "Set up your authenticator first."}
_SEEN_EVERY = timedelta(minutes=1)
_READS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True)
class Caller:
    """Who asks, for which tenant, in which transaction."""

    principal: Principal
    scope: TenantScope
    session: AsyncSession
    platform: Platform
    trail: Trail
    person: PersonRow | None = None
    login_session: PlatformSession | None = None


class CallerRoute(APIRoute):
    """Authenticates, then parses; writes the audit trail and commits when the handler returned, and tells the pusher of
    changed people. A change whose handler recorded nothing is recorded as what the route is."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        action = next(_actions(self.dependant), "account.use")

        async def in_transaction(request: Request) -> Response:
            platform = platform_of(request)
            scope = await platform.scope_of(request)
            async with platform.transaction(scope) as session:
                asking = await _authenticate(request, platform, scope, session)
                request.state.caller = asking
                response = await handle(request)
                if request.method not in _READS and not asking.trail.events and not asking.trail.dismissed:
                    asking.trail.record(action, str(self.operation_id), "/".join(request.path_params.values()))
                await asking.trail.write(session)
            if session.info.get(CHANGED):
                platform.pusher.wake()
            if session.info.get(WRITTEN):
                platform.wake_mailer()
            return response

        return in_transaction


def _actions(dependant: Dependant) -> Iterator[str]:
    if isinstance(dependant.call, Acting):
        yield dependant.call.action
    for inner in dependant.dependencies:
        yield from _actions(inner)


def caller(request: Request) -> Caller:
    """The caller that `CallerRoute` found."""
    return cast(Caller, request.state.caller)


def public(reason: str) -> dict[str, Any]:
    """Marks a route that needs no session, with the reason."""
    return {OPEN_BECAUSE: reason}


class Acting:
    """Dependency: the caller, if their role allows `action` on something at all. Problem 403 otherwise."""

    def __init__(self, action: str) -> None:
        self.action = action

    def __call__(self, asking: Annotated[Caller, Depends(caller)]) -> Caller:
        must = asking.login_session.must if asking.login_session else None
        if must and self.action not in _WHATEVER_MUST:
            raise Problem(403, must, _MUST[must])
        decision = allowed(asking.principal, self.action)
        if not decision.allowed:
            raise Problem(403, "not_allowed", decision.reason)
        return asking


def refuse_foreign_origin(request: Request) -> None:
    """Problem 403 for a change that another site's page asked for. Programs send no Origin.

    Beside the cookie's SameSite=Strict: a browser says where a request comes from in one header or the other.
    """
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise Problem(403, "foreign_origin", "This request comes from another site.")
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise Problem(403, "foreign_origin", "This request comes from another site.")


async def _authenticate(request: Request, platform: Platform, scope: TenantScope, session: AsyncSession) -> Caller:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return _bootstrap(request, platform, scope, session, token)
    found = await _from_cookie(request, scope, session)
    if found is None:
        raise unauthenticated()
    if request.method not in _READS:
        refuse_foreign_origin(request)
    login_session, person = found
    grants = await RoleRepository(session, scope).grants_of(person.role)
    principal = principal_of(person, grants)
    actor = Actor("person", str(person.id), person.login, address_of(request), str(login_session.id))
    trail = Trail(scope, actor, now_ms(), principal)
    return Caller(principal, scope, session, platform, trail, person, login_session)


def address_of(request: Request) -> str:
    """Where the request came from, as the proxy in front of us says."""
    return request.client.host if request.client else ""


def origin_of(request: Request) -> str:
    """Scheme and host as browsers reach us."""
    scheme = request.headers.get("x-forwarded-proto", request.url.scheme)
    return f"{scheme}://{request.headers['host']}"


def now_ms() -> int:
    return int(datetime.now(UTC).timestamp() * 1000)


def _bootstrap(request: Request, platform: Platform, scope: TenantScope, session: AsyncSession, token: str) -> Caller:
    if not platform.is_bootstrap(token):
        raise unauthenticated("This token is not good here.")
    principal = Principal(person_id=BOOTSTRAP, tenant=scope.tenant_id, role="root_administrator")
    trail = Trail(scope, Actor("program", BOOTSTRAP, address=address_of(request)), now_ms(), principal)
    return Caller(principal, scope, session, platform, trail)


async def _from_cookie(
    request: Request, scope: TenantScope, session: AsyncSession
) -> tuple[PlatformSession, PersonRow] | None:
    secret = request.cookies.get(COOKIE)
    if not secret:
        return None
    now = datetime.now(UTC)
    found = await IdentityRepository(session, scope).session(secret_hash(secret), now)
    person = await PeopleRepository(session, scope).by_id(found.person) if found else None
    if found is None or person is None or not person.active or person.session_epoch != found.session_epoch:
        return None
    if found.seen_at is None or now - found.seen_at > _SEEN_EVERY:
        found.seen_at = now
    return found, person
