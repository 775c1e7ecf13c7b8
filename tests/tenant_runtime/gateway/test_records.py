"""Calls as people see them: everything of their own, nothing of others', and the recording to the last byte."""

from __future__ import annotations

import asyncio
import hashlib
import uuid
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from psycopg import AsyncConnection

from keryx.core.facts import Considered
from keryx.core.inputs import Personal
from keryx.core.ledger import Decision, InteractionRecord, Offer, Segment, Step, Track
from keryx.core.ledger.records import DispositionRow
from keryx.tenant_runtime.recording.names import rendered_name
from keryx.tenant_runtime.recording.sealed import SealedWriter
from keryx.tenant_runtime.store import Store
from keryx.tenant_runtime.vault import Vault
from keryx.tenant_runtime.worker.rows import write_record

from .stack import ALICE, BOB, BOSS, HOST, KEY, Stack

pytestmark = pytest.mark.integration

CALLS = "/api/tenant/v1/calls"
START = 1_790_000_000_000
NUMBER = "+33612345678"
SOUND = bytes(range(256)) * 1000


def answered(n: int, agent: str, **changes: Any) -> InteractionRecord:
    """A call that was answered by `agent`, `n` minutes after the start."""
    at = START + n * 60_000
    interaction = str(uuid.UUID(int=1000 + n))
    party: Any = {"party": "c", "role": "contact", "config_version": 7}
    values: dict[str, Any] = {
        "interaction": interaction, "site": "paris", "entry": "main", "dialled": "3900", "caller_ref": str(uuid.uuid4()),
        "started_at": at, "answered_at": at + 9000, "ended_at": at + 29_000, "outcome": "answered", "cause": "normal",
        "first_queue": "sales", "last_queue": "sales", "first_agent": agent, "last_agent": agent, "config_version": 7,
        "segments": (
            Segment(kind="ivr", started_at=at, ended_at=at + 4000, cause="arrived", **party),
            Segment(kind="wait", queue="sales", started_at=at + 4000, ended_at=at + 7000, cause="flow", **party),
            Segment(kind="offer", queue="sales", agent=agent, started_at=at + 7000, ended_at=at + 9000, cause="o", **party),
            Segment(kind="talk", queue="sales", agent=agent, started_at=at + 9000, ended_at=at + 29_000, cause="t", **party),
        ),
        "steps": (
            Step(flow="welcome", flow_version=7, step="menu", kind="menu", started_at=at, ended_at=at + 4000, outcome="1",
                 next="to-sales", label="Ventes"),
        ),
        "offers": (
            Offer(offer="o1", agent=agent, queue="sales", site="paris", started_at=at + 7000, ended_at=at + 9000,
                  result="accepted"),
        ),
        "decisions": (
            Decision(at=at + 7000, queue="sales", chosen=agent, left_out={"not_signed_in": 3}, considered=(
                Considered(agent=agent, level=50, idle_ms=1000), Considered(agent=BOSS, excluded_by="skill", detail="fr 2<5"),
            )),
        ),
        "tracks": (
            Track(recording=str(uuid.uuid4()), leg="l1", site="paris", party="c", role="contact", policy="all",
                  started_at=at + 9000, ended_at=at + 29_000),
            Track(recording=str(uuid.uuid4()), leg="l2", site="paris", party="a", role="agent", policy="all",
                  started_at=at + 9500, ended_at=at + 29_000),
        ),
    }  # fmt: skip
    return InteractionRecord(**values | changes)


async def keep(stack: Stack, *records: InteractionRecord, number: str = NUMBER) -> None:
    """Write records as the worker does, with the caller's number in the vault."""
    async with await AsyncConnection.connect(stack.database) as connection:
        vault = Vault(KEY)
        await vault.store(connection, [Personal(one.caller_ref, one.interaction, "number", number) for one in records])
        async with connection.cursor() as cursor:
            for one in records:
                await write_record(cursor, None, one)


