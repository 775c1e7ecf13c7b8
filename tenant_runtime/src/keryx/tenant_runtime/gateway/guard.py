"""What every request meets first: which tenant its host names, whether its origin is that host, how large it may be.

A plain ASGI layer, so that it stands before routing, bodies and websockets alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket

from keryx.kit.problems import Problem, response

from .tenant import TenantGateway

MAX_BODY_BYTES = 64 * 1024
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_OPERATIONS = frozenset({"/healthz", "/readyz", "/metrics"})
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "microphone=(self), camera=(), geolocation=()",
}


class Guard:
    """`tenants` by host name, without port. Health and metrics are served where no tenant's host is asked, never to browsers."""

    def __init__(self, app: ASGIApp, tenants: Mapping[str, TenantGateway]) -> None:
        self._app = app
        self._tenants = tenants

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        try:
            self._admit(scope, headers, host)
        except Problem as problem:
            await _refuse(problem, scope, receive, send)
            return
        await self._app(scope, _bounded(receive), _protected(send, host))

    def _admit(self, scope: Scope, headers: Headers, host: str) -> None:
        """Problem when the request is not for here."""
        tenant = self._tenants.get(_name(host))
        if tenant is None:
            if scope["path"] in _OPERATIONS:
                return
            raise Problem(421, "unknown_host", "No tenant has this host name.")
        if scope["path"] in _OPERATIONS:
            raise Problem(404, "not_found", "There is no such page.")
        scope.setdefault("state", {})["tenant"] = tenant
        needs_origin = scope["type"] == "websocket" or scope["method"] not in _SAFE_METHODS
        origin = headers.get("origin")
        if needs_origin and origin is not None and urlsplit(origin).netloc.lower() != host.lower():
            raise Problem(403, "foreign_origin", "This request comes from another site.")
        if int(headers.get("content-length") or 0) > MAX_BODY_BYTES:
            raise _too_large()


def _name(host: str) -> str:
    """The host's name without its port."""
    return host.rsplit(":", 1)[0].lower() if host.rpartition(":")[2].isdigit() else host.lower()


def _too_large() -> Problem:
    return Problem(413, "too_large", f"A request body has at most {MAX_BODY_BYTES} bytes.")


def _bounded(receive: Receive) -> Receive:
    """The same, refusing a body that is larger than it may be, whatever its header said."""
    taken = 0

    async def bounded() -> Message:
        nonlocal taken
        message = await receive()
        if message["type"] == "http.request":
            taken += len(message.get("body", b""))
            if taken > MAX_BODY_BYTES:
                raise _too_large()
        return message

    return bounded


def _protected(send: Send, host: str) -> Send:
    """The same, with the headers that keep a browser from doing harm with what it gets."""

    async def protected(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["Content-Security-Policy"] = policy(host)
            for name, value in _HEADERS.items():
                headers[name] = value
        await send(message)

    return protected


def policy(host: str) -> str:
    """Everything from this host alone. Styles may stand in the page: the component library writes its own."""
    rules: dict[str, str] = {
        "default-src": "'self'",
        "connect-src": f"'self' ws://{host} wss://{host}",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data:",
        "media-src": "'self' blob:",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


async def _refuse(problem: Problem, scope: Scope, receive: Receive, send: Send) -> None:
    answer: Any = response(problem)
    if scope["type"] == "websocket":
        await WebSocket(scope, receive, send).send_denial_response(answer)
    else:
        await answer(scope, receive, send)
