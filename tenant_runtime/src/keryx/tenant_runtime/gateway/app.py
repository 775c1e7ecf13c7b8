"""The gateway's HTTP application: API, websockets, web app, behind the guard."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from fastapi import APIRouter, FastAPI, Response, WebSocket
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema
from starlette.requests import Request
from starlette.types import ASGIApp

from keryx.kit import problems
from keryx.kit.http import add_health
from keryx.kit.problems import Problem

from . import audit_routes, contact_routes, desk_routes, live_routes, record_routes, session_routes, websocket_routes
from .guard import Guard
from .messages import EXPORTED
from .schemas import ProblemDocument
from .tenant import TenantGateway
from .web import WebApp

API = "/api/tenant/v1"
OPENAPI = "/api/tenant/openapi.json"
_REFUSALS: dict[int | str, dict[str, Any]] = {
    "4XX": {"model": ProblemDocument, "content": {"application/problem+json": {}}},
    "5XX": {"model": ProblemDocument, "content": {"application/problem+json": {}}},
}


def build(tenants: Sequence[tuple[TenantGateway, Sequence[str]]], web_dir: Path | None) -> ASGIApp:
    """The application for these tenants, each with its host names."""
    app = api()
    by_host: dict[str, TenantGateway] = {host.lower(): tenant for tenant, hosts in tenants for host in hosts}
    add_health(app, lambda: _ready([tenant for tenant, _ in tenants]))
    web = WebApp(web_dir)

    async def page(request: Request) -> Response:
        return await web.serve(request)

    app.add_api_route("/{path:path}", page, methods=["GET", "HEAD"], include_in_schema=False)
    return Guard(app, by_host)


def api() -> FastAPI:
    """The tenant's API alone, as its description tells it."""
    app = FastAPI(title="Keryx tenant API", version="1", openapi_url=OPENAPI, docs_url=None, redoc_url=None)
    problems.install(app)
    app.add_exception_handler(Problem, _refuse_websocket_or_answer)
    router = APIRouter(prefix=API, responses=_REFUSALS)
    for part in (
        session_routes,
        record_routes,
        live_routes,
        desk_routes,
        contact_routes,
        audit_routes,
        websocket_routes,
    ):
        router.include_router(part.router)
    app.include_router(router)
    app.openapi = lambda: _described(app)  # type: ignore[method-assign]  # FastAPI's documented way to extend it
    return app


async def _ready(tenants: Sequence[TenantGateway]) -> bool:
    """Each tenant's directory was read once. A database or engine that goes away later does not take the desks with it."""
    return all(tenant.watch.ready.is_set() for tenant in tenants)


async def _refuse_websocket_or_answer(request: Any, error: Exception) -> Response:
    """A refused websocket is told why as a refused request is, before it is opened."""
    assert isinstance(error, Problem)
    answer = problems.response(error)
    if isinstance(request, WebSocket):
        await request.send_denial_response(answer)
    return answer


def _described(app: FastAPI) -> dict[str, Any]:
    """OpenAPI of the routes, and the websocket's messages and views beside them."""
    if app.openapi_schema is None:
        schema = get_openapi(title=app.title, version=app.version, routes=app.routes, description=_ABOUT)
        _, messages = models_json_schema(
            [(model, "serialization") for model in EXPORTED], ref_template="#/components/schemas/{model}"
        )
        schemas = schema["components"]["schemas"]
        for name, shape in sorted(messages["$defs"].items()):
            schemas.setdefault(name, shape)
        app.openapi_schema = schema
    return app.openapi_schema


_ABOUT = """What a tenant's own people and programs use.

A session (cookie `keryx_session`) is begun with the admitting token of the platform's login. The websocket
`/api/tenant/v1/ws` takes the messages Hello, Subscribe, Unsubscribe, Command, Pong and sends Snapshot, Delta, Result,
Refusal, Connection, Ping; topic `agent:me` carries a DeskView, topic `queues` a QueuesView. Errors are RFC 9457 documents.
"""