def record_sound(stack: Stack, interaction: str) -> None:
    """Put a rendered recording where the worker puts it."""
    store = Store(f"file://{stack.folder}/store")
    with store.writing(rendered_name(interaction)) as file, SealedWriter(Vault(KEY), file) as writer:
        writer.write(SOUND)
    with psycopg.connect(stack.database) as connection:
        connection.execute(
            "INSERT INTO recording (interaction, due_at, rendered_at, uri, sha256, seconds, channels, gaps, tracks)"
            """ VALUES (%s, now(), now(), 'x', %s, 20, 2,
                '[{"recording": "r", "role": "agent", "from_ms": 500, "to_ms": 900, "cause": "short"}]', 2)""",
            (interaction, hashlib.sha256(SOUND).hexdigest()),
        )


async def test_what_the_agent_noted_is_read_with_the_call(stack: Stack) -> None:
    """Without it the next person who opens the call does not know what came of it."""
    ref = str(uuid.uuid4())
    record = answered(1, ALICE, dispositions=(DispositionRow(at=START, agent=ALICE, code="sold", comment_ref=ref),))
    await keep(stack, record)
    async with await AsyncConnection.connect(stack.database) as connection:
        await Vault(KEY).store(connection, [Personal(ref, record.interaction, "comment", "Rappeler mardi")])
    with stack.signed_in(ALICE) as client:
        (given,) = client.get(f"{CALLS}/{record.interaction}").json()["dispositions"]
    assert (given["code"], given["comment"], given["agent"]["id"]) == ("sold", "Rappeler mardi", ALICE)


async def test_the_list_is_filtered_and_paged(stack: Stack) -> None:
    lost = answered(
        9, ALICE, outcome="abandoned", entry="second", first_agent=None, last_agent=None, segments=(), offers=()
    )
    await keep(stack, *(answered(n, ALICE if n % 2 else BOB) for n in range(5)))
    await keep(stack, lost, number="+33142000000")
    with stack.signed_in(BOSS) as client:

        def ids(**filters: Any) -> list[int]:
            answer = client.get(CALLS, params=filters)
            assert answer.status_code == 200, answer.text
            return [uuid.UUID(call["interactionId"]).int - 1000 for call in answer.json()["items"]]

        assert ids() == [9, 4, 3, 2, 1, 0], "latest first"
        assert ids(agent=ALICE) == [3, 1]
        assert ids(outcome="abandoned") == ids(entry="second") == [9]
        assert ids(queue="sales", limit=2) == [9, 4]
        assert ids(q="+33 6 12 34 56 78") == ids(q=NUMBER) == [4, 3, 2, 1, 0]
        assert ids(q="+33700000000") == []
        assert ids(**{"from": "2026-09-21T14:14:20Z", "to": "2026-09-21T14:16:20Z"}) == [2, 1]
        pages: list[int] = []
        cursor: str | None = ""
        while cursor is not None:
            page = client.get(CALLS, params={"limit": 4, **({"cursor": cursor} if cursor else {})}).json()
            pages.append(len(page["items"]))
            cursor = page["next"]
        assert pages == [4, 2]
        for bad in (
            {"cursor": "guess"},
            {"limit": 0},
            {"limit": 10_000},
            {"outcome": "great"},
            {"agent": "alice"},
            {"from": "now"},
        ):
            answer = client.get(CALLS, params=bad)
            assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json"), bad


