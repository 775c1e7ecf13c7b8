"""Every way in names its action: a route without one would be open to whoever is signed in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, APIWebSocketRoute

from keryx.core.rights import ACTIONS
from keryx.tenant_runtime.gateway import (
    audit_routes,
    contact_routes,
    desk_routes,
    live_routes,
    record_routes,
    session_routes,
    websocket_routes,
)
from keryx.tenant_runtime.gateway.access import OPEN_BECAUSE, ActingAs, ListeningAs
from keryx.tenant_runtime.gateway.app import api
from keryx.tenant_runtime.gateway.commands import COMMANDS
from keryx.tenant_runtime.gateway.followed import TOPICS

ROUTES = [
    route
    for part in (
        session_routes,
        record_routes,
        live_routes,
        desk_routes,
        contact_routes,
        audit_routes,
        websocket_routes,
    )
    for route in part.router.routes
    if isinstance(route, APIRoute | APIWebSocketRoute)
]


def actions(dependant: Dependant) -> Iterator[str]:
    if isinstance(dependant.call, ActingAs | ListeningAs):
        yield dependant.call.action
    for inner in dependant.dependencies:
        yield from actions(inner)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.name} {route.path}")
def test_each_route_names_its_action_or_why_it_is_open(route: Any) -> None:
    named = list(actions(route.dependant))
    if not named:
        assert (route.openapi_extra or {}).get(OPEN_BECAUSE), "names neither an action nor why it is open"
    assert set(named) <= set(ACTIONS)


def test_no_route_is_added_past_this_test() -> None:
    """The API is made of the routers above alone."""
    described = {(method, path) for path, item in api().openapi()["paths"].items() for method in item}
    known = {
        (method.lower(), f"/api/tenant/v1{route.path}")
        for route in ROUTES
        if isinstance(route, APIRoute)
        for method in route.methods or ()
    }
    assert described == known


@pytest.mark.parametrize("name", [*COMMANDS, *TOPICS])
def test_each_command_and_topic_names_its_action(name: str) -> None:
    row = COMMANDS.get(name) or TOPICS[name]
    assert row.action in ACTIONS
