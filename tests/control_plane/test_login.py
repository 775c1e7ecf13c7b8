"""Who may come in. A mistake here lets a stranger listen to calls, or keeps an agent from work."""

import asyncio

import pytest
from sqlalchemy import text

from keryx.control_plane.scope import PlatformScope, TenantScope
from keryx.kit.tokens import TokenRefused, verify

from .conftest import Running

pytestmark = pytest.mark.integration


async def test_the_right_password_admits_to_ones_own_tenant_only(running: Running) -> None:
    made = await running.add("lea")
    async with running.client() as client:
        answer = await client.post("/login", json={"login": " Lea ", "password": made["password"]})
        assert answer.status_code == 200
        cookie = answer.headers["set-cookie"].lower()
        assert all(word in cookie for word in ("httponly", "samesite=strict", "path=/api/platform/v1"))
        token = answer.json()["token"]
        claims = verify(token, [running.world.control_plane_public], audience="acme", issuer="control-plane")
        assert claims["sub"] == made["person"]["id"]
        assert claims["sid"]
        assert claims["exp"] - claims["iat"] <= 300
        with pytest.raises(TokenRefused):
            verify(token, [running.world.control_plane_public], audience="globex", issuer="control-plane")
        again = await client.post("/token")
        assert again.json()["token"] != token
        me = (await client.get("/me")).json()
        assert (me["person"]["login"], "desk.use" in me["actions"]) == ("lea", True)
        assert (await client.post("/logout")).status_code == 204
        assert (await client.get("/me")).status_code == 401
    async with running.client("globex.localhost") as elsewhere:
        assert (await elsewhere.post("/login", json={"login": "lea", "password": made["password"]})).status_code == 401


async def test_a_cookie_of_one_tenant_is_nothing_at_another(running: Running) -> None:
    made = await running.add("lea")
    async with running.logged_in("lea", made["password"]) as client:
        cookie = client.cookies["keryx_platform"]
    async with running.client("globex.localhost") as elsewhere:
        assert (await elsewhere.get("/me", headers={"Cookie": f"keryx_platform={cookie}"})).status_code == 401


@pytest.mark.parametrize("login", ["lea", "nobody"])
async def test_six_wrong_passwords_lock_known_and_unknown_logins_alike(running: Running, login: str) -> None:
    made = await running.add("lea")
    async with running.client() as client:
        wrong = {"login": login, "password": "wrong"}
        codes = [(await client.post("/login", json=wrong)).json()["code"] for _ in range(7)]
        assert codes == ["wrong_login"] * 5 + ["locked"] * 2
        right = await client.post("/login", json={"login": login, "password": made["password"]})
        assert (right.status_code, right.json()["code"]) == (401, "locked")
        assert 0 < int(right.headers["retry-after"]) <= 901
    async with running.app.state.platform.transaction(PlatformScope()) as session:
        await session.execute(text("UPDATE login_attempts SET locked_until = now() - interval '1 second'"))
    if login == "lea":
        async with running.logged_in("lea", made["password"]):
            pass


async def test_guesses_made_at_once_are_all_counted(running: Running) -> None:
    await running.add("lea")
    async with running.client() as client:
        wrong = {"login": "lea", "password": "wrong"}
        answers = await asyncio.gather(*(client.post("/login", json=wrong) for _ in range(9)))
    assert sorted(answer.json()["code"] for answer in answers) == ["locked"] * 4 + ["wrong_login"] * 5


async def test_a_person_who_left_cannot_log_in_and_their_session_ends(running: Running) -> None:
    made = await running.add("lea")
    async with running.logged_in("lea", made["password"]) as client, running.admin() as admin:
        changed = await admin.patch(f"/people/{made['person']['id']}", json={"active": False})
        assert changed.json()["active"] is False
        assert (await client.get("/me")).status_code == 401
        refused = await client.post("/login", json={"login": "lea", "password": made["password"]})
        assert refused.json()["code"] == "wrong_login"


async def test_strangers_get_401_before_anything_of_the_body_is_looked_at(running: Running) -> None:
    async with running.client() as client:
        for content in (b"{", b'{"login": 5}', b""):
            answer = await client.post("/people", content=content, headers={"Content-Type": "application/json"})
            assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")
    async with running.client(token="guessed") as client:
        assert (await client.get("/people")).status_code == 401
    async with running.client("unknown.localhost") as client:
        assert (await client.post("/login", json={"login": "a", "password": "b"})).json()["code"] == "unknown_host"


async def test_a_page_of_another_site_changes_nothing(running: Running) -> None:
    made = await running.add("chef", role="company_administrator")
    async with running.logged_in("chef", made["password"]) as client:
        evil = {"Origin": "http://evil.example"}
        body = {"login": "x1", "name": "X"}
        assert (await client.post("/people", json=body, headers=evil)).json()["code"] == "foreign_origin"
        assert (await client.post("/people", json=body, headers={"Origin": "http://acme.localhost"})).status_code == 201


async def test_postgres_itself_hides_other_tenants(running: Running) -> None:
    """What a query without its tenant condition would lose: nothing, because row-level security stands beneath."""
    await running.add("lea")
    await running.add("homer", host="globex.localhost")
    async with running.app.state.platform.transaction(TenantScope("acme")) as session:
        assert (await session.execute(text("SELECT login FROM person"))).scalars().all() == ["lea"]
        changed = await session.execute(text("UPDATE person SET name = 'x' WHERE tenant = 'globex'"))
        assert changed.rowcount == 0
