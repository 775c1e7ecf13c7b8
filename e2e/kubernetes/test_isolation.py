"""Two tenants side by side: nothing of one is reached or used from the other."""

import json
from typing import Any

import httpx
import pytest

from e2e.support.cluster import EDGE
from e2e.support.desk import signed_in
from e2e.support.tenant import Tenant

pytestmark = [pytest.mark.cluster, pytest.mark.smoke, pytest.mark.timeout(3600)]

PORTS = (5038, 5060, 8080, 8081, 8082, 8083, 8088)
"""Every port any pod of a tenant listens at."""
_REACHED = """
import json, socket, sys
reached = []
for host, port in json.loads(sys.argv[1]):
    try:
        socket.create_connection((host, port), timeout=1).close()
        reached.append([host, port])
    except OSError:
        pass
print(json.dumps(reached))
"""
_DATABASES = """
import json, os, sys
import psycopg
runtime = json.load(open(os.environ["KERYX_RUNTIME"]))
own = runtime["tenants"][0]["database"]
opened = []
for name in json.loads(sys.argv[1]):
    try:
        psycopg.connect(own, dbname=name, connect_timeout=5).close()
        opened.append(name)
    except psycopg.OperationalError:
        pass
print(json.dumps(opened))
"""


def addresses(tenant: Tenant) -> list[str]:
    pods = tenant.cluster.get("pods", "-n", tenant.runtime)["items"]
    return [pod["status"]["podIP"] for pod in pods if pod["status"].get("podIP")]


def python(tenant: Tenant, component: str, code: str, given: object) -> list[Any]:
    """What a program prints that runs in a pod of the tenant."""
    words = ["exec", "-n", tenant.runtime, f"deploy/{component}", "--", "python", "-c", code, json.dumps(given)]
    found: list[Any] = json.loads(tenant.cluster.kubectl(*words, timeout=180))
    return found


@pytest.mark.parametrize("component", ["engine", "gateway", "worker"])
def test_no_port_of_the_others_pods_is_reached(acme: Tenant, globex: Tenant, component: str) -> None:
    """If this fails, who breaks into one customer's program is among the other's."""
    doors = [[address, port] for address in addresses(globex) for port in PORTS]
    assert python(acme, component, _REACHED, doors) == []


def test_its_own_pods_are_reached(acme: Tenant) -> None:
    """If this fails, the test above proves nothing."""
    doors = [[address, 8081] for address in addresses(acme)]
    assert python(acme, "gateway", _REACHED, doors)


def test_the_others_database_stays_shut(acme: Tenant, globex: Tenant) -> None:
    """If this fails, one customer's password opens another's records."""
    own, other = f"keryx_t_{acme.id}", f"keryx_t_{globex.id}"
    assert python(acme, "worker", _DATABASES, [other, "keryx_control_plane", own]) == [own]


async def test_a_token_or_a_session_is_worth_nothing_at_the_other(acme: Tenant, globex: Tenant) -> None:
    """If this fails, an agent of one customer works at another's desk."""
    alice = acme.people["alice"]
    async with httpx.AsyncClient(base_url=f"http://{EDGE}", trust_env=False) as http:
        login = {"login": alice.login, "password": alice.password}
        answer = await http.post("/api/platform/v1/login", json=login, headers={"Host": acme.host})
        token = answer.raise_for_status().json()["token"]
        refused = await http.post("/api/tenant/v1/session", json={"token": token}, headers={"Host": globex.host})
        assert refused.status_code == 401
        there = await http.post("/api/platform/v1/login", json=login, headers={"Host": globex.host})
        assert there.status_code == 401
    async with signed_in(EDGE, acme.host, alice.login, alice.password) as desk:
        stolen = {"Host": globex.host, "Cookie": desk.http.headers["Cookie"]}
        async with httpx.AsyncClient(base_url=f"http://{EDGE}", trust_env=False) as http:
            assert (await http.get("/api/tenant/v1/session", headers=stolen)).status_code == 401