async def test_one_calls_timeline_tells_all(stack: Stack) -> None:
    record = answered(1, ALICE)
    await keep(stack, record)
    record_sound(stack, record.interaction)
    with stack.signed_in(BOSS) as client:
        told = client.get(f"{CALLS}/{record.interaction}").json()
    call = told["call"]
    assert (call["caller"], call["waitMs"], call["talkMs"], call["outcome"]) == (NUMBER, 5000, 20_000, "answered")
    assert call["firstAgent"] == {"id": ALICE, "login": "alice", "name": "Alice Martin"}
    assert call["startedAt"].endswith("Z")
    assert [(one["kind"], one["queue"]) for one in told["segments"]] == [
        ("ivr", None), ("wait", "sales"), ("offer", "sales"), ("talk", "sales"),
    ]  # fmt: skip
    assert all(one["to"] == after["from"] for one, after in zip(told["segments"], told["segments"][1:], strict=False))
    assert told["steps"][0]["label"] == "Ventes"
    assert told["offers"][0]["result"] == "accepted"
    considered = told["decisions"][0]["considered"]
    assert [(one["agent"]["name"], one["excludedBy"], one["detail"]) for one in considered] == [
        ("Alice Martin", None, None), ("Chantal Roy", "skill", "fr 2<5"),
    ]  # fmt: skip
    assert told["decisions"][0]["leftOut"] == {"not_signed_in": 3}
    (recording,) = told["recordings"]
    assert [(one["role"], one["channel"], one["offsetSeconds"]) for one in recording["tracks"]] == [
        ("contact", 0, 0.0), ("agent", 1, 0.5),
    ]  # fmt: skip
    assert recording["gaps"] == [{"track": "r", "fromSeconds": 0.5, "toSeconds": 0.9, "cause": "short"}]


async def test_an_agent_sees_own_calls_only(stack: Stack) -> None:
    mine, others = answered(1, ALICE), answered(2, BOB)
    await keep(stack, mine, others)
    record_sound(stack, others.interaction)
    with stack.signed_in(ALICE) as client:
        assert [call["interactionId"] for call in client.get(CALLS).json()["items"]] == [mine.interaction]
        assert client.get(f"{CALLS}/{mine.interaction}").status_code == 200
        for path in (
            f"{CALLS}/{others.interaction}",
            f"{CALLS}/{others.interaction}/recording",
            f"{CALLS}/{uuid.uuid4()}",
        ):
            answer = client.get(path)
            assert (answer.status_code, answer.json()["code"]) in {(404, "not_found"), (403, "not_allowed")}, path
        assert client.get(f"{CALLS}/not-an-id").status_code == 422


async def test_a_recording_is_played_in_ranges(stack: Stack) -> None:
    record, silent = answered(1, ALICE), answered(2, ALICE)
    await keep(stack, record, silent)
    record_sound(stack, record.interaction)
    address = f"{CALLS}/{record.interaction}/recording"
    with stack.signed_in(BOSS) as client:
        whole = client.get(address)
        assert (whole.status_code, whole.headers["content-type"], whole.content) == (200, "audio/wav", SOUND)
        assert "content-disposition" not in whole.headers
        for asked, start, end in (
            ("bytes=0-9", 0, 10), ("bytes=65530-65550", 65_530, 65_551), ("bytes=255990-", 255_990, 256_000),
            ("bytes=-10", 255_990, 256_000), ("bytes=100000-999999", 100_000, 256_000),
        ):  # fmt: skip
            part = client.get(address, headers={"Range": asked})
            assert (part.status_code, part.content) == (206, SOUND[start:end]), asked
            assert part.headers["content-range"] == f"bytes {start}-{end - 1}/256000"
        assert client.get(address, headers={"Range": "bytes=256000-"}).status_code == 416
        assert client.get(address, headers={"Range": "lines=1-2"}).status_code == 200
        saved = client.get(address, params={"download": "1"})
        assert saved.headers["content-disposition"] == f'attachment; filename="{record.interaction}.wav"'
        assert client.get(f"{CALLS}/{silent.interaction}/recording").status_code == 404


async def test_a_records_address_plays_by_itself_for_a_while(stack: Stack) -> None:
    """`keryx calls` hands it to a program that has no cookie."""
    record, other = answered(1, ALICE), answered(2, ALICE)
    await keep(stack, record, other)
    record_sound(stack, record.interaction)
    record_sound(stack, other.interaction)
    with stack.signed_in(BOSS) as client:
        found = client.get(f"{CALLS}/records").json()["items"]
    assert [len(one["segments"]) for one in found] == [4, 4]
    uri = found[1]["recordings"][0]["uri"]
    with stack.stranger() as client:
        assert client.get(uri).content == SOUND
        assert client.get(uri.replace(record.interaction, other.interaction)).status_code == 401
        assert client.get(uri[:-8]).status_code == 401
        assert client.get(f"{CALLS}/{record.interaction}/recording").status_code == 401


