"""A desk's SIP on its way to a site's Asterisk: one websocket in, one out, only while the session lives."""

from __future__ import annotations

import asyncio

import structlog
from fastapi import WebSocket, WebSocketDisconnect
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.typing import Subprotocol

from .access import Caller
from .closing import GARBAGE, SESSION_OVER, SITE_AWAY, close_quietly
from .sip_guard import judge
from .tenant import TenantGateway

_DIAL_SECONDS = 3.0
_MAX_FRAME = 65_536
_MAX_DROPPED = 20

log = structlog.get_logger(__name__)


async def proxy(websocket: WebSocket, caller: Caller, tenant: TenantGateway, address: str) -> None:
    """Carry frames until either side closes or the session ends; `address` is the site's SIP websocket."""
    try:
        async with connect(
            address,
            subprotocols=[Subprotocol("sip")],
            open_timeout=_DIAL_SECONDS,
            close_timeout=1,
            max_size=_MAX_FRAME,
            ping_interval=None,
            proxy=None,
        ) as asterisk:
            await websocket.accept(subprotocol="sip")
            await _carry(websocket, asterisk, caller, tenant)
    except (OSError, TimeoutError, InvalidHandshake) as error:
        log.warning("site's SIP not reachable", error=str(error))
        await websocket.accept(subprotocol="sip")
        await close_quietly(websocket, SITE_AWAY)


async def _carry(websocket: WebSocket, asterisk: ClientConnection, caller: Caller, tenant: TenantGateway) -> None:
    async with tenant.sessions.attached(caller.session) as over:
        ends = {
            asyncio.create_task(_to_asterisk(websocket, asterisk, caller, tenant), name="sip to asterisk"): GARBAGE,
            asyncio.create_task(_to_browser(websocket, asterisk), name="sip to browser"): SITE_AWAY,
            asyncio.create_task(over.wait(), name="sip session"): SESSION_OVER,
        }
        try:
            done, _ = await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in ends:
                task.cancel()
            await asyncio.gather(*ends, return_exceptions=True)
    await close_quietly(websocket, min(ends[task] for task in done))


async def _to_asterisk(websocket: WebSocket, asterisk: ClientConnection, caller: Caller, tenant: TenantGateway) -> None:
    """Ends when the browser leaves or sends too much that is no SIP."""
    dropped = 0
    try:
        while dropped < _MAX_DROPPED:
            frame = await _text(websocket)
            passage = judge(frame, tenant.sessions.phone_of(caller.session))
            if passage.passes:
                await asterisk.send(frame)
            elif passage.answer is not None:
                await websocket.send_text(passage.answer)
            dropped += 0 if passage.passes else 1
    except (WebSocketDisconnect, ConnectionClosed):
        return


async def _to_browser(websocket: WebSocket, asterisk: ClientConnection) -> None:
    try:
        async for frame in asterisk:
            if isinstance(frame, str):
                await websocket.send_text(frame)
            else:
                await websocket.send_bytes(frame)
    except (WebSocketDisconnect, ConnectionClosed):
        return


async def _text(websocket: WebSocket) -> str:
    """The next frame; some clients send SIP as binary frames."""
    message = await websocket.receive()
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(message.get("code", 1005))
    text = message.get("text")
    return str(text if text is not None else message["bytes"].decode(errors="replace"))
