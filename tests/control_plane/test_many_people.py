"""Ten thousand people. If these fail, somebody is not found, is shown to who may not see them, or is changed by half."""

import json
import time
from typing import Any

import httpx
import pytest

from keryx.control_plane.directory.csv_cells import escaped, read_queue, unescaped

from .conftest import Running

pytestmark = pytest.mark.integration

CSV = {"Content-Type": "text/csv"}


async def _import(client: httpx.AsyncClient, content: bytes) -> Any:
    answer = await client.post("/people/import", content=content, headers=CSV)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def _logins(client: httpx.AsyncClient, **query: object) -> list[str]:
    answer = await client.get("/people", params=query)
    assert answer.status_code == 200, answer.text
    return [person["login"] for person in answer.json()["items"]]


async def test_people_are_found_by_words_without_accents_and_by_what_they_have(running: Running) -> None:
    await running.add("bruno", name="Bruno Lefèvre", team="Équipe Nord", extension="102", skills={"latin": 3})
    await running.add("chloe", name="Chloé Nguyen", site="lyon", queues=[{"queue": "sales", "level": 3}])
    await running.add("max_x", name="Max 100%", role="supervisor")
    async with running.admin() as client:
        assert await _logins(client, q="LEFEVRE bruno") == ["bruno"]
        assert await _logins(client, q="equipe 102") == ["bruno"]
        assert await _logins(client, q="100%") == ["max_x"]
        assert await _logins(client, q="x_x") == ["max_x"]
        assert await _logins(client, q="_") == ["max_x"]
        assert await _logins(client, queue="sales") == ["chloe"]
        assert await _logins(client, skill="latin") == ["bruno"]
        assert await _logins(client, role="supervisor", active=True) == ["max_x"]
        assert await _logins(client, active=False) == []
        assert await _logins(client, sort="name", descending=True) == ["max_x", "chloe", "bruno"]


async def test_pages_join_without_a_gap_or_a_repetition(running: Running) -> None:
    for number in range(7):
        await running.add(f"a{number}", name=f"Name {number % 3}", team=f"team {number % 2}" if number else None)
    async with running.admin() as client:
        for sort in ("login", "name", "team"):
            seen: list[str] = []
            cursor: dict[str, str] = {}
            while True:
                page = (await client.get("/people", params={"sort": sort, "limit": 2, **cursor})).json()
                assert page["total"] == 7
                seen += [person["login"] for person in page["items"]]
                if page["next"] is None:
                    break
                cursor = {"cursor": page["next"]}
            assert sorted(seen) == [f"a{number}" for number in range(7)]
        for bad in ("x", "W10=", "WzEsMl0="):
            answer = await client.get("/people", params={"cursor": bad})
            assert (answer.status_code, answer.json()["code"]) == (422, "invalid_cursor")


async def test_the_list_the_choices_and_the_export_show_only_whom_one_may_see(running: Running) -> None:
    chief = await running.add("chef", role="site_administrator", site="paris")
    await running.add("lea", site="paris", team="blue")
    await running.add("zoe", site="lyon", team="secret")
    lead = await running.add("sam", role="supervisor", team="blue")
    async with running.logged_in("chef", chief["password"]) as client:
        assert await _logins(client) == ["chef", "lea"]
        assert (await client.get("/people/choices")).json()["teams"] == ["blue"]
        exported = await client.get("/people/export")
        assert exported.status_code == 200
        assert b"zoe" not in exported.content
    async with running.logged_in("sam", lead["password"]) as client:
        assert await _logins(client) == ["lea", "sam"]


async def test_choices_are_what_is_declared_and_what_is_not_any_more_is_told(running: Running) -> None:
    await running.add("lea", queues=[{"queue": "old"}], skills={"latin": 3}, site="paris")
    config = {
        "queues": {"sales": {"displayName": "Ventes"}},
        "skills": {"latin": {"displayName": "Latin", "group": "Langues"}},
        "sites": {"paris": {"displayName": None}},
        "settings": {"defaultLanguage": "fr", "languages": ["en", "fr"]},
    }
    async with httpx.AsyncClient(transport=httpx.ASGITransport(running.app)) as wire:
        await running.operator(wire).put_config(1, "x", json.dumps(config).encode())
    async with running.admin() as client:
        found = (await client.get("/people/choices")).json()
        assert found["queues"] == [{"name": "sales", "displayName": "Ventes", "group": None}]
        assert found["skills"] == [{"name": "latin", "displayName": "Latin", "group": "Langues"}]
        assert found["sites"] == [{"name": "paris", "displayName": "paris", "group": None}]
        assert found["languages"] == ["fr", "en"]
        assert found["undeclared"] == {"queues": ["old"], "skills": [], "sites": []}


