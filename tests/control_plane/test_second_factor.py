"""The second factor. If these fail, a stolen password is enough again, or people are shut out of their own accounts."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pyotp
import pytest
from sqlalchemy import text

from keryx.control_plane.scope import PlatformScope
from keryx.control_plane.second_factor.codes import step_of

from .conftest import Running

pytestmark = pytest.mark.integration

WRONG = "000000"


def code(secret: str, steps_from_now: int = 0) -> str:
    totp = pyotp.TOTP(secret)
    return totp.generate_otp(totp.timecode(datetime.now(UTC)) + steps_from_now)


async def _enrol(client: httpx.AsyncClient) -> tuple[str, list[str]]:
    """Set up an authenticator: its secret and the recovery codes. Shows the code of the step before, so that today's is unused."""
    offered = (await client.post("/me/totp")).json()
    answer = await client.post("/me/totp/confirm", json={"code": code(offered["secret"], -1)})
    assert answer.status_code == 200, answer.text
    return offered["secret"], answer.json()["recoveryCodes"]


async def _log_in(running: Running, login: str, password: str, **more: Any) -> httpx.Response:
    async with running.client() as client:
        return await client.post("/login", json={"login": login, "password": password, **more})


async def test_who_has_an_authenticator_needs_it_and_each_code_is_good_once(running: Running) -> None:
    made = await running.add("lea")
    async with running.logged_in("lea", made["password"]) as client:
        cookie = client.cookies["keryx_platform"]
        secret, recovery = await _enrol(client)
        assert client.cookies["keryx_platform"] != cookie
        me = (await client.get("/me")).json()["secondFactor"]
        assert me == {"totp": True, "required": False, "recoveryCodesLeft": 10}
    asked = await _log_in(running, "lea", made["password"])
    assert (asked.status_code, asked.json()["code"]) == (401, "code_required")
    right = code(secret)
    assert (await _log_in(running, "lea", made["password"], code=f" {right[:3]} {right[3:]} ")).status_code == 200
    again = await _log_in(running, "lea", made["password"], code=right)
    assert (again.status_code, again.json()["code"]) == (401, "wrong_code")
    older = await _log_in(running, "lea", made["password"], code=code(secret, -1))
    assert older.json()["code"] == "wrong_code"
    assert (await _log_in(running, "lea", "not it", code=code(secret, 1))).json()["code"] == "wrong_login"
    assert (await _log_in(running, "lea", made["password"], code=recovery[3].upper())).status_code == 200
    assert (await _log_in(running, "lea", made["password"], code=recovery[3])).json()["code"] == "wrong_code"
    async with running.admin() as admin:
        told = (await admin.get(f"/people/{made['person']['id']}/second-factor")).json()
        assert told == {"totp": True, "required": False, "recoveryCodesLeft": 9}
        why = [
            event["why"] for event in (await admin.get("/audit", params={"action": "session.begin"})).json()["items"]
        ]
    assert why[0] == "Refused: the code is wrong."
    assert why[1] == "The password and a recovery code were right."


