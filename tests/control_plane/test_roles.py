"""Roles of a tenant's own. A mistake here gives rights nobody meant to give, or takes the last administrator's away."""

import httpx
import pytest

from .conftest import Running, World, serving
from .test_directory_push import _until

pytestmark = pytest.mark.integration

NIGHT = {
    "name": "Chef de nuit",
    "levels": {"calls": "read", "people": "modify", "queues": "none"},
    "rights": ["use_desk"],
    "scope": {"reach": "team", "queues": ["support"]},
}


async def _add(client: httpx.AsyncClient, **more: object) -> dict[str, object]:
    answer = await client.post("/roles", json={**NIGHT, **more})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def test_a_role_of_ones_own_is_made_given_and_explained(running: Running) -> None:
    async with running.admin() as admin:
        made = await _add(admin)
        assert (made["id"], made["levels"]) == ("chef-de-nuit", {"calls": "read", "people": "modify"})
        boss = await running.add("boss", role="company_administrator")
        lea = await running.add("lea", role="chef-de-nuit", team="blue")
        mate = await running.add("max", team="blue")
        other = await running.add("zoe", team="red")
        listed = {role["id"]: role["people"] for role in (await admin.get("/roles")).json()["items"]}
        assert listed["chef-de-nuit"] == 1
    async with running.logged_in("lea", lea["password"]) as client:
        assert (await client.get("/roles")).status_code == 403
        assert "people.write" in (await client.get("/me")).json()["actions"]
        assert (await client.patch(f"/people/{mate['person']['id']}", json={"name": "Maxime"})).status_code == 403
        assert (await client.patch(f"/people/{other['person']['id']}", json={"name": "Zoé"})).status_code == 404
    async with running.logged_in("boss", boss["password"]) as client:
        told = (await client.get(f"/people/{lea['person']['id']}/rights")).json()
        by_action = {decision["action"]: decision for decision in told["decisions"]}
        assert by_action["calls.view"]["allowed"]
        assert by_action["calls.view"]["scope"]["queues"] == ["support"]
        assert by_action["people.manage"]["reason"].startswith("Your role, Chef de nuit, may not add")
        table = (await client.get("/rights")).json()
        assert {"name": "campaigns", "what": "outbound campaigns", "available": False} in table["modules"]


async def test_two_administrators_who_edit_one_role_do_not_overwrite_each_other(running: Running) -> None:
    async with running.admin() as admin:
        role = await _add(admin)
        path = f"/roles/{role['id']}"
        tag = (await admin.get(path)).headers["etag"]
        assert (await admin.put(path, json=NIGHT)).status_code == 428
        first = await admin.put(path, json={**NIGHT, "rights": ["listen"]}, headers={"If-Match": tag})
        assert (first.status_code, first.headers["etag"]) == (200, '"2"')
        late = await admin.put(path, json=NIGHT, headers={"If-Match": tag})
        assert (late.status_code, late.json()["code"]) == (412, "changed_meanwhile")
        assert (await admin.get(path)).json()["rights"] == ["listen"]


async def test_a_role_in_use_stays_and_built_in_ones_are_nobodys_to_change(running: Running) -> None:
    async with running.admin() as admin:
        role = await _add(admin)
        lea = await running.add("lea", role="chef-de-nuit")
        refused = await admin.delete(f"/roles/{role['id']}")
        assert (refused.status_code, refused.json()["code"], refused.json()["people"]) == (409, "role_in_use", 1)
        await admin.patch(f"/people/{lea['person']['id']}", json={"role": "agent"})
        assert (await admin.delete(f"/roles/{role['id']}")).status_code == 204
        assert (await admin.delete(f"/roles/{role['id']}")).status_code == 404
        assert (await admin.delete("/roles/agent")).json()["code"] == "built_in"
        assert (await admin.post("/roles", json={**NIGHT, "id": "agent"})).json()["code"] == "role_exists"
        gone = await admin.patch(f"/people/{lea['person']['id']}", json={"role": "chef-de-nuit"})
        assert (gone.status_code, gone.json()["code"]) == (422, "unknown_name")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"levels": {"callz": "read"}}, "no module 'callz'"),
        ({"rights": ["fly"]}, "no right 'fly'"),
        ({"exceptions": {"fly": {}}}, "no module or right 'fly'"),
        ({"levels": {"calls": "some"}}, "'none', 'read', 'modify' or 'all'"),
        ({"name": "夜"}, "Give the role an id"),
    ],
)
async def test_a_wrong_role_says_where_and_makes_nothing(running: Running, wrong: object, says: str) -> None:
    async with running.admin() as admin:
        answer = await admin.post("/roles", json={**NIGHT, **wrong})  # type: ignore[dict-item] # a dict, as parametrised
        assert answer.status_code == 422
        assert says in answer.text
        assert len((await admin.get("/roles")).json()["items"]) == 5


async def test_nobody_makes_a_role_mightier_than_their_own(running: Running) -> None:
    chief = {"name": "Chief", "levels": {"people": "all", "roles": "all"}, "scope": {"reach": "site"}}
    async with running.admin() as admin:
        made = (await admin.post("/roles", json=chief)).json()
        await running.add("boss", role="company_administrator")
        lea = await running.add("lea", role=made["id"], site="paris")
    async with running.logged_in("lea", lea["password"]) as client:
        whole = {**chief, "name": "Whole", "scope": {"reach": "tenant"}}
        assert (await client.post("/roles", json=whole)).json()["code"] == "role_too_high"
        more = {**chief, "name": "More", "levels": {**chief["levels"], "audit": "read"}}  # type: ignore[dict-item] # it is a dict
        assert (await client.post("/roles", json=more)).json()["code"] == "role_too_high"
        tag = {"If-Match": '"1"'}
        assert (await client.put(f"/roles/{made['id']}", json=whole, headers=tag)).json()["code"] == "role_too_high"
        new = {"login": "max", "name": "Max", "role": "agent", "site": "paris"}
        assert (await client.post("/people", json=new)).json()["code"] == "role_too_high"
        assert (await client.post("/people", json={**new, "role": made["id"]})).status_code == 201


async def test_the_last_administrator_stays(running: Running) -> None:
    boss = await running.add("boss", role="company_administrator")
    path = f"/people/{boss['person']['id']}"
    async with running.logged_in("boss", boss["password"]) as client, running.admin() as admin:
        for change in ({"role": "agent"}, {"active": False}):
            refused = await client.patch(path, json=change)
            assert refused.json()["code"] in ("last_administrator", "oneself")
            assert (await admin.patch(path, json=change)).json()["code"] == "last_administrator"
        second = await running.add("second", role="company_administrator")
        assert (await client.patch(path, json={"role": "agent"})).status_code == 200
        gone = await admin.patch(f"/people/{second['person']['id']}", json={"active": False})
        assert gone.json()["code"] == "last_administrator"


async def test_a_change_of_role_reaches_the_engine_as_a_step(world: World) -> None:
    async with serving(world.engine, world.engine_port), world.running() as running, running.admin() as admin:
        await running.add("lea")
        await _until(lambda: "acme" in world.engine.directories)
        role = await _add(admin)
        await admin.put(f"/roles/{role['id']}", json={**NIGHT, "rights": ["listen"]}, headers={"If-Match": '"1"'})
        await _until(lambda: world.engine.directories["acme"].version == 3)
        assert world.engine.directories["acme"].roles["chef-de-nuit"].rights == frozenset({"listen"})
        assert world.engine.pushes.count("PUT") == 1
