"""Keeping people. A mistake here gives somebody rights they should not have, or loses an administrator's work."""

import asyncio
from uuid import uuid4

import httpx
import pytest

from keryx.kit.push import PushConflict, PushFailed

from .conftest import Running

pytestmark = pytest.mark.integration

HEADER = "login,name,role,team,site,languages,extension,phone,queues,skills\n"


async def _import(client: httpx.AsyncClient, content: str | bytes, *, dry_run: bool = False) -> httpx.Response:
    body = content if isinstance(content, bytes) else content.encode()
    return await client.post(
        "/people/import", content=body, params={"dry_run": dry_run}, headers={"Content-Type": "text/csv"}
    )


async def test_foreign_ids_are_as_unknown_as_invented_ones(running: Running) -> None:
    foreign = (await running.add("homer", host="globex.localhost"))["person"]["id"]
    async with running.admin() as client:
        for person in (foreign, uuid4()):
            answer = await client.patch(f"/people/{person}", json={"name": "Mine"})
            assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_rights_are_of_the_role_and_nobody_rises_above_themselves(running: Running) -> None:
    agent = await running.add("lea")
    chief = await running.add("chef", role="site_administrator", site="paris")
    boss = await running.add("boss", role="company_administrator", site="paris")
    async with running.logged_in("lea", agent["password"]) as client:
        assert (await client.get("/people")).status_code == 403
        assert (await client.post("/people", content=b"{")).status_code in (403, 422)
    async with running.logged_in("chef", chief["password"]) as client:
        seen = [person["login"] for person in (await client.get("/people")).json()["items"]]
        assert seen == ["boss", "chef"]
        taken = await client.patch(f"/people/{boss['person']['id']}", json={"name": "Little"})
        assert taken.json()["code"] == "role_too_high"
        risen = await client.patch(f"/people/{chief['person']['id']}", json={"role": "company_administrator"})
        assert risen.json()["code"] == "role_too_high"
        moved = await client.patch(f"/people/{chief['person']['id']}", json={"site": "lyon"})
        assert moved.json()["code"] == "own_place"
        assert (await client.patch(f"/people/{agent['person']['id']}", json={"name": "X"})).status_code == 404
    async with running.logged_in("boss", boss["password"]) as client:
        gone = await client.patch(f"/people/{boss['person']['id']}", json={"active": False})
        assert gone.json()["code"] == "oneself"
        assert (await client.get("/tenants")).status_code == 403


async def test_an_edit_made_from_an_old_state_is_refused(running: Running) -> None:
    made = (await running.add("lea"))["person"]
    async with running.admin() as client:
        path = f"/people/{made['id']}"
        first = await client.patch(path, json={"team": "blue"}, headers={"If-Match": '"1"'})
        assert (first.status_code, first.headers["etag"]) == (200, '"2"')
        late = await client.patch(path, json={"team": "red"}, headers={"If-Match": '"1"'})
        assert (late.status_code, late.json()["code"]) == (412, "changed_meanwhile")
        await client.patch(path, json={"team": None})
        assert (await client.get("/people")).json()["items"][0]["team"] is None
        again = await client.post("/people", json={"login": "LEA", "name": "Other"})
        assert (again.status_code, again.json()["code"]) == (409, "login_taken")


async def test_an_import_creates_once_and_never_overwrites_what_people_changed(running: Running) -> None:
    rows = "lea,Léa Martin,agent,blue,,fr;en,101,browser,commercial:80;support,anglais:7\nmax,Max,agent,,,,,,,\n"
    async with running.admin() as client:
        dry = (await _import(client, HEADER + rows, dry_run=True)).json()
        assert [one["login"] for one in dry["created"]] == ["lea", "max"]
        assert (await client.get("/people")).json()["items"] == []
        done = (await _import(client, "\ufeff" + HEADER.replace(",", ",") + rows)).json()
        password = done["created"][0]["password"]
        async with running.logged_in("lea", password):
            pass
        lea, mx = (await client.get("/people")).json()["items"]
        assert (lea["languages"], lea["skills"]) == (["fr", "en"], {"anglais": 7})
        assert [(q["queue"], q["level"]) for q in lea["queues"]] == [("commercial", 80), ("support", 50)]
        again = (await _import(client, HEADER + rows)).json()
        assert (again["created"], again["unchanged"]) == ([], ["lea", "max"])
        await client.patch(f"/people/{lea['id']}", json={"team": "red"})
        changed = rows.replace("Léa Martin", "Léa Dupont").replace("Max,agent", "Maxime,agent")
        third = (await _import(client, HEADER + changed)).json()
        assert (third["updated"], third["kept"]) == (["max"], ["lea"])
        lea, mx = (await client.get("/people")).json()["items"]
        assert (lea["name"], lea["team"], mx["name"]) == ("Léa Martin", "red", "Maxime")


