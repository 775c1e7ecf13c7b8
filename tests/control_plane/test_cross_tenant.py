"""Tenant against tenant, over every route there is: a new route is attacked as soon as it exists.

If these fail, one customer reads or changes another's people, or learns whether an id exists there.
"""

import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from fastapi.routing import APIRoute

from keryx.control_plane.access.caller import OPEN_BECAUSE
from keryx.core.rights import Principal, allowed

from .conftest import Running
from .test_actions import ROUTES, actions

pytestmark = pytest.mark.integration

BODIES: dict[str, Any] = {
    "changePerson": {"name": "Mine now"},
    "changeRole": {"name": "Mine now"},
    "addRole": {"name": "Of my own"},
    "addPerson": {"login": "spy", "name": "Spy"},
    "addTenant": {"id": "spy", "displayName": "Spy", "hosts": ["spy.localhost"]},
    "changePassword": {"current": "a", "new": "b"},
    "changePreferences": {"language": "en"},
    "previewPasswordPolicy": {"profile": "hermes"},
    "mailPerson": {"kind": "reset"},
    "confirmTotp": {"code": "000000"},
    "proveOneself": {"code": "000000"},
    "requireTotp": {"required": True},
    "previewClaims": {"token": "{}"},
}
"""What a route wants in its body, so that it is the caller's rights that refuse and not the body."""


def guarded() -> Iterator[APIRoute]:
    for route in ROUTES:
        if not (route.openapi_extra or {}).get(OPEN_BECAUSE):
            yield route


GUARDED = list(guarded())
WITH_IDS = [route for route in GUARDED if "{" in route.path]


@dataclass
class Victim:
    """What tenant acme has: an id of each kind that stands in a path."""

    ids: dict[str, str]


@asynccontextmanager
async def _attacker(running: Running, role: str) -> AsyncIterator[httpx.AsyncClient]:
    made = await running.add("mallory", role=role, host="globex.localhost")
    async with running.logged_in("mallory", made["password"], "globex.localhost") as client:
        yield client


async def _victim(running: Running) -> Victim:
    made = await running.add("lea")
    async with running.admin() as admin, running.logged_in("lea", made["password"]) as lea:
        role = (await admin.post("/roles", json={"name": "Night"})).json()["id"]
        session = (await lea.get("/me/sessions")).json()["items"][0]["id"]
    return Victim({"person_id": made["person"]["id"], "role_id": role, "session_id": session, "name": "corp"})


async def _ask(client: httpx.AsyncClient, route: APIRoute, ids: dict[str, str]) -> httpx.Response:
    (method,) = (route.methods or set()) - {"HEAD"}
    body = BODIES.get(route.operation_id or "", {} if method in ("POST", "PUT", "PATCH") else None)
    return await client.request(method, route.path.format(**ids), json=body, headers={"If-Match": '"1"'})


def _unknown(ids: dict[str, str]) -> dict[str, str]:
    return {
        name: str(uuid.uuid4()) if name.endswith("person_id") or name == "session_id" else "nowhere" for name in ids
    }


async def test_foreign_ids_are_answered_to_the_byte_as_unknown_ones(running: Running) -> None:
    """An administrator with every right in their own tenant learns nothing of another's ids, and changes nothing."""
    victim = await _victim(running)
    async with running.admin() as admin, _attacker(running, "company_administrator") as attacker:
        before = (await admin.get("/people")).content, (await admin.get("/roles")).content
        for route in WITH_IDS:
            assert set(route.param_convertors) <= set(victim.ids), (
                f"{route.path}: say what of the victim's stands there"
            )
            foreign = await _ask(attacker, route, victim.ids)
            unknown = await _ask(attacker, route, _unknown(victim.ids))
            assert foreign.status_code == 404, (route.path, foreign.text)
            assert (foreign.status_code, foreign.content) == (unknown.status_code, unknown.content), route.path
        assert before == ((await admin.get("/people")).content, (await admin.get("/roles")).content)


async def test_a_session_of_another_tenant_opens_nothing_here(running: Running) -> None:
    victim = await _victim(running)
    async with _attacker(running, "company_administrator") as attacker, running.client() as here:
        here.cookies.set("keryx_platform", attacker.cookies["keryx_platform"])
        for route in GUARDED:
            assert (await _ask(here, route, victim.ids)).status_code == 401, route.path


async def test_nobody_gets_past_a_route_without_a_session(running: Running) -> None:
    victim = await _victim(running)
    async with running.client() as stranger:
        for route in GUARDED:
            assert (await _ask(stranger, route, victim.ids)).status_code == 401, route.path


async def test_an_agent_is_refused_what_the_role_does_not_grant(running: Running) -> None:
    """403 for one's own tenant's things, with a sentence that says why."""
    agent = Principal(person_id="p", tenant="globex", role="agent")
    async with _attacker(running, "agent") as client:
        ids = {
            name: str(uuid.uuid4()) if name != "role_id" else "agent"
            for name in ("person_id", "role_id", "session_id", "name")
        }
        refused = 0
        for route in GUARDED:
            if all(allowed(agent, action).allowed for action in actions(route.dependant)):
                continue
            answer = await _ask(client, route, ids)
            assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed"), (route.path, answer.text)
            assert answer.json()["detail"].startswith("Your role, agent, may not ")
            refused += 1
        assert refused > 10
