"""The tenant's own audit trail. If these fail, somebody listens to strangers' calls and nobody can tell who."""

from __future__ import annotations

import time
from uuid import UUID

import httpx
import msgspec
import pytest

from keryx.core.actions import Level
from keryx.core.audit import verify
from keryx.core.roles import Reach, RoleGrants, Scope
from keryx.kit.audit import read_line

from .stack import ALICE, BOB, BOSS, Stack, people
from .test_records import CALLS, NUMBER, answered, keep, record_sound

pytestmark = pytest.mark.integration

AUDIT = "/api/tenant/v1/audit"


async def test_listening_and_reading_are_kept_before_they_are_answered(stack: Stack) -> None:
    record = answered(1, ALICE)
    await keep(stack, record)
    record_sound(stack, record.interaction)
    with stack.signed_in(ALICE) as alice, stack.signed_in(BOSS) as boss:
        address = f"{CALLS}/{record.interaction}"
        for piece in ("bytes=1-99", "bytes=100-199"):
            assert alice.get(f"{address}/recording", headers={"Range": piece}).status_code == 206
        assert alice.get(address).status_code == 200
        assert alice.get(CALLS, params={"q": NUMBER}).status_code == 200
        assert alice.get(f"{CALLS}/{UUID(int=1)}").status_code == 404
        assert alice.get(AUDIT).status_code == 403
        told = boss.get(AUDIT, params={"actor": ALICE}).json()["items"]
        acts = [(event["action"], event["object"]["id"]) for event in reversed(told)]
        assert acts == [
            ("session.begin", told[-1]["session"]),
            ("recordings.play", record.interaction),
            ("calls.view", record.interaction),
            ("calls.numbers", ""),
        ]
        assert told[1]["why"] == "Your role, agent, may see one call's timeline."
        assert [event["seq"] for event in boss.get(AUDIT, params={"q": "100%"}).json()["items"]] == []
        exported = boss.get(f"{AUDIT}/export").text
        assert list(verify("acme/runtime", map(read_line, exported.splitlines()), [])) == []


def _await_role(client: httpx.Client, role: str) -> None:
    """A pushed directory is in force within a second."""
    deadline = time.monotonic() + 10
    while client.get("/api/tenant/v1/session").json()["person"]["role"] != role:
        assert time.monotonic() < deadline, "the directory is not in force"
        time.sleep(0.05)


async def test_a_role_of_ones_own_holds_here_as_soon_as_it_is_pushed(stack: Stack) -> None:
    """A role without the right to see personal data sees the calls of its queue, and no number."""
    mine, queued, other = (
        answered(1, BOB),
        answered(2, BOSS, first_queue="support", last_queue="support", segments=(), offers=()),
        answered(3, BOSS, segments=(), offers=(), first_queue="hr", last_queue="hr"),
    )
    await keep(stack, mine, queued, other)
    with stack.signed_in(BOB) as bob:
        assert bob.get(CALLS).json()["items"][0]["caller"] == NUMBER
        quality = RoleGrants(
            id="quality",
            name="quality",
            levels={"calls": Level.READ},
            scope=Scope(reach=Reach.OWN, queues=("support",)),
        )
        persons = people() | {BOB: msgspec.structs.replace(people()[BOB], role="quality")}
        stack.put_directory(persons, {"quality": quality})
        _await_role(bob, "quality")
        seen = bob.get(CALLS).json()["items"]
        assert [call["interactionId"] for call in seen] == [queued.interaction, mine.interaction]
        assert {call["caller"] for call in seen} == {None}
        assert bob.get(CALLS, params={"q": NUMBER}).status_code == 403
        assert bob.get(f"{CALLS}/{other.interaction}").status_code == 404
        assert bob.get(f"{CALLS}/{mine.interaction}/recording").status_code == 403
