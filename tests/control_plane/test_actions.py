"""Every way in names its action: a route without one would be open to whoever is logged in."""

from collections.abc import Iterator
from typing import Any, cast

import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from keryx.control_plane.access.caller import OPEN_BECAUSE, Acting
from keryx.control_plane.app import BASE, ROUTERS, make_app
from keryx.core.actions import ACTIONS
from keryx.kit.settings import ControlPlaneSettings

ROUTES = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]


def actions(dependant: Dependant) -> Iterator[str]:
    if isinstance(dependant.call, Acting):
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
    app: FastAPI = make_app(cast(ControlPlaneSettings, None))
    described = {(method, path) for path, item in app.openapi()["paths"].items() for method in item}
    known = {(method.lower(), f"{BASE}{route.path}") for route in ROUTES for method in route.methods or ()}
    assert described == known
