"""Keryx as it is measured: a whole stack of `keryx up`, a hundred agents signed in at desks, traces going to a collector."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import psycopg

from bench.acd import sipp
from bench.acd.sipp import Moments
from e2e.support.desk import Desk, signed_in

NUMBER = "5000"
HOST = "bench.localhost"
PORT = 46_080
_SIGN_IN_AT_ONCE = 2
_TRIES = 5
_IMPORTED_AT_ONCE = 10
"""Each new account costs a password hash: on a busy machine a hundred take longer than a request may."""
_REACHABLE_SECONDS = 45.0
_MANIFESTS = Path(__file__).with_name("manifests.yaml")
_COLUMNS = "login,name,role,team,site,languages,phone,extension,skills,queues"


class Centre:
    """A running stack. `sip` is where callers call, `pids` its processes by name."""

    def __init__(self, state: Path, status: dict[str, Any]) -> None:
        self._state = state
        self.sip: str = status["sip"]
        self.connect: str = status["connect"]
        self.pids = {_plain(one["name"]): int(one["pid"]) for one in status["processes"]}

    def accounts(self) -> list[list[str]]:
        """Login, password, role, SIP user and SIP password of every agent."""
        rows = [line.split("\t") for line in (self._state / "accounts").read_text().splitlines()]
        return [row for row in rows if len(row) == 5 and row[2] == "agent"]

    def decisions(self, moments: Moments) -> list[float]:
        """Seconds from when call and agent were both available, by the journal, to the agent's INVITE."""
        numbers = {interaction: number for number, interaction in moments.interaction.items()}
        available: dict[str, int] = {}
        queued: dict[str, int] = {}
        waits = []
        for kind, at, interaction, agent, state in self._facts():
            if kind == "agent.state" and state == "available":
                available[agent] = at
            elif kind == "queue.entered":
                queued[interaction] = at
            elif kind == "offer.made" and interaction in numbers:
                ready = max(queued[interaction], available.get(agent, 0)) / 1000
                waits.append(moments.offered[numbers[interaction]] - ready)
        return waits

    def counts(self) -> dict[str, int]:
        """Facts, interactions and rendered recordings so far."""
        with psycopg.connect(self._database()) as connection:
            return {
                "facts": _one(connection, "SELECT count(*) FROM journal"),
                "calls": _one(connection, "SELECT count(*) FROM journal WHERE fact->>'fact' = 'interaction.ended'"),
                "rendered": _one(connection, "SELECT count(*) FROM recording WHERE sha256 IS NOT NULL"),
            }

    def _facts(self) -> list[tuple[str, int, str, str, str]]:
        query = """SELECT fact->>'fact', (fact->>'at')::bigint, interaction::text, agent::text, fact->>'state'
            FROM journal WHERE fact->>'fact' IN ('agent.state', 'queue.entered', 'offer.made') ORDER BY seq"""
        with psycopg.connect(self._database()) as connection:
            return connection.execute(query).fetchall()

    def _database(self) -> str:
        settings = json.loads((self._state / "etc/runtime.json").read_text())
        return str(settings["tenants"][0]["database"])


def start(folder: Path, agents: int, collector: str) -> Centre:
    """`keryx up` with this many agents; SystemExit with what it said when it does not start."""
    declared = folder / "declared"
    (declared / "people").mkdir(parents=True)
    (declared / "centre.yaml").write_text(_MANIFESTS.read_text())
    people = [f"agent{one:03d},Agent {one},agent,Calls,main,fr,sip,{1000 + one},,calls:50" for one in range(agents)]
    for first in range(0, agents, _IMPORTED_AT_ONCE):
        some = [_COLUMNS, *people[first : first + _IMPORTED_AT_ONCE]]
        (declared / f"people/agents-{first:03d}.csv").write_text("\n".join(some) + "\n")
    state = folder / "state"
    environment = os.environ | {"OTEL_EXPORTER_OTLP_ENDPOINT": collector}
    _keryx(["up", str(declared), "--detach", "--port", str(PORT), "--state", str(state)], environment)
    status = json.loads(_keryx(["status", "--output", "json", "--state", str(state)], environment))
    return Centre(state, status)


def stop(folder: Path) -> None:
    _keryx(["down", "--state", str(folder / "state")], dict(os.environ))


@asynccontextmanager
async def desks(centre: Centre) -> AsyncIterator[list[Desk]]:
    """Every agent signed in with a telephone, and ready. The telephones must have been registered."""
    async with AsyncExitStack() as stack:
        few = asyncio.Semaphore(_SIGN_IN_AT_ONCE)

        async def one(login: str, password: str) -> Desk:
            async with few:
                desk = await _connected(stack, centre, login, password)
                await desk.do("sign_in", phone="sip")
            return desk

        yield await asyncio.gather(*(one(login, password) for login, password, *_ in centre.accounts()))


async def _connected(stack: AsyncExitStack, centre: Centre, login: str, password: str) -> Desk:
    """Tried again when a busy machine is slow to check the password: signing in is not what is measured."""
    for _ in range(_TRIES):
        with suppress(httpx.TimeoutException):
            return await stack.enter_async_context(signed_in(centre.connect, HOST, login, password))
    raise SystemExit(f"{login} could not sign in")


async def get_ready(all_desks: list[Desk]) -> None:
    """Once its telephone is there, each agent waits for calls."""
    for desk in all_desks:
        await desk.until(lambda view: view.get("phone", {}).get("reachable"), within=_REACHABLE_SECONDS)
        await desk.do("ready")
        await desk.until(lambda view: view.get("state") == "available")


def register(program: Path, centre: Centre, folder: Path) -> None:
    sipp.register(program, centre.sip, folder, [(row[3], row[4]) for row in centre.accounts()])


def _keryx(words: list[str], environment: dict[str, str]) -> str:
    program = Path(sys.executable).with_name("keryx")
    done = subprocess.run([str(program), *words], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"keryx {words[0]}: {done.stdout}{done.stderr}")
    return done.stdout


def _plain(name: str) -> str:
    """The name of a process without its tenant's and site's."""
    return name.replace("-bench-main", "").replace("-bench", "")


def _one(connection: psycopg.Connection[Any], query: str) -> int:
    row = connection.execute(query).fetchone()
    assert row is not None
    return int(row[0])
