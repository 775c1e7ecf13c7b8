"""Logging in by an identity provider. A mistake here lets a stranger in as whoever they like."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from keryx.control_plane.providers.connect import LOGOUT_EVENT
from keryx.kit.http import uvicorn_server

from .conftest import Running
from .oidc_provider import CLIENT, LyingProvider

pytestmark = pytest.mark.integration

RULES = [
    {"claim": "realm_access.roles", "value": "leads", "role": "supervisor", "team": "Blue"},
    {"claim": "groups", "value": "english", "skills": [{"skill": "english", "level": 7}], "queues": ["support"]},
    {"claim": "groups", "value": "root", "role": "root_administrator"},
]
LEA = {"sub": "u1", "preferred_username": "Lea@Corp", "name": "Léa Martin", "groups": ["english"]}


@pytest.fixture
async def provider(unused_tcp_port_factory: Callable[[], int]) -> AsyncIterator[LyingProvider]:
    server_port = unused_tcp_port_factory()
    provider = LyingProvider(f"http://127.0.0.1:{server_port}", dict(LEA))
    server = uvicorn_server(provider.app(), "127.0.0.1", server_port)
    task = asyncio.create_task(server.serve_quietly())
    async with asyncio.timeout(10):
        while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(0.02)
    yield provider
    server.should_exit = True
    await task


async def _declare(running: Running, provider: LyingProvider, version: int = 1, **more: Any) -> None:
    spec = {
        "displayName": "Corp",
        "issuer": provider.issuer,
        "clientId": CLIENT,
        "defaultRole": "agent",
        "rules": RULES,
        **more,
    }
    body = httpx.Response(200, json={"identityProviders": {"corp": spec}, "settings": {}}).content
    async with running.client() as http:
        await running.operator(http).put_config(version, f"{version:064d}", body)


@asynccontextmanager
async def _away(running: Running, next: str = "/desk") -> AsyncIterator[tuple[httpx.AsyncClient, dict[str, str]]]:  # noqa: A002
    """A browser that was sent to the provider, and what it was sent with."""
    async with running.client() as client:
        sent = await client.get("/login/oidc/corp", params={"next": next})
        assert sent.status_code == 303, sent.text
        yield client, dict(parse_qsl(urlsplit(sent.headers["location"]).query))


async def _log_in(running: Running, provider: LyingProvider, **answer: str) -> tuple[httpx.Response, str]:
    """One whole log-in; where it ended."""
    async with _away(running) as (client, query):
        given = {"state": query["state"], "code": provider.approve(query), **answer}
        back = await client.get("/login/oidc/callback", params=given)
        assert back.status_code == 303
        return await client.get("/me"), back.headers["location"]


async def test_an_account_is_made_just_in_time_and_kept_as_the_claims_say(
    running: Running, provider: LyingProvider
) -> None:
    await _declare(running, provider)
    async with running.client() as stranger:
        assert (await stranger.get("/login/providers")).json()["items"] == [{"name": "corp", "displayName": "Corp"}]
    me, location = await _log_in(running, provider)
    assert location == "/login?entered=1&next=%2Fdesk"
    person = me.json()["person"]
    assert (person["login"], person["name"], person["role"]) == ("lea@corp", "Léa Martin", "agent")
    assert (person["skills"], [q["queue"] for q in person["queues"]]) == ({"english": 7}, ["support"])
    provider.claims |= {"realm_access": {"roles": ["other", "leads"]}, "name": "Léa Dupont"}
    again, _ = await _log_in(running, provider)
    now = again.json()["person"]
    assert (now["id"], now["role"], now["team"], now["name"]) == (person["id"], "supervisor", "Blue", "Léa Dupont")
    async with running.admin() as admin:
        pasted = provider.sign({**LEA, "groups": ["root"]})
        told = (await admin.post("/identity-providers/corp/preview", json={"token": pasted})).json()
        assert (told["role"], told["matched"]) == ("root_administrator", [2])
        wrong = await admin.post("/identity-providers/corp/preview", json={"token": "a.b.c"})
        assert (wrong.status_code, wrong.json()["code"]) == (422, "no_token")


def _changed(**claims: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda before: {name: value for name, value in (before | claims).items() if value is not None}


@pytest.mark.parametrize(
    "lie",
    [
        _changed(nonce="another"),
        _changed(nonce=None),
        _changed(aud="somebody else"),
        _changed(aud=[CLIENT, "other"], azp="other"),
        _changed(iss="https://other.example"),
        _changed(exp=int(time.time()) - 3600),
        _changed(iat=int(time.time()) - 3600),
        _changed(iat=int(time.time()) + 3600),
        _changed(exp=None),
        _changed(sub=None),
    ],
    ids=["nonce", "no nonce", "audience", "azp", "issuer", "expired", "old", "future", "endless", "nobody"],
)
async def test_a_token_that_is_not_quite_right_lets_nobody_in(
    running: Running, provider: LyingProvider, lie: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    await _declare(running, provider)
    provider.lie = lie
    me, location = await _log_in(running, provider)
    assert (me.status_code, location) == (401, "/login?refused=provider_refused")
    async with running.admin() as admin:
        assert (await admin.get("/people")).json()["items"] == []


async def test_confused_algorithms_and_strange_keys_let_nobody_in(running: Running, provider: LyingProvider) -> None:
    await _declare(running, provider)
    stranger = LyingProvider(provider.issuer)
    for forge in (provider.unsigned, provider.sign_with_public_key_as_secret, stranger.sign):
        provider.forge = forge
        me, location = await _log_in(running, provider)
        assert (me.status_code, location) == (401, "/login?refused=provider_refused")


async def test_rotated_keys_are_read_again(running: Running, provider: LyingProvider) -> None:
    await _declare(running, provider)
    assert (await _log_in(running, provider))[0].status_code == 200
    provider.rotate()
    running.app.state.platform.providers._known[provider.issuer].read_at -= 60
    assert (await _log_in(running, provider))[0].status_code == 200


async def test_a_state_is_good_once_and_in_its_own_browser(running: Running, provider: LyingProvider) -> None:
    await _declare(running, provider)
    async with _away(running) as (client, query), running.client() as thief:
        answer = {"state": query["state"], "code": provider.approve(query)}
        stolen = await thief.get("/login/oidc/callback", params=answer)
        assert stolen.headers["location"] == "/login?refused=login_over"
        late = await client.get("/login/oidc/callback", params=answer)
        assert late.headers["location"] == "/login?refused=login_over", "the theft used it up"
    async with _away(running) as (client, query):
        mixed = {"state": query["state"], "code": provider.approve(query), "iss": "https://other.example"}
        back = await client.get("/login/oidc/callback", params=mixed)
        assert back.headers["location"] == "/login?refused=provider_refused"
        none = await client.get("/login/oidc/callback", params={"state": "guess", "code": "x"})
        assert none.headers["location"] == "/login?refused=login_over"


@pytest.mark.parametrize("target", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:x", ""])
async def test_nobody_is_sent_on_to_another_site(running: Running, provider: LyingProvider, target: str) -> None:
    await _declare(running, provider)
    async with _away(running, target) as (client, query):
        answer = {"state": query["state"], "code": provider.approve(query)}
        back = await client.get("/login/oidc/callback", params=answer)
        assert back.headers["location"] == "/login?entered=1&next=%2F"


async def test_a_provider_that_is_down_in_the_middle_leaves_no_half_log_in(
    running: Running, provider: LyingProvider
) -> None:
    await _declare(running, provider)
    async with _away(running) as (client, query):
        provider.down = True
        answer = {"state": query["state"], "code": provider.approve(query)}
        back = await client.get("/login/oidc/callback", params=answer)
        assert back.headers["location"] == "/login?refused=provider_away"
        assert (await client.get("/me")).status_code == 401
        refused = await client.get("/login/oidc/corp", params={"next": "/"})
        assert refused.status_code in (303, 503)  # known for an hour, or not any more


@pytest.mark.parametrize(
    ("declared", "claims", "code"),
    [
        ({"accounts": "Existing"}, {}, "not_provisioned"),
        ({"defaultRole": None}, {}, "no_role"),
        ({}, {"groups": ["root"]}, "no_role"),
        ({"defaultRole": "night"}, {}, "no_role"),
        ({}, {"preferred_username": "lеa"}, "not_provisioned"),  # a Cyrillic е
        ({}, {"preferred_username": "boss"}, "login_taken"),
    ],
)
async def test_who_is_not_provided_for_is_told_so(
    running: Running, provider: LyingProvider, declared: dict[str, Any], claims: dict[str, Any], code: str
) -> None:
    await running.add("boss", role="company_administrator")
    await _declare(running, provider, **declared)
    provider.claims |= claims
    me, location = await _log_in(running, provider)
    assert (me.status_code, location) == (401, f"/login?refused={code}")


async def test_who_is_logged_out_there_or_deactivated_here_is_out(running: Running, provider: LyingProvider) -> None:
    await _declare(running, provider)
    provider.claims["sid"] = "s1"
    async with _away(running) as (client, query), running.admin() as admin:
        await client.get("/login/oidc/callback", params={"state": query["state"], "code": provider.approve(query)})
        person = (await client.get("/me")).json()["person"]
        now = int(time.time())
        token = {"iss": provider.issuer, "aud": CLIENT, "iat": now, "exp": now + 60, "jti": "1", "sid": "s1"}
        path = "/login/oidc/corp/backchannel-logout"
        for wrong in (token, token | {"events": {LOGOUT_EVENT: {}}, "nonce": "n"}, token | {"aud": "other"}):
            answer = await admin.post(path, data={"logout_token": provider.sign(wrong)})
            assert (answer.status_code, answer.json()["code"]) == (400, "logout_refused")
        assert (await client.get("/me")).status_code == 200
        good = provider.sign(token | {"events": {LOGOUT_EVENT: {}}})
        answer = await admin.post(path, data={"logout_token": good})
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
        assert (await client.get("/me")).status_code == 401
        await admin.patch(f"/people/{person['id']}", json={"active": False})
    me, location = await _log_in(running, provider)
    assert (me.status_code, location) == (401, "/login?refused=deactivated")


async def test_people_of_a_provider_have_no_password_and_a_break_glass_administrator_raises_an_alarm(
    running: Running, provider: LyingProvider
) -> None:
    await _declare(running, provider)
    me, _ = await _log_in(running, provider)
    boss = await running.add("boss", role="company_administrator")
    async with running.admin() as admin, running.client() as client:
        made = (await admin.post(f"/people/{me.json()['person']['id']}/password")).json()
        refused = await client.post("/login", json={"login": "lea@corp", "password": made["password"]})
        assert (refused.status_code, refused.json()["code"]) == (401, "use_provider")
        assert (await client.post("/login", json={"login": "boss", "password": boss["password"]})).status_code == 200
        told = (await admin.get("/audit", params={"actor": boss["person"]["id"]})).json()["items"]
        assert "break-glass" in told[0]["why"]
        await _declare(running, provider, 2, passwordLogin="Allowed")
        again = await client.post("/login", json={"login": "lea@corp", "password": made["password"]})
        assert again.status_code == 200
