"""`python -m bench.identity [--people N]`: what rights, tokens, log-ins and a large directory cost. Prints JSON.

A real control plane on a real Postgres, asked in the same process; the machine should do nothing else meanwhile.
"""

import argparse
import asyncio
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from keryx.core.actions import ACTIONS
from keryx.core.rights import Principal, Resource, allowed
from keryx.core.roles import Reach, RoleGrants, Scope
from keryx.kit.tokens import generate_key_pair, sign, verify
from tests.control_plane.conftest import Running, make_world
from tests.support.postgres import running_postgres

_HEADER = "login,name,role,team,site,languages,extension,phone,queues,skills\n"
_CSV = {"Content-Type": "text/csv"}


def _microseconds(work: Callable[[], object], rounds: int) -> float:
    began = time.process_time()
    for _ in range(rounds):
        work()
    return (time.process_time() - began) / rounds * 1e6


def _p(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def decision() -> float:
    """CPU time of one decision about a resource, by a role of a tenant's own (µs)."""
    scope = Scope(reach=Reach.TEAM, sites=("lyon", "paris"), queues=("sales", "support"))
    role = RoleGrants(id="own", name="own", levels={"calls": 1}, scope=scope)  # type: ignore[dict-item] # a level
    asks = Principal(person_id="p", tenant="acme", role="own", team="blue", grants=role)
    call = Resource(tenant="acme", people=("a", "b"), site="nice", team="red", queues=("support",))
    assert allowed(asks, "calls.view", call).allowed
    assert len(ACTIONS) > 10
    return _microseconds(lambda: allowed(asks, "calls.view", call), 20_000)


def token() -> float:
    """CPU time of verifying an admitting token (µs)."""
    private, public = generate_key_pair()
    signed = sign(private, issuer="control-plane", audience="acme", sub="p", sid="s")
    return _microseconds(lambda: verify(signed, [public], audience="acme", issuer="control-plane"), 2000)


async def directory(running: Running, people: int) -> dict[str, float]:
    """Seconds to import, and how long a page of the list takes (ms)."""
    rows = "".join(f"agent{n},Agent {n},agent,Team {n % 40},,fr;en,{1000 + n},browser,,\n" for n in range(people))
    async with running.admin() as admin:
        began = time.monotonic()
        answer = await admin.post("/people/import", content=_HEADER + rows, headers=_CSV, timeout=300)
        assert answer.status_code == 200, answer.text
        imported = time.monotonic() - began
        pages = []
        for _ in range(50):
            began = time.monotonic()
            assert (await admin.get("/people", params={"limit": 200})).status_code == 200
            pages.append((time.monotonic() - began) * 1000)
    return {
        "import_seconds": imported,
        "list_page_ms_median": statistics.median(pages),
        "list_page_ms_p99": _p(pages, 0.99),
    }


async def logins(running: Running, at_once: int) -> dict[str, float]:
    """So many people log in at the same moment, each with a password of their own."""
    made = [await running.add(f"early{n}") for n in range(at_once)]
    for person in made:  # the first log-in hashes the generated password anew; measured are later ones
        async with running.logged_in(person["person"]["login"], person["password"]):
            pass

    async def one(person: dict[str, dict[str, str]]) -> float:
        began = time.monotonic()
        async with running.client() as client:
            typed = {"login": person["person"]["login"], "password": person["password"]}
            answer = await client.post("/login", json=typed, timeout=120)
            assert answer.status_code == 200, answer.text
        return time.monotonic() - began

    took = await asyncio.gather(*(one(person) for person in made))
    return {"logins": at_once, "login_seconds_p50": statistics.median(took), "login_seconds_p95": _p(took, 0.95)}


async def measure(people: int, at_once: int) -> dict[str, float]:
    with running_postgres() as postgres, tempfile.TemporaryDirectory() as folder:
        async with make_world(postgres, Path(folder), 9).running() as running:
            found = await logins(running, at_once)
            return found | {"people": people} | await directory(running, people)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--logins", type=int, default=200)
    wanted = parser.parse_args()
    told = {"cpus": os.cpu_count(), "decision_us": decision(), "token_verification_us": token()}
    told |= asyncio.run(measure(wanted.people, wanted.logins))
    print(
        json.dumps(
            {name: round(value, 2) if isinstance(value, float) else value for name, value in told.items()}, indent=2
        )
    )


if __name__ == "__main__":
    main()
