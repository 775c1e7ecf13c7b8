"""What programs read of a centre, and an administrator who works with files while people talk.

If these fail, whoever built on our output gets something else, or a typing error in a file takes a centre down.
"""

from __future__ import annotations

import asyncio
import datetime
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from e2e.support.agent import Agent, at_phone, at_rest, dial_in
from e2e.support.hearing import AGENT_HZ, CALLER_HZ, hears
from e2e.support.records import recorded
from e2e.support.stack import Stack
from keryx.cli.local import embed
from keryx.cli.telephone.exchange import exchange
from keryx.cli.telephone.hearing import tone
from keryx.cli.telephone.line import Line

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(480)]

QUEUES = "routing/queues.yaml"
EDITS = 3
LIVE_SECONDS = 1.0
NONE = type(None)
Types = dict[str, type | tuple[type, ...]]

CALL: Types = {
    "interaction_id": str, "tenant": str, "entry": str, "caller": str, "first_queue": str, "last_queue": str,
    "first_agent": str, "last_agent": str, "started_at": str, "answered_at": str, "ended_at": str, "outcome": str,
    "wait_ms": int, "talk_ms": int, "disposition": str, "segments": list, "recordings": list,
}  # fmt: skip
SEGMENT: Types = {
    "party": str, "role": str, "kind": str, "queue": (str, NONE), "agent": (str, NONE), "from": str, "to": str, "cause": str,
    "config_version": int,
}  # fmt: skip
RECORDING: Types = {"uri": str, "sha256": str, "seconds": float, "channels": int, "gaps": list, "tracks": list}
TRACK: Types = {
    "id": str, "party": str, "role": str, "channel": int, "offset_seconds": (int, float), "seconds": (int, float),
}  # fmt: skip
STATUS: Types = {"url": str, "connect": str, "accounts": str, "sip": str, "config": dict, "processes": list}
CONFIG: Types = {"version": int, "problems": list}
PROCESS: Types = {"name": str, "pid": int, "state": str}
PROBLEM: Types = {"kind": str, "name": str, "path": str, "message": str}


@pytest.fixture
async def talk(stack: Stack) -> AsyncIterator[tuple[Agent, Line, Line]]:
    """Bruno with a caller of the sales queue: his desk, the caller's telephone, his own."""
    await at_rest(stack, "bruno")
    async with exchange(embed.find(lambda _: None)) as carrier, at_phone(stack, "bruno", AGENT_HZ) as bruno:
        await bruno.ready()
        async with dial_in(stack, carrier, "3900") as caller:
            await caller.reached("up")
            caller.say(tone(CALLER_HZ, 120))
            await caller.press("1")
            lifted = await bruno.answer()
            await asyncio.gather(hears(caller, AGENT_HZ), hears(lifted, CALLER_HZ))
            yield bruno, caller, lifted
            await lifted.close()


async def test_what_programs_read(stack: Stack, talk: tuple[Agent, Line, Line]) -> None:
    """`keryx calls` and `keryx status` with --output json: each field that is promised, with its type."""
    bruno, _, _ = talk
    interaction = bruno.interaction
    await bruno.do("hang_up")
    await bruno.finish("sale")
    record = await recorded(stack, interaction)
    has(record, CALL)
    every(record["segments"], SEGMENT)
    every(record["recordings"], RECORDING)
    every(record["recordings"][0]["tracks"], TRACK)
    waited = [one for one in record["segments"] if one["role"] == "contact" and one["kind"] in ("wait", "offer")]
    assert record["wait_ms"] == sum(lasted(one) for one in waited)
    status = stack.status()
    has(status, STATUS)
    has(status["config"]["acme"], CONFIG)
    every(status["processes"], PROCESS)
    rows = [line for line in open_lines(status["accounts"]) if not line.startswith("#")]
    assert all(line.count("\t") == 4 for line in rows), "login, password, role, sip_user, sip_password"


async def test_files_are_edited_while_people_talk(stack: Stack, talk: tuple[Agent, Line, Line]) -> None:
    """Good ones are live within a second; a broken reference is told by `status` and `validate` alike, and nobody is dropped."""
    bruno, caller, lifted = talk
    took = [await live_after(stack, bruno, f"Ventes {number}") for number in range(EDITS)]
    assert min(took) <= LIVE_SECONDS, took
    async with stack.edited(QUEUES, lambda text: text.replace("dispositionSet: sales", "dispositionSet: salse")):
        (problem,) = stack.status()["config"]["acme"]["problems"]
        assert (problem["kind"], problem["name"], problem["path"]) == ("Queue", "sales", "spec.dispositionSet")
        assert "salse" in problem["message"]
        said = stack.keryx("validate", str(stack.folder), "--output", "json")
        assert said.returncode == 1
        (told,) = json.loads(said.stdout)
        has(told, PROBLEM)
        assert {name: told[name] for name in PROBLEM} == {name: problem[name] for name in PROBLEM}
        sentence = f"Queue sales, spec.dispositionSet: {problem['message']}"
        assert sentence in stack.keryx("status").stdout
        assert problem["message"] in stack.keryx("validate", str(stack.folder)).stdout
        before = len(caller.ears.packets)
        await asyncio.gather(hears(caller, AGENT_HZ, since=before), hears(lifted, CALLER_HZ))
        assert queue_name(bruno.desk.view) == "Service commercial", "the last good form"
        await bruno.do("hang_up")
        await bruno.finish("sale")
    assert stack.status()["config"]["acme"]["problems"] == []


async def live_after(stack: Stack, bruno: Agent, name: str) -> float:
    """Seconds until a queue's new name is live; agents see it."""
    async with stack.edited(
        QUEUES, lambda text: text.replace("displayName: Service commercial", f"displayName: {name}")
    ) as took:
        await bruno.desk.until(lambda view: queue_name(view) == name)
    await bruno.desk.until(lambda view: queue_name(view) == "Service commercial")
    return took


def queue_name(view: dict[str, Any]) -> str:
    return str(next(one["displayName"] for one in view["queues"] if one["name"] == "sales"))


def lasted(segment: dict[str, str]) -> int:
    """Milliseconds."""
    begun, ended = (datetime.datetime.fromisoformat(segment[name]) for name in ("from", "to"))
    return round((ended - begun).total_seconds() * 1000)


def has(told: dict[str, Any], types: Types) -> None:
    wrong = {
        name: told.get(name, "absent") for name, kind in types.items() if not isinstance(told.get(name, ...), kind)
    }
    assert not wrong


def every(told: list[dict[str, Any]], types: Types) -> None:
    assert told
    for one in told:
        has(one, types)


def open_lines(path: str) -> list[str]:
    return Path(path).read_text().splitlines()
