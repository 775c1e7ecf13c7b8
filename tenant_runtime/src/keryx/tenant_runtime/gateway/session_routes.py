"""Who is here: a session is begun with the platform's admitting token, looked at, and ended."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request, Response

from .access import Acting, Caller, TenantHere, public
from .auditing import actor_of, address_of
from .schemas import Admission, SessionView
from .sessions import COOKIE

router = APIRouter(prefix="/session", tags=["session"])

COOKIE_PATH = "/api/tenant/v1"


@router.post("", status_code=204, operation_id="beginSession", openapi_extra=public("an admitting token is exchanged"))
async def begin(admission: Admission, request: Request, tenant: TenantHere) -> Response:
    """Exchange an admitting token, once, for a session cookie."""
    begun = await tenant.sessions.begin(admission.token, request.headers.get("user-agent", ""), address_of(request))
    response = Response(status_code=204)
    response.set_cookie(
        COOKIE,
        begun.secret,
        max_age=begun.seconds,
        path=COOKIE_PATH,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return response


@router.get("", operation_id="getSession")
async def look(caller: Annotated[Caller, Acting("session.view")], tenant: TenantHere) -> SessionView:
    """Who is signed in here, and what this person may do."""
    return tenant.session_view(caller)


@router.delete("", status_code=204, operation_id="endSession")
async def end(caller: Annotated[Caller, Acting("session.end")], request: Request, tenant: TenantHere) -> Response:
    """End this session: its websocket and its phone go with it."""
    await tenant.sessions.end(caller.session, actor_of(request, caller.principal, caller.session.id))
    response = Response(status_code=204)
    response.delete_cookie(COOKIE, path=COOKIE_PATH, httponly=True, samesite="strict")
    return response
