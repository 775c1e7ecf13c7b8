"""Logging in by an identity provider, its back-channel logout, and the preview of its rules."""

import base64
import binascii
import json
from typing import Annotated, Any
from urllib.parse import parse_qs, urlencode, urlsplit

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from keryx.control_plane.access.caller import Acting, Caller, CallerRoute, address_of, origin_of, public
from keryx.control_plane.identity.router import COOKIE_PATH, give_cookie
from keryx.control_plane.platform import platform_of
from keryx.control_plane.providers import service
from keryx.control_plane.providers.declared import providers_of, require
from keryx.control_plane.providers.schemas import ClaimedOut, PastedToken, ProviderChoice, ProviderChoices
from keryx.core.claims import claimed
from keryx.kit.problems import Problem

COOKIE = "keryx_provider_login"
_PATH = f"{COOKIE_PATH}/login/oidc"
_MAX_BODY = 64 * 1024

open_router = APIRouter(prefix="/login", tags=["identity"])
router = APIRouter(prefix="/identity-providers", tags=["security"], route_class=CallerRoute)


@open_router.get(
    "/providers",
    operation_id="listIdentityProviders",
    openapi_extra=public("whoever logs in must see how"),
)
async def list_providers(request: Request) -> ProviderChoices:
    """The identity providers one can log in with here."""
    platform = platform_of(request)
    scope = await platform.scope_of(request)
    async with platform.transaction(scope) as session:
        found = await providers_of(session, scope)
    items = [ProviderChoice(name=name, display_name=spec.display_name) for name, spec in sorted(found.items())]
    return ProviderChoices(items=items, password_by_mail=platform.sends_mail)


@open_router.get(
    "/oidc/callback",
    operation_id="returnFromProvider",
    response_class=RedirectResponse,
    status_code=303,
    openapi_extra=public("the state it carries was given to this browser"),
)
async def come_back(
    request: Request,
    state: Annotated[str, Query(max_length=500)] = "",
    code: Annotated[str | None, Query(max_length=4000)] = None,
    iss: Annotated[str | None, Query(max_length=500)] = None,
    error: Annotated[str | None, Query(max_length=200)] = None,
) -> Response:
    """Where the provider sends the browser back to. Goes on into the web app, which is told of a refusal by its code alone."""
    platform = platform_of(request)
    scope = await platform.scope_of(request)
    given = {"state": state, "code": code, "iss": iss, "error": error}
    answer = {name: value for name, value in given.items() if value is not None}
    browser = service.Browser(
        request.cookies.get(COOKIE, ""), address_of(request), request.headers.get("user-agent", "")[:200]
    )
    try:
        begun, return_to = await service.come_back(platform, scope, answer, browser, _redirect_uri(request))
    except Problem as problem:
        response = RedirectResponse(f"/login?{urlencode({'refused': problem.code})}", 303)
    else:
        response = RedirectResponse(f"/login?{urlencode({'entered': 1, 'next': return_to})}", 303)
        give_cookie(request, response, begun.secret, begun.session)
    response.delete_cookie(COOKIE, path=_PATH, httponly=True, samesite="lax")
    return response


@open_router.get(
    "/oidc/{name}",
    operation_id="loginWithProvider",
    response_class=RedirectResponse,
    status_code=303,
    openapi_extra=public("it sends to the provider"),
)
async def send_away(
    request: Request,
    name: str,
    next: Annotated[str, Query(max_length=500)] = "/",  # noqa: A002 - the page's own word
) -> Response:
    """Send the browser to the provider. `next` is a path of the web app to go on to."""
    platform = platform_of(request)
    scope = await platform.scope_of(request)
    url, secret = await service.send_away(platform, scope, name, _own_path(next), _redirect_uri(request))
    response = RedirectResponse(url, 303)
    response.set_cookie(
        COOKIE,
        secret,
        max_age=int(service.AWAY_AT_MOST.total_seconds()),
        path=_PATH,
        httponly=True,
        samesite="lax",  # it must come back with a navigation from the provider
        secure=origin_of(request).startswith("https:"),
    )
    return response


@open_router.post(
    "/oidc/{name}/backchannel-logout",
    operation_id="backchannelLogout",
    openapi_extra=public("the provider signs what it says")
    | {"requestBody": {"content": {"application/x-www-form-urlencoded": {"schema": {"type": "object"}}}}},
)
async def backchannel_logout(request: Request, name: str, response: Response) -> None:
    """OpenID Connect Back-Channel Logout 1.0: every session of the person ends. 400 `logout_refused`."""
    platform = platform_of(request)
    scope = await platform.scope_of(request)
    body = await request.body()
    if len(body) > _MAX_BODY:
        raise Problem(413, "too_large", "A logout token is smaller than this.")
    token = parse_qs(body.decode("ascii", "replace")).get("logout_token", [""])[0]
    await service.log_out(platform, scope, name, token)
    response.headers["Cache-Control"] = "no-store"


@router.post("/{name}/preview", operation_id="previewClaims")
async def preview(
    asking: Annotated[Caller, Depends(Acting("security.read"))], name: str, pasted: PastedToken
) -> ClaimedOut:
    """What the declared rules make of a pasted token or of its claims. Nothing is believed or kept of it."""
    asking.trail.nothing_done()
    spec = require(await providers_of(asking.session, asking.scope), name)
    return ClaimedOut.of(claimed(spec, _claims(pasted.token)))


def _claims(token: str) -> dict[str, Any]:
    parts = token.strip().split(".")
    text = token
    try:
        if len(parts) == 3:
            text = base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)).decode()
        found = json.loads(text)
        if isinstance(found, dict):
            return found
    except (ValueError, binascii.Error):
        pass
    raise Problem(422, "no_token", "This is neither a token nor a JSON object of claims.")


def _own_path(wanted: str) -> str:
    """A path of the web app, never another site's address."""
    parts = urlsplit(wanted)
    safe = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and not parts.netloc and not parts.scheme
    return wanted if safe and "\\" not in wanted else "/"


def _redirect_uri(request: Request) -> str:
    return f"{origin_of(request)}{_PATH}/callback"
