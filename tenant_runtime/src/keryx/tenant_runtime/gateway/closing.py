"""Why a websocket is closed from our side."""

from __future__ import annotations

import structlog
from fastapi import WebSocket, WebSocketDisconnect

GARBAGE = 1008
SESSION_OVER = 4401
TOO_SLOW = 4408
SITE_AWAY = 4503

log = structlog.get_logger(__name__)


async def close_quietly(websocket: WebSocket, code: int) -> None:
    """Close with a code; a browser that is gone already needs none."""
    try:
        await websocket.close(code)
    except (RuntimeError, WebSocketDisconnect):
        log.debug("websocket was gone before it was closed")
