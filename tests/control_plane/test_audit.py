"""The audit trail of people, rights and log-ins. If these fail, nobody can say who gave whom which right."""

import csv
import io
import json

import psycopg
import pytest

from keryx.control_plane.audit.heads import HeadSigner
from keryx.core.audit import verify
from keryx.kit.audit import read_head, read_line

from .conftest import Running, World

pytestmark = pytest.mark.integration

CHAIN = "acme/control-plane"


async def test_who_did_what_from_where_and_what_it_was_before(running: Running) -> None:
    boss = await running.add("boss", role="company_administrator")
    lea = await running.add("lea", team="blue")
    async with running.logged_in("boss", boss["password"]) as client:
        assert (await client.patch(f"/people/{lea['person']['id']}", json={"team": "red"})).status_code == 200
        assert (await client.patch(f"/people/{lea['person']['id']}", json={"site": "Nowhere!"})).status_code == 422
        page = (await client.get("/audit", params={"object": lea["person"]["id"]})).json()
        changed, added = page["items"]
        assert changed["actor"] == {"kind": "person", "id": boss["person"]["id"], "login": "boss"}
        assert (changed["before"], changed["after"]) == ({"team": "blue"}, {"team": "red"})
        assert changed["why"] == "Your role, company administrator, may change people."
        assert changed["address"]
        assert (added["actor"]["kind"], added["before"], added["after"]["team"]) == ("program", None, "blue")
        found = (await client.get("/audit", params={"q": "BOSS", "action": "session.begin"})).json()["items"]
        assert [event["why"] for event in found] == ["The password was right."]
        whole = (await client.get("/audit", params={"limit": 2})).json()
        after = (await client.get("/audit", params={"limit": 2, "cursor": whole["next"]})).json()
        assert whole["items"][-1]["seq"] == after["items"][0]["seq"] + 1
    async with running.logged_in("lea", lea["password"]) as client:
        assert (await client.get("/audit")).status_code == 403


async def test_wrong_passwords_and_the_lock_are_kept_and_what_was_typed_is_not(running: Running) -> None:
    await running.add("lea")
    async with running.client() as client, running.admin() as admin:
        for login in ("lea", "hunter2-typed-in-the-wrong-field"):
            for _ in range(7):
                await client.post("/login", json={"login": login, "password": "wrong"})
        told = (await admin.get("/audit", params={"action": "session.begin"})).json()["items"]
        assert {event["actor"]["kind"] for event in told} == {"nobody"}
        assert "hunter2" not in json.dumps(told)
        assert any("locked" in event["why"] for event in told)


async def test_a_dry_run_leaves_no_trace_and_a_failed_change_neither(running: Running) -> None:
    async with running.admin() as admin:
        before = (await admin.get("/audit")).json()["items"]
        rows = "login,name\nlea,Lea\n"
        await admin.post("/people/import", content=rows, params={"dry_run": True}, headers={"Content-Type": "text/csv"})
        await admin.post("/people", json={"login": "max", "name": "Max", "role": "king"})
        assert (await admin.get("/audit")).json()["items"] == before


async def test_exports_are_verified_and_what_was_done_to_the_rows_is_found(world: World) -> None:
    async with world.running() as running, running.admin() as admin:
        for login in ("lea", "max", "=cmd()"):
            await admin.post("/people", json={"login": login.strip("=()"), "name": login})
        exported = (await admin.get("/audit/export")).text
        whole = [read_line(line) for line in exported.splitlines()]
        assert list(verify(CHAIN, whole, [])) == []
        rows = list(csv.reader(io.StringIO((await admin.get("/audit/export", params={"format": "csv"})).text)))
        assert rows[0][:3] == ["at", "chain", "seq"]
        assert not any(cell.startswith("=") for row in rows for cell in row)
        folder, platform = world.settings.audit_heads, running.app.state.platform
        assert folder
        await HeadSigner(platform.database, folder, platform.private_key, "control-plane").sign()
    tokens = (folder / "acme.heads").read_text().split()
    heads = [read_head(token, [world.control_plane_public], "control-plane") for token in tokens]
    assert heads[-1].chain == CHAIN
    with psycopg.connect(world.settings.database) as connection:
        connection.execute("UPDATE audit_event SET actor_login = 'somebody' WHERE seq = 2")
        connection.execute("DELETE FROM audit_event WHERE seq > 3")
    async with world.running() as running, running.admin() as admin:
        exported = (await admin.get("/audit/export")).text
        left = [event for event in map(read_line, exported.splitlines()) if event[0].seq <= 3]
        assert {fault.seq for fault in verify(CHAIN, left, heads)} == {2, 4}


async def test_the_program_itself_cannot_change_what_it_wrote(running: Running) -> None:
    await running.add("lea")
    with psycopg.connect(running.world.settings.database) as connection:
        connection.execute("SET ROLE keryx_control_plane")
        connection.execute("SELECT set_config('keryx.tenant', 'acme', true)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DELETE FROM audit_event")
