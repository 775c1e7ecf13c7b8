"""Passwords over their life, and the log-ins they open. A mistake here lets an old password, or an old session, live on."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import psycopg
import pytest

from keryx.control_plane.identity.passwords import generate

from .conftest import Running

pytestmark = pytest.mark.integration

GOOD, BETTER = "a first sentence of mine", "another sentence of mine"


async def _declare(running: Running, version: int = 1, **policy: Any) -> None:
    config = httpx.Response(200, json={"settings": {"passwordPolicy": policy}}).content
    async with running.client() as http:
        await running.operator(http).put_config(version, "a" * 64, config)


async def _change(client: httpx.AsyncClient, current: str, new: str) -> httpx.Response:
    return await client.post("/me/password", json={"current": current, "new": new})


def _age(running: Running, days: int) -> None:
    with psycopg.connect(running.world.settings.database) as connection:
        connection.execute("UPDATE person SET password_changed_at = now() - make_interval(days => %s)", (days,))


async def test_a_password_somebody_gave_is_changed_before_anything_else(running: Running) -> None:
    await _declare(running, profile="pci-dss-4")
    made = await running.add("lea")
    async with running.client() as client:
        told = (await client.post("/login", json={"login": "lea", "password": made["password"]})).json()
        assert (told["token"], told["next"]) == (None, "change_password")
        assert (await client.post("/token")).json()["code"] == "change_password"
        assert (await client.get("/me")).json()["next"] == "change_password"
        weak = await _change(client, made["password"], "onlyletters")
        assert [error["rule"] for error in weak.json()["errors"]] == ["minLength", "digit"]
        assert (await _change(client, "wrong", "a sentence with 1 digit")).json()["code"] == "wrong_password"
        assert (await _change(client, made["password"], made["password"])).json()["errors"][0]["rule"] == "history"
        assert (await _change(client, made["password"], "a sentence with 1 digit")).status_code == 204
        assert (await client.post("/token")).status_code == 200
    async with running.logged_in("lea", "a sentence with 1 digit") as client:
        assert (await client.get("/me")).json()["next"] is None


async def test_an_old_password_must_be_changed_and_a_former_one_does_not_return(running: Running) -> None:
    await _declare(running, profile="nist-63b-4", validityDays=30, history=2)
    made = await running.add("lea")
    async with running.logged_in("lea", made["password"]) as client:
        assert (await _change(client, made["password"], GOOD)).status_code == 204
        assert (await _change(client, GOOD, BETTER)).status_code == 204
        assert (await _change(client, BETTER, GOOD)).json()["errors"][0]["rule"] == "history"
        expires = datetime.fromisoformat((await client.get("/me")).json()["passwordExpiresAt"])
        assert timedelta(days=29) < expires - datetime.now(UTC) <= timedelta(days=30)
    _age(running, 31)
    async with running.client() as client:
        told = (await client.post("/login", json={"login": "lea", "password": BETTER})).json()
        assert told["next"] == "change_password"
    async with running.admin() as admin:
        policy = (await admin.get("/password-policy")).json()
        assert (policy["declared"]["validityDays"], policy["effective"]["minLength"]) == (30, 15)
        effect = (await admin.post("/password-policy/preview", json={"profile": "hermes"})).json()
        assert effect == {"people": 1, "expired": 0, "given": 0}
        strict = {"profile": "nist-63b-4", "validityDays": 10}
        assert (await admin.post("/password-policy/preview", json=strict)).json()["expired"] == 1


async def test_ones_own_change_ends_every_other_session_and_keeps_this_one(running: Running) -> None:
    made = await running.add("lea")
    async with running.logged_in("lea", made["password"]) as here, running.logged_in("lea", made["password"]) as there:
        assert len((await here.get("/me/sessions")).json()["items"]) == 2
        before = here.cookies["keryx_platform"]
        assert (await _change(here, made["password"], GOOD)).status_code == 204
        assert here.cookies["keryx_platform"] != before
        assert (await there.get("/me")).status_code == 401
        (own,) = (await here.get("/me/sessions")).json()["items"]
        assert (own["current"], bool(own["address"])) == (True, True)
        assert (await here.delete(f"/me/sessions/{own['id']}")).status_code == 204
        assert (await here.get("/me")).status_code == 401


async def test_nobody_ends_a_session_of_somebody_else(running: Running) -> None:
    lea, mx = await running.add("lea"), await running.add("max")
    async with running.logged_in("lea", lea["password"]) as one, running.logged_in("max", mx["password"]) as other:
        (session,) = (await one.get("/me/sessions")).json()["items"]
        assert (await other.delete(f"/me/sessions/{session['id']}")).status_code == 404
        assert (await one.get("/me")).status_code == 200


async def test_a_link_sets_a_password_once_and_ends_sessions(running: Running) -> None:
    made = await running.add("lea")
    path = f"/people/{made['person']['id']}/reset-link"
    async with running.admin() as admin, running.logged_in("lea", made["password"]) as client:
        old = (await admin.post(path)).json()["path"].partition("#")[2]
        secret = (await admin.post(path)).json()["path"].partition("#")[2]
        assert (await admin.post("/password/reset", json={"token": old, "password": GOOD})).status_code == 404
        weak = await admin.post("/password/reset", json={"token": secret, "password": "lea"})
        assert (weak.status_code, weak.json()["code"]) == (422, "weak_password")
        assert (await admin.post("/password/reset", json={"token": secret, "password": GOOD})).status_code == 204
        again = await admin.post("/password/reset", json={"token": secret, "password": BETTER})
        assert (again.status_code, again.json()["code"]) == (404, "link_used")
        assert (await client.get("/me")).status_code == 401
    async with running.client("globex.localhost") as foreign:
        assert (await foreign.post("/password/reset", json={"token": secret, "password": GOOD})).status_code == 404
    async with running.logged_in("lea", GOOD):
        pass


async def test_each_block_is_twice_as_long_as_the_one_before_and_never_over_an_hour(running: Running) -> None:
    await _declare(running, profile="nist-63b-4", maxFailures=3, blockMinutes=10)
    await running.add("lea")
    wrong, blocks = {"login": "lea", "password": "wrong"}, []
    async with running.client() as client:
        for _ in range(5):
            codes = [(await client.post("/login", json=wrong)).json()["code"] for _ in range(2)]
            assert codes == ["wrong_login", "wrong_login"]
            locked = (await client.post("/login", json=wrong)).json()
            assert locked["code"] == "locked"
            blocks.append(round(locked["retryAfterSeconds"] / 60))
            with psycopg.connect(running.world.settings.database) as connection:
                connection.execute("UPDATE login_attempts SET locked_until = now() - interval '1 s' WHERE blocks > 0")
    assert blocks == [10, 20, 40, 60, 60]


async def test_an_address_that_guesses_many_logins_is_refused_before_argon2(running: Running) -> None:
    made = await running.add("lea")
    async with running.client() as client:
        for number in range(100):
            answer = await client.post("/login", json={"login": f"guess{number}", "password": "wrong"})
            assert answer.json()["code"] == "wrong_login"
        refused = await client.post("/login", json={"login": "lea", "password": made["password"]})
        assert (refused.status_code, refused.json()["code"]) == (429, "address_blocked")
        with psycopg.connect(running.world.settings.database) as connection:
            connection.execute("UPDATE login_attempts SET last_at = now() - interval '16 min'")
        assert (await client.post("/login", json={"login": "lea", "password": made["password"]})).status_code == 200


async def test_an_idle_session_ends_and_a_used_one_goes_on_to_its_absolute_limit(running: Running) -> None:
    await _declare(running, profile="nist-63b-4", idleMinutes=10, sessionHours=2)
    made = await running.add("lea")
    async with running.logged_in("lea", made["password"]) as client:
        with psycopg.connect(running.world.settings.database) as connection:
            connection.execute("UPDATE platform_session SET seen_at = now() - interval '9 min'")
        assert (await client.get("/me")).status_code == 200
        (own,) = (await client.get("/me/sessions")).json()["items"]
        assert datetime.fromisoformat(own["seenAt"]) > datetime.now(UTC) - timedelta(minutes=1)
        with psycopg.connect(running.world.settings.database) as connection:
            connection.execute("UPDATE platform_session SET seen_at = now() - interval '11 min'")
        assert (await client.get("/me")).status_code == 401


async def test_another_sites_page_changes_nothing(running: Running) -> None:
    made = await running.add("lea")
    async with running.logged_in("lea", made["password"]) as client:
        for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
            answer = await client.patch("/me", json={"language": "en"}, headers=headers)
            assert (answer.status_code, answer.json()["code"]) == (403, "foreign_origin")
        own = {"Origin": "http://acme.localhost", "Sec-Fetch-Site": "same-origin"}
        assert (await client.patch("/me", json={"language": "en"}, headers=own)).status_code == 204
        assert (await client.get("/me")).json()["language"] == "en"


async def test_administrators_passwords_obey_the_policy_too(running: Running) -> None:
    async with running.admin() as admin:
        weak = await admin.post("/people", json={"login": "lea", "name": "Lea", "password": "password1"})
        assert (weak.status_code, weak.json()["code"]) == (422, "weak_password")
        rows = b"login,name,password\nmax,Max,short\n"
        answer = await admin.post("/people/import", content=rows, headers={"Content-Type": "text/csv"})
        assert [(error["row"], error["column"]) for error in answer.json()["errors"]] == [(2, "password")]
    async with running.client() as stranger:
        assert (await stranger.get("/password/rules")).json()["minLength"] == 15


def test_a_generated_password_has_more_bits_than_anyone_can_try() -> None:
    assert len({generate() for _ in range(1000)}) == 1000
    assert len(generate().replace("-", "")) == 20