@pytest.mark.parametrize(
    ("content", "row", "column", "says"),
    [
        (b"", 1, "login", "missing"),
        (b"login,name,colour\n", 1, "colour", "no column"),
        (b"login,name,name\n", 1, "name", "twice"),
        (b"login,name\nlea,L\xe9a\n", 2, None, "UTF-8"),
        (b"login,name\nlea,Lea\n\nlea,Other\n", 4, "login", "row 2"),
        (b"login,name\nlea,Lea\n,Max\n", 3, "login", "must be given"),
        (b"login,name,role\nlea,Lea,king\n", 2, "role", "agent"),
        (b"login,name,skills\nlea,Lea,anglais\n", 2, "skills", "needs a level"),
        (b"login,name,skills\nlea,Lea,anglais:11\n", 2, "skills", "10"),
        (b"login,name,queues\nlea,Lea,commercial:many\n", 2, "queues", "name:level"),
        (b"login,name\nlea,Lea,extra\n", 2, None, "3 cells"),
        (b'login,name\nlea,"Lea\n', 2, None, "readable"),
        (b"login\tname\nlea\t\n", 2, "name", "must be given"),
        (b"login,name\nl\0a,Lea\n", 1, None, "not text"),
        (b"login,name\n" + b"a" * 6_000_000, None, None, "MiB"),
    ],
)
async def test_a_wrong_file_says_where_and_changes_nothing(
    running: Running, content: bytes, row: int | None, column: str | None, says: str
) -> None:
    async with running.admin() as client:
        before = b"login,name\nfirst,First\n"
        assert (await _import(client, before)).status_code == 200
        answer = await _import(client, content)
        if row is None:
            assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
            return
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_csv")
        first = answer.json()["errors"][0]
        assert (first["row"], first["column"]) == (row, column)
        assert says in first["message"]
        assert len((await client.get("/people")).json()["items"]) == 1


async def test_names_that_nothing_declares_are_refused_once_the_configuration_is_known(running: Running) -> None:
    async with running.client(host="acme.localhost") as http:
        operator = running.operator(http)
        config = b'{"queues":{"commercial":{}},"skills":{"anglais":{}},"sites":{"paris":{}}}'
        await operator.put_config(5, "a" * 64, config)
        await operator.put_config(5, "a" * 64, config)
        with pytest.raises(PushConflict) as conflict:
            await operator.put_config(4, "b" * 64, config)
        assert conflict.value.stored["version"] == 5
        with pytest.raises(PushFailed, match="401"):
            await running.operator(http, "globex", running.world.other_private).put_config(6, "c" * 64, config)
    async with running.admin() as client:
        answer = await _import(client, "login,name,queues,site\nlea,Lea,comercial:5,lyon\n")
        assert [error["column"] for error in answer.json()["errors"]] == ["queues", "site"]
        assert "'comercial'" in answer.json()["errors"][0]["message"]
        added = await client.post("/people", json={"login": "lea", "name": "Lea", "skills": {"latin": 3}})
        assert (added.status_code, added.json()["code"]) == (422, "unknown_name")


async def test_tenants_are_the_platforms_alone(running: Running) -> None:
    async with running.admin("console.localhost") as client:
        new = {"id": "initech", "displayName": "Initech", "hosts": ["initech.localhost"]}
        assert (await client.post("/tenants", json=new)).status_code == 201
        assert (await client.post("/tenants", json=new)).json()["code"] == "id_taken"
        taken = {**new, "id": "hooli"}
        assert (await client.post("/tenants", json=taken)).json()["code"] == "host_taken"
        assert "initech" in [tenant["id"] for tenant in (await client.get("/tenants")).json()]
    async with running.admin("initech.localhost") as client:
        assert (await client.get("/people")).json()["items"] == []
        assert (await client.get("/tenants")).status_code == 404


async def test_imports_and_edits_at_once_lose_nothing(running: Running) -> None:
    """Two administrators with the same file, and one who edits: each account is made once, and the edit stays."""
    first = HEADER + "lea,Lea,agent,,,,,,,\n"
    second = HEADER + "lea,Lea Import,agent,,,,,,,\nmax,Max,agent,,,,,,,\n"
    async with running.admin() as client:
        await _import(client, first)
        lea = (await client.get("/people")).json()["items"][0]["id"]
        answers = await asyncio.gather(
            _import(client, second),
            client.patch(f"/people/{lea}", json={"team": "red"}),
            _import(client, second),
        )
        assert [answer.status_code for answer in answers] == [200, 200, 200]
        people = (await client.get("/people")).json()["items"]
        assert [(person["login"], person["team"]) for person in people] == [("lea", "red"), ("max", None)]
        made = [one["login"] for answer in (answers[0], answers[2]) for one in answer.json()["created"]]
        assert made == ["max"]


async def test_a_new_password_ends_every_session(running: Running) -> None:
    made = await running.add("lea")
    async with running.logged_in("lea", made["password"]) as client, running.admin() as admin:
        reset = (await admin.post(f"/people/{made['person']['id']}/password")).json()
        assert (await client.get("/me")).status_code == 401
    async with running.logged_in("lea", reset["password"]):
        pass
