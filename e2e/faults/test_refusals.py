"""What is wrong is refused in a sentence, and nothing has changed."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from random import Random
from typing import Any

import httpx
import pytest
import websockets

from e2e.support.desk import signed_in
from e2e.support.stack import Stack
from keryx.kit.tokens import generate_key_pair, sign

pytestmark = [pytest.mark.e2e, pytest.mark.fault, pytest.mark.timeout(240)]

GARBAGE_ENDS = 1008
MEGABYTE = 1024 * 1024
BOMB = "\n".join(
    ['l0: &l0 ["lol", "lol", "lol", "lol", "lol", "lol", "lol", "lol", "lol"]']
    + [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 10)]
)


async def test_a_wrong_password(centre: Stack) -> None:
    """If this fails, anyone may log in, or a person who mistyped learns nothing."""
    async with browser(centre) as http:
        answer = await http.post("/api/platform/v1/login", json={"login": "bruno", "password": "no such word"})
        is_refused(answer, 401)
        account = centre.accounts()["bruno"]
        good = await http.post("/api/platform/v1/login", json={"login": "bruno", "password": account.password})
        assert good.is_success, "one mistake must not lock a person out"


@pytest.mark.parametrize("wrong", ["expired", "of another tenant", "signed by a stranger", "for too long", "no token"])
async def test_a_wrong_token(centre: Stack, wrong: str) -> None:
    """If this fails, a stolen, old or foreign token opens a tenant."""
    key = (centre.state / "keys/control_plane.key.pem").read_text()
    good = {"issuer": "control-plane", "audience": "acme", "seconds": 60, "sub": "someone", "sid": "some-session"}
    tokens = {
        "expired": lambda: sign(key, **good | {"seconds": -1}),
        "of another tenant": lambda: sign(key, **good | {"audience": "globex"}),
        "signed by a stranger": lambda: sign(generate_key_pair()[0], **good),
        "for too long": lambda: sign(key, **good | {"seconds": 86_400}),
        "no token": lambda: "x" * 500,
    }
    async with browser(centre) as http:
        is_refused(await http.post("/api/tenant/v1/session", json={"token": tokens[wrong]()}), 401)
        assert (await http.get("/api/tenant/v1/session")).status_code == 401


async def test_garbage_on_the_websocket(centre: Stack, chance: Random) -> None:
    """If this fails, one broken or hostile page takes the gateway, or another person's desk, with it."""
    status, accounts = centre.status(), centre.accounts()
    host, connect = status["url"].removeprefix("http://").partition(":")[0], status["connect"]
    rubbish: list[str | bytes] = [
        "", "{", "[]", "null", '{"type":"nonsense"}', '{"type":"command"}', "\x00" * 100, chance.randbytes(1000),
        "[" * 50_000, "x" * (2 * MEGABYTE),
    ]  # fmt: skip
    async with (
        signed_in(connect, host, "bruno", accounts["bruno"].password) as hostile,
        signed_in(connect, host, "chloe", accounts["chloe"].password) as other,
    ):
        before = other.view
        for one in chance.sample(rubbish, len(rubbish)):
            async with hostile.dial() as socket:
                ended = await say_until_closed(socket, one)
                assert ended, f"{one[:40]!r} can be said for ever"
        assert (await hostile.ask("ready"))["problem"]["code"] == (await other.ask("ready"))["problem"]["code"]
        assert other.view == before


async def say_until_closed(socket: websockets.ClientConnection, rubbish: str | bytes) -> bool:
    """Whether saying it again and again has the connection closed with a reason, each time before with an answer."""
    try:
        async with asyncio.timeout(20):
            for _ in range(200):
                await socket.send(rubbish)
                await asyncio.wait_for(socket.recv(), 5)
    except websockets.ConnectionClosed as closed:
        return closed.rcvd is not None and closed.rcvd.code in (GARBAGE_ENDS, 1009, 1007, 1003)
    return False


async def test_the_websocket_without_a_session(centre: Stack) -> None:
    """If this fails, anyone can listen to a tenant's desks."""
    status = centre.status()
    port = status["connect"].rpartition(":")[2]
    host = status["url"].removeprefix("http://")
    for cookie in ("", "keryx_session=nonsense"):
        with pytest.raises((websockets.InvalidStatus, websockets.ConnectionClosed)) as refused:
            async with websockets.connect(
                f"ws://{host}/api/tenant/v1/ws", host="127.0.0.1", port=int(port), proxy=None,
                origin=websockets.Origin(f"http://{host}"), additional_headers={"Cookie": cookie},
            ) as socket:  # fmt: skip
                await socket.recv()
        assert "401" in str(refused.value) or "403" in str(refused.value), refused.value


@pytest.mark.parametrize(("name", "size"), [("a bomb", 0), ("a hundred megabytes", 100)])
async def test_a_manifest_that_would_fill_the_memory(centre: Stack, name: str, size: int) -> None:
    """If this fails, one file stops the declarations of everybody."""
    before = centre.status()
    file = centre.folder / "hostile.yaml"
    with written(file, size):
        alone = centre.keryx("validate", str(file), "--output", "json", timeout=20)
        (problem,) = json.loads(alone.stdout)
        assert (alone.returncode, problem["path"]) == (1, ""), alone
        told = (await until(centre, lambda status: status["problems"]))["problems"]
        assert "hostile.yaml" in json.dumps(told), told
        during = centre.status()
        assert [during["config"][name]["hash"] for name in during["config"]] == [
            before["config"][name]["hash"] for name in before["config"]
        ]
        with written(centre.folder / "good.yaml", 0, GOOD):
            changed = await until(
                centre, lambda status: status["config"]["acme"]["hash"] != before["config"]["acme"]["hash"]
            )
            assert changed["config"]["acme"]["problems"] == []
    await until(centre, lambda status: not status["problems"])


GOOD = """\
apiVersion: keryx.dev/v1alpha1
kind: PauseReason
metadata: {name: alarm, namespace: acme}
spec: {displayName: Exercice incendie, kind: administrative}
"""


@contextlib.contextmanager
def written(file: Path, megabytes: int, text: str = BOMB) -> Iterator[None]:
    with file.open("w") as out:
        out.write(text)
        for _ in range(megabytes):
            out.write(f"# {'x' * (MEGABYTE - 3)}\n")
    try:
        yield
    finally:
        file.unlink()


async def until(centre: Stack, true: Any, within: float = 20.0) -> dict[str, Any]:
    """The status of the stack once `true` holds of it."""
    end = time.monotonic() + within
    while not true(status := await asyncio.to_thread(centre.status)):
        assert time.monotonic() < end, status
    return status


@contextlib.asynccontextmanager
async def browser(centre: Stack) -> AsyncIterator[httpx.AsyncClient]:
    """A client that talks to the tenant as its pages do."""
    status = centre.status()
    headers = {"Host": status["url"].removeprefix("http://"), "Origin": status["url"]}
    async with httpx.AsyncClient(base_url=f"http://{status['connect']}", headers=headers, trust_env=False) as http:
        yield http


def is_refused(answer: httpx.Response, status: int) -> None:
    """With this status, in a sentence (RFC 9457), without a session."""
    problem = answer.json()
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), answer.text
    assert problem["detail"].endswith("."), problem
    assert "set-cookie" not in answer.headers
