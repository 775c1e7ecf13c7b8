"""Who gets in, and how fast somebody is out again: a person who is deactivated must not go on reading calls."""

from __future__ import annotations

import time

import pytest

from .engine_peer import EnginePeer
from .stack import ALICE, BOSS, HOST, Stack, closing, people, say, told

pytestmark = pytest.mark.integration
SESSION = "/api/tenant/v1/session"


async def test_a_token_is_exchanged_once_for_a_session(stack: Stack) -> None:
    token = stack.token(ALICE)
    with stack.stranger() as client, stack.stranger() as thief:
        answer = client.post(SESSION, json={"token": token})
        cookie = answer.headers["set-cookie"]
        assert answer.status_code == 204
        assert all(part in cookie for part in ("HttpOnly", "SameSite=strict", "Path=/api/tenant/v1"))
        seen = client.get(SESSION).json()
        assert seen["person"]["name"] == "Alice Martin"
        assert "desk.use" in seen["actions"]
        again = thief.post(SESSION, json={"token": token})
        assert (again.status_code, again.json()["code"]) == (401, "token_used")
        assert client.delete(SESSION).status_code == 204
        assert client.get(SESSION).status_code == 401


async def test_a_foreign_or_stale_token_admits_nobody(stack: Stack) -> None:
    with stack.stranger() as client:
        for token in (
            stack.token(ALICE, audience="globex"),
            stack.token(ALICE, issuer="operator"),
            stack.token(ALICE, seconds=-10),
            stack.token(ALICE, seconds=3600),
            stack.token("00000000-0000-0000-0000-00000000ffff"),
            stack.token(ALICE)[:-4] + "AAAA",
            "garbage",
        ):
            answer = client.post(SESSION, json={"token": token})
            assert (answer.status_code, answer.json()["code"]) == (401, "token_refused"), token
            assert "set-cookie" not in answer.headers


async def test_garbage_is_refused_clearly(stack: Stack) -> None:
    with stack.stranger() as client:
        for content in (b"", b"{", b"[]", b'{"token": 5}', b'{"token": "x", "more": 1}', b"\xff\xfe"):
            answer = client.post(SESSION, content=content, headers={"Content-Type": "application/json"})
            assert answer.status_code == 422, content
            assert answer.headers["content-type"] == "application/problem+json"
        big = client.post(SESSION, content=b"x" * 200_000)
        assert (big.status_code, big.json()["code"]) == (413, "too_large")
        assert client.get(SESSION, headers={"Cookie": "keryx_session=guess"}).status_code == 401
        assert client.get("/api/tenant/v1/calls?limit=banana").status_code == 401, "who asks comes before what is asked"


async def test_other_hosts_and_origins_are_turned_away(stack: Stack) -> None:
    with stack.stranger("globex.localhost") as client:
        assert client.get("/").status_code == 421
    with stack.signed_in(ALICE) as client:
        evil = client.delete(SESSION, headers={"Origin": "https://evil.example"})
        assert (evil.status_code, evil.json()["code"]) == (403, "foreign_origin")
        assert client.get(SESSION).status_code == 200
        with pytest.raises(Exception, match="403"):
            async with stack.websocket(client, origin="https://evil.example"):
                pass
        async with stack.websocket(client, origin=f"http://{HOST}:{stack.port}") as socket:
            await told(socket, "connection")


async def test_a_deactivated_person_is_out_at_once(stack: Stack, engine: EnginePeer) -> None:
    with stack.signed_in(ALICE) as client:
        async with stack.websocket(client) as socket:
            await say(socket, type="subscribe", topic="agent:me")
            await engine.present([ALICE])
            stack.put_directory(people(active=False))
            since = time.monotonic()
            assert await closing(socket) == 4401
            assert time.monotonic() - since < 5
            await engine.present([])
        assert client.get(SESSION).status_code == 401


async def test_a_raised_session_epoch_ends_sessions_and_new_ones_begin(stack: Stack) -> None:
    with stack.signed_in(ALICE) as client:
        async with stack.websocket(client) as socket:
            stack.put_directory(people(session_epoch=1))
            assert await closing(socket) == 4401
        assert client.get(SESSION).status_code == 401
    with stack.signed_in(ALICE) as client:
        assert client.get(SESSION).status_code == 200


async def test_a_changed_role_counts_without_a_new_login(stack: Stack) -> None:
    with stack.signed_in(BOSS) as client, stack.signed_in(ALICE) as agent:
        before = set(agent.get(SESSION).json()["actions"])
        stack.put_directory(people(role="company_administrator"))
        everything = set(client.get(SESSION).json()["actions"])
        deadline = time.monotonic() + 1.5
        while set(agent.get(SESSION).json()["actions"]) != everything:
            assert time.monotonic() < deadline
        assert before < everything


async def test_a_session_survives_a_restart_of_the_gateway(stack: Stack) -> None:
    with stack.signed_in(ALICE) as client:
        stack.kill("gateway")
        stack.start_gateway()
        assert client.get(SESSION).status_code == 200


async def test_what_is_not_understood_leaves_the_last_in_force(stack: Stack) -> None:
    """During an upgrade an older gateway may meet what newer programs wrote: desks must go on."""
    with stack.signed_in(ALICE) as client:
        stack.execute("""UPDATE directory SET version = 99, directory = '{"people": "of tomorrow"}'""")
        stack.execute("""INSERT INTO config (version, hash, config) VALUES (99, 'x', '{"kind": "of tomorrow"}')""")
        deadline = time.monotonic() + 10
        while stack.log("gateway").count("the last one stays") < 2:
            assert time.monotonic() < deadline
        assert client.get(SESSION).status_code == 200
        stack.directory_version = 99
        stack.put_directory(people(active=False))
        while client.get(SESSION).status_code == 200:
            assert time.monotonic() < deadline
