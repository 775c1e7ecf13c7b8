"""The engine's HTTP: pushes from the operator and the control plane, the line to gateways. For Keryx's own programs only."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

import msgspec
from fastapi import FastAPI, Request, Response, WebSocket

from keryx.kit import problems
from keryx.kit.http import add_health
from keryx.kit.problems import Problem
from keryx.kit.tokens import PUSH_SECONDS, TokenRefused, body_hash, verify
from keryx.tenant_runtime.engine.link import Links
from keryx.tenant_runtime.engine.pushes import Conflict, Pushes, Stored, Unfit
from keryx.tenant_runtime.service import bearer

_BODY_BYTES_AT_MOST = 32 * 1024 * 1024
_PUSHERS = {"config": "operator", "directory": "control-plane"}
_SHUT_NOT_LEADING = 4503
_SHUT_REFUSED = 4401


class Active(msgspec.Struct, frozen=True):
    """The answer to a push or a question: what is stored, and the version this engine works by (None when it does not lead)."""

    version: int
    hash: str
    active: int | None


@dataclass(frozen=True)
class Served:
    """One tenant, as the API needs it. `keys`: public keys (PEM) by issuer. `links` is None while another engine leads.

    `applied` waits, a while, until the leader works by what was stored and says by which version it works.
    """

    id: str
    pushes: Pushes
    keys: Mapping[str, tuple[str, ...]]
    links: Callable[[], Links | None]
    applied: Callable[[str, int], Awaitable[int | None]]


def create_app(tenants: Mapping[str, Served], ready: Callable[[], Awaitable[bool]]) -> FastAPI:
    """The app of one engine process. `ready`: whether it can take pushes."""
    app = FastAPI(title="Keryx engine", openapi_url=None)
    problems.install(app)
    add_health(app, ready)

    @app.api_route("/internal/v1/tenants/{tenant_id}/{what}", methods=["GET", "PUT", "PATCH"])
    async def push(tenant_id: str, what: str, request: Request) -> Response:
        body = await _body(request)
        tenant = _authorised(tenants, tenant_id, what, request, body)
        if request.method == "GET":
            return _answer(await tenant.pushes.stored(what), await tenant.applied(what, 0))
        stored = await _store(tenant, what, request.method, body)
        return stored if isinstance(stored, Response) else _answer(stored, await tenant.applied(what, stored.version))

    @app.websocket("/internal/v1/tenants/{tenant_id}/link")
    async def link(socket: WebSocket, tenant_id: str) -> None:
        tenant = tenants.get(tenant_id)
        if tenant is None or not _may_link(tenant, socket):
            await socket.close(_SHUT_REFUSED)
            return
        links = tenant.links()
        if links is None:
            await socket.close(_SHUT_NOT_LEADING)
            return
        await socket.accept()
        await links.serve(socket)

    return app


async def _body(request: Request) -> bytes:
    content = bytearray()
    async for piece in request.stream():
        content += piece
        if len(content) > _BODY_BYTES_AT_MOST:
            raise Problem(413, "too_large", f"A push has at most {_BODY_BYTES_AT_MOST} bytes.")
    return bytes(content)


def _authorised(tenants: Mapping[str, Served], tenant_id: str, what: str, request: Request, body: bytes) -> Served:
    """The tenant, if the token was signed for this very body by who may push this. Strangers do not learn which tenants there are."""
    tenant, issuer = tenants.get(tenant_id), _PUSHERS.get(what)
    if issuer is None:
        raise Problem(404, "not_found", "There is no such thing to push.")
    keys = tenant.keys[issuer] if tenant else ()
    try:
        claims = verify(bearer(request), keys, audience=tenant_id, issuer=issuer, longest_seconds=PUSH_SECONDS)
    except TokenRefused as refusal:
        raise Problem(401, "token_refused", "This token does not authorise this push.") from refusal
    if tenant is None or claims.get("body") != body_hash(body):
        raise Problem(401, "token_refused", "This token does not authorise this push.")
    return tenant


async def _store(tenant: Served, what: str, method: str, body: bytes) -> Stored | Response:
    try:
        if what == "config" and method == "PUT":
            return await tenant.pushes.put_config(body)
        if what == "directory":
            store = tenant.pushes.put_directory if method == "PUT" else tenant.pushes.patch_directory
            return await store(body)
    except Conflict as conflict:
        return _answer(conflict.stored, await tenant.applied(what, 0), status=409)
    except Unfit as unfit:
        raise Problem(422, "invalid", str(unfit)) from unfit
    raise Problem(405, "method_not_allowed", "A configuration is pushed whole.")


def _may_link(tenant: Served, socket: WebSocket) -> bool:
    scheme, _, token = socket.headers.get("Authorization", "").partition(" ")
    try:
        verify(
            token if scheme.lower() == "bearer" else "", tenant.keys["gateway"], audience=tenant.id, issuer="gateway"
        )
    except TokenRefused:
        return False
    return True


def _answer(stored: Stored, active: int | None, status: int = 200) -> Response:
    answer = Active(stored.version, stored.hash, active)
    return Response(msgspec.json.encode(answer), status, media_type="application/json")
