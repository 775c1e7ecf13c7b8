"""The two websockets of a browser: live views and commands, and its phone's SIP."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, WebSocket

from keryx.kit.problems import Problem, not_found

from . import figures
from .access import Acting, Caller, TenantHere
from .browser import Browser
from .sip_proxy import proxy
from .tenant import TenantGateway

router = APIRouter()

MAX_CONNECTIONS = 24


@router.websocket("/ws")
async def live(websocket: WebSocket, caller: Annotated[Caller, Acting("session.view")], tenant: TenantHere) -> None:
    """Each topic and each command asks for its own action besides (see `commands.py`)."""
    _require_room(caller, tenant)
    await websocket.accept()
    with figures.WEBSOCKETS.labels(tenant.id).track_inprogress():
        await Browser(websocket, caller, tenant).run()


def _require_room(caller: Caller, tenant: TenantGateway) -> None:
    if tenant.sessions.connections(caller.session) >= MAX_CONNECTIONS:
        raise Problem(
            429, "too_many_connections", f"A session has at most {MAX_CONNECTIONS} connections; close a page."
        )


@router.websocket("/sip/{site}")
async def sip(
    websocket: WebSocket, site: str, caller: Annotated[Caller, Acting("desk.use")], tenant: TenantHere
) -> None:
    """SIP over websocket (RFC 7118) to the site's Asterisk."""
    _require_room(caller, tenant)
    address = tenant.sip_sites.get(site)
    if address is None or "sip" not in websocket.scope["subprotocols"]:
        raise not_found("SIP websocket")
    with figures.SIP_WEBSOCKETS.labels(tenant.id).track_inprogress():
        await proxy(websocket, caller, tenant, address)