async def test_one_code_typed_twice_at_once_opens_once(running: Running) -> None:
    made = await running.add("lea")
    async with running.logged_in("lea", made["password"]) as client:
        secret, _ = await _enrol(client)
    right = code(secret)
    answers = await asyncio.gather(*(_log_in(running, "lea", made["password"], code=right) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 401, 401, 401]


async def test_codes_cannot_be_guessed_past_the_budget_and_asking_costs_nothing(running: Running) -> None:
    made = await running.add("lea")
    async with running.logged_in("lea", made["password"]) as client:
        secret, _ = await _enrol(client)
    for _ in range(8):
        assert (await _log_in(running, "lea", made["password"])).json()["code"] == "code_required"
    answers = [(await _log_in(running, "lea", made["password"], code=WRONG)).json()["code"] for _ in range(6)]
    assert answers == ["wrong_code"] * 5 + ["locked"]
    assert (await _log_in(running, "lea", made["password"], code=code(secret))).json()["code"] == "locked"


async def test_a_role_that_requires_it_opens_nothing_until_it_is_set_up(running: Running) -> None:
    made = await running.add("lea")
    async with running.admin() as admin:
        before = {row["role"]: row for row in (await admin.get("/second-factor/roles")).json()}
        assert before["agent"] == {"role": "agent", "required": False, "without": 1}
        assert (await admin.put("/second-factor/roles/agent", json={"required": True})).json()["required"] is True
        assert (await admin.put("/second-factor/roles/nobody", json={"required": True})).status_code == 404
    async with running.client() as client:
        answer = await client.post("/login", json={"login": "lea", "password": made["password"]})
        assert (answer.json()["token"], answer.json()["next"]) == (None, "enrol_totp")
        refused = await client.post("/token")
        assert (refused.status_code, refused.json()["code"]) == (403, "enrol_totp")
        secret, _ = await _enrol(client)
        assert (await client.post("/token")).status_code == 200
        kept = await client.delete("/me/totp")
        assert (kept.status_code, kept.json()["code"]) == (409, "totp_required")
    assert (await _log_in(running, "lea", made["password"], code=code(secret))).json()["next"] is None


async def test_the_enrolment_is_what_an_authenticator_reads_and_counts_only_when_shown(running: Running) -> None:
    made = await running.add("lea")
    async with running.logged_in("lea", made["password"]) as client:
        nothing = await client.post("/me/totp/confirm", json={"code": WRONG})
        assert (nothing.status_code, nothing.json()["code"]) == (409, "not_enrolling")
        offered = (await client.post("/me/totp")).json()
        uri = urlsplit(offered["uri"])
        assert (uri.scheme, uri.netloc, uri.path) == ("otpauth", "totp", "/Keryx%20acme:lea")
        assert parse_qs(uri.query) == {"secret": [offered["secret"]], "issuer": ["Keryx acme"]}
        wrong = await client.post("/me/totp/confirm", json={"code": WRONG})
        assert (wrong.status_code, wrong.json()["code"]) == (403, "wrong_code")
    assert (await _log_in(running, "lea", made["password"])).status_code == 200


async def test_a_new_authenticator_replaces_the_old_one_only_when_it_was_shown(running: Running) -> None:
    made = await running.add("lea")
    async with running.logged_in("lea", made["password"]) as client:
        first, _ = await _enrol(client)
        await client.post("/me/totp")
        assert (await _log_in(running, "lea", made["password"], code=code(first))).status_code == 200
        second, recovery = await _enrol(client)
        assert (await _log_in(running, "lea", made["password"], code=code(first, 1))).json()["code"] == "wrong_code"
        assert (await _log_in(running, "lea", made["password"], code=code(second))).status_code == 200
        fresh = (await client.post("/me/totp/recovery-codes")).json()["recoveryCodes"]
        assert not set(fresh) & set(recovery)
        assert (await client.delete("/me/totp")).status_code == 204
    assert (await _log_in(running, "lea", made["password"])).status_code == 200


async def test_an_administrator_takes_a_lost_authenticator_away_and_it_is_written_down(running: Running) -> None:
    made = await running.add("lea")
    boss = await running.add("boss", role="company_administrator")
    path = f"/people/{made['person']['id']}/second-factor"
    async with running.logged_in("lea", made["password"]) as client:
        await _enrol(client)
        assert (await client.delete(path)).status_code == 403
        async with running.logged_in("boss", boss["password"]) as admin:
            assert (await admin.delete(path)).status_code == 204
            again = await admin.delete(path)
            assert (again.status_code, again.json()["code"]) == (409, "no_totp")
            event = (await admin.get("/audit", params={"action": "people.manage"})).json()["items"][0]
        assert (await client.get("/me")).status_code == 401
    assert (event["actor"]["login"], event["object"]["name"], event["after"]) == ("boss", "lea", {"totp": False})
    assert (await _log_in(running, "lea", made["password"])).status_code == 200


async def test_an_old_login_must_prove_itself_before_it_opens_doors(running: Running) -> None:
    """A page left open at lunch hands out no passwords."""
    made = await running.add("lea")
    boss = await running.add("boss", role="company_administrator")
    path = f"/people/{made['person']['id']}/reset-link"
    async with running.logged_in("boss", boss["password"]) as admin:
        await _age_sessions(running)
        refused = await admin.post(path)
        assert (refused.status_code, refused.json()["code"], refused.json()["by"]) == (403, "proof_needed", "password")
        wrong = await admin.post("/me/proof", json={"password": "not it"})
        assert (wrong.status_code, wrong.json()["code"]) == (403, "wrong_password")
        assert (await admin.post("/me/proof", json={})).status_code == 422
        cookie = admin.cookies["keryx_platform"]
        assert (await admin.post("/me/proof", json={"password": boss["password"]})).status_code == 204
        assert admin.cookies["keryx_platform"] != cookie
        assert (await admin.post(path)).status_code == 201
        secret, _ = await _enrol(admin)
        await _age_sessions(running)
        assert (await admin.post(path)).json()["by"] == "code"
        assert (await admin.post("/me/proof", json={"password": boss["password"]})).json()["code"] == "code_required"
        assert (await admin.post("/me/proof", json={"code": code(secret)})).status_code == 204
        assert (await admin.post(path)).status_code == 201
        old = running.client()
        old.cookies.set("keryx_platform", cookie)
        async with old:
            assert (await old.get("/me")).status_code == 401


async def _age_sessions(running: Running) -> None:
    async with running.app.state.platform.transaction(PlatformScope()) as session:
        old = {"old": datetime.now(UTC) - timedelta(minutes=16)}
        await session.execute(text("UPDATE platform_session SET created_at = :old, proven_at = NULL"), old)


def test_a_code_is_good_for_its_own_half_minute_and_the_neighbours() -> None:
    """RFC 6238 §5.2: one step of tolerance, no more."""
    secret, now = pyotp.random_base32(), datetime(2026, 11, 25, 12, tzinfo=UTC)
    totp = pyotp.TOTP(secret)
    present = totp.timecode(now)
    for apart in (-1, 0, 1):
        assert step_of(secret, totp.generate_otp(present + apart), now) == present + apart
    for apart in (-2, 2):
        assert step_of(secret, totp.generate_otp(present + apart), now) is None