async def until(check: Callable[[], Any]) -> None:
    """Return once it holds."""
    async with asyncio.timeout(10):
        while True:
            if check():
                return
            await asyncio.sleep(0.05)


async def test_a_number_is_found_however_it_is_typed(stack: Stack) -> None:
    await keep(stack, answered(1, ALICE))
    stack.put_config(1)
    with stack.signed_in(BOSS) as client:
        await until(lambda: client.get("/api/tenant/v1/session").json()["tenant"]["displayName"] == "Acme Voyages")
        for typed in (NUMBER, "06 12 34 56 78", "0612345678", "+33 (0)6 12 34 56 78", "0033612345678"):
            assert len(client.get(CALLS, params={"q": typed}).json()["items"]) == 1, typed


async def test_pickers_know_what_is_declared_as_soon_as_it_is(stack: Stack) -> None:
    queue = {"displayName": "Ventes", "dispositionSet": "sales"}
    dispositions = {"dispositions": [{"code": "sold", "label": "Vendu", "kind": "positive", "askComment": True}]}
    with stack.signed_in(ALICE) as client:
        assert client.get("/api/tenant/v1/reference").json()["queues"] == []
        stack.put_config(
            1,
            queues={"sales": queue},
            dispositionSets={"sales": dispositions},
            pauseReasons={"lunch": {"displayName": "Repas"}},
        )
        await until(lambda: client.get("/api/tenant/v1/reference").json()["queues"])
        told = client.get("/api/tenant/v1/reference").json()
    assert told["queues"] == [{"name": "sales", "displayName": "Ventes"}]
    assert told["pauseReasons"] == [{"name": "lunch", "displayName": "Repas"}]
    assert told["dispositionSets"][0]["dispositions"] == [
        {"code": "sold", "label": "Vendu", "kind": "positive", "askComment": True}
    ]


async def test_pickers_know_the_people(stack: Stack) -> None:
    with psycopg.connect(stack.database) as connection:
        connection.execute(
            "INSERT INTO agent_interval (agent, login, started_at, state) VALUES (%s, 'l', now(), 'available')",
            (ALICE,),
        )
    with stack.signed_in(ALICE) as client:
        agents = client.get("/api/tenant/v1/reference").json()["agents"]
    assert [(one["login"], one["state"]) for one in agents] == [("alice", "available"), ("bob", None)]


async def test_the_web_app_is_served_for_its_own_pages(stack: Stack) -> None:
    with stack.stranger() as client:
        page = client.get("/calls/019")
        assert (page.status_code, page.headers["cache-control"]) == (200, "no-cache")
        assert "<title>Keryx" in page.text
        policy = page.headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert f"ws://{HOST}:{stack.port}" in policy
        script = client.get("/assets/app-1a2b.js", headers={"Accept-Encoding": "gzip"})
        assert (script.text, script.headers["cache-control"]) == ("export {}", "public, max-age=31536000, immutable")
        with client.stream("GET", "/assets/app-1a2b.js", headers={"Accept-Encoding": "br, gzip"}) as packed:
            assert packed.headers["content-encoding"] == "br"
            assert b"".join(packed.iter_raw()) == b"compressed"
        tag = page.headers["etag"]
        assert client.get("/", headers={"If-None-Match": tag}).status_code == 304
        for path in (
            "/assets/none.js",
            "/api/none",
            "/api/tenant/v1/none",
            "/../runtime.json",
            "/%2e%2e/runtime.json",
            "/metrics",
        ):
            assert client.get(path).status_code == 404, path
    with stack.stranger("127.0.0.1") as operator:
        assert operator.get("/healthz").status_code == operator.get("/metrics").status_code == 200