async def test_export_import_export_gives_the_same_bytes(running: Running) -> None:
    await running.add(
        "lea",
        name="=HYPERLINK(1)",
        team='say "hi"; you',
        languages=["fr", "en"],
        extension="101",
        skills={"latin": 3, "greek": 9},
        queues=[
            {"queue": "sales"},
            {"queue": "vip", "level": 80, "waitThresholdS": 30, "enabled": False},
            {"queue": "support", "level": 50, "enabled": False},
        ],
    )
    gone = await running.add("max", name="'-x", phone="sip")
    here = await running.add("boss", role="company_administrator")
    there = await running.add("boss", role="company_administrator", host="globex.localhost")
    async with running.logged_in("boss", here["password"]) as client:
        await client.patch(f"/people/{gone['person']['id']}", json={"active": False})
        exported = (await client.get("/people/export")).content
        assert b"\n=" not in exported
        assert b",=" not in exported
    async with running.logged_in("boss", there["password"], "globex.localhost") as client:
        report = await _import(client, exported)
        assert len(report["created"]) == 2
        assert (await client.get("/people/export")).content == exported
        again = await _import(client, exported)
        assert again["unchanged"] == ["boss", "lea", "max"]
        max_, lea, _ = (await client.get("/people", params={"descending": True})).json()["items"]
        assert (max_["active"], max_["name"], lea["name"]) == (False, "'-x", "=HYPERLINK(1)")
        assert lea["queues"][1] == {"queue": "vip", "level": 80, "waitThresholdS": 30, "enabled": False}


async def test_many_are_changed_at_once_or_none(running: Running) -> None:
    ids = [(await running.add(f"a{number}", skills={"latin": 3}))["person"]["id"] for number in range(3)]
    change = {
        "team": "blue",
        "addQueues": [{"queue": "sales", "level": 80}],
        "setSkills": {"greek": 5},
        "removeSkills": ["latin"],
    }
    async with running.admin() as client:
        body = {"people": ids, "change": change}
        dry = await client.post("/people/bulk", json=body, params={"dry_run": True})
        assert dry.json() == {"dryRun": True, "changed": 3, "unchanged": 0}
        assert (await client.get("/people")).json()["items"][0]["team"] is None
        done = await client.post("/people/bulk", json=body)
        assert done.json() == {"dryRun": False, "changed": 3, "unchanged": 0}
        person = (await client.get("/people")).json()["items"][2]
        assert (person["team"], person["skills"]) == ("blue", {"greek": 5})
        assert person["queues"] == [{"queue": "sales", "level": 80, "waitThresholdS": 0, "enabled": True}]
        assert (await client.post("/people/bulk", json=body)).json()["unchanged"] == 3
        before = (await client.get("/audit")).json()["items"][0]["seq"]
        refused = await client.post(
            "/people/bulk", json={"people": ids, "change": {"role": "chef-de-nuit", "team": "x"}}
        )
        assert (refused.status_code, refused.json()["code"], refused.json()["person"]) == (422, "unknown_name", ids[0])
        assert {each["team"] for each in (await client.get("/people")).json()["items"]} == {"blue"}
        assert (await client.get("/audit")).json()["items"][0]["seq"] == before


async def test_the_last_administrator_is_not_lost_by_a_bulk_change_or_an_import(running: Running) -> None:
    boss = (await running.add("boss", role="company_administrator"))["person"]
    async with running.admin() as client:
        answer = await client.post("/people/bulk", json={"people": [boss["id"]], "change": {"active": False}})
        assert answer.json()["code"] == "last_administrator"
        await _import(client, b"login,name,role\nchief,Chief,company_administrator\n")
        assert (await client.patch(f"/people/{boss['id']}", json={"active": False})).status_code == 200
        answer = await client.post("/people/import", content=b"login,name,active\nchief,Chief,no\n", headers=CSV)
        assert answer.json()["code"] == "last_administrator"


async def test_a_page_of_ten_thousand_comes_at_once(running: Running) -> None:
    rows = "".join(f"agent{number},Léa {number},agent,team {number % 40}\n" for number in range(10_000))
    async with running.admin() as client:
        dry = await client.post(
            "/people/import", content=b"login,name,role,team\n" + rows.encode(), headers=CSV, params={"dry_run": True}
        )
        assert len(dry.json()["created"]) == 10_000
        began = time.monotonic()
        assert (await client.get("/people")).json()["total"] == 0
        assert time.monotonic() - began < 5


def test_no_cell_is_a_formula_and_each_reads_back() -> None:
    for text in ("=1", "+33", "-x", "@a", "'=1", "''-", "plain", "'quoted'", "\tx"):
        assert unescaped(escaped(text)) == text
        assert escaped(text)[0] not in "=+-@\t"


def test_a_queue_is_read_with_level_threshold_and_off() -> None:
    assert read_queue("vip : 80 : 30 : OFF") == {"queue": "vip", "level": 80, "wait_threshold_s": 30, "enabled": False}
    assert read_queue("vip:off") == {"queue": "vip", "enabled": False}
    for bad in ("vip:x", "vip:1:2:3", "vip:-1", "vip:"):
        with pytest.raises(ValueError, match="vip"):
            read_queue(bad)
