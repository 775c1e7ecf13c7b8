"""What a platform admin and a tenant's people do to a running tenant, and what the operator makes of it."""

import json
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from e2e.support.cluster import NODE_ADDRESS, PLATFORM, Cluster, Request, now
from e2e.support.hearing import hears_kind
from e2e.support.tenant import Tenant
from keryx.cli.local import embed
from keryx.cli.telephone.exchange import exchange
from keryx.cli.telephone.line import dial

pytestmark = [pytest.mark.cluster, pytest.mark.smoke, pytest.mark.timeout(3600)]

OPERATOR = f"system:serviceaccount:{PLATFORM}:keryx-operator"
SOON = 20.0
"""Seconds; what the machine's load may make of one. How fast it is on a quiet one is for the benches."""
SETTLE = 20.0
WELCOME_SECONDS = 10.0
"""Later than that a caller hears what is played to who pressed no key."""


def until(true: Callable[[], Any], within: float = SOON) -> Any:
    """What `true` gives, once it is true. AssertionError."""
    late = time.monotonic() + within
    while not (found := true()):
        assert time.monotonic() < late, f"not true within {within} s"
        time.sleep(0.2)
    return found


def ready(tenant: Tenant, what: str) -> dict[str, Any] | None:
    """The condition Ready of a declaration, once it speaks of the declaration as it is now."""
    found = tenant.cluster.get(what, "-n", tenant.id)
    seen = found["status"]["observedGeneration"] == found["metadata"]["generation"]
    conditions = {each["type"]: each for each in found["status"].get("conditions", [])}
    return conditions.get("Ready") if seen else None


def patch(tenant: Tenant, what: str, spec: dict[str, Any]) -> None:
    tenant.cluster.kubectl("patch", what, "-n", tenant.id, "--type=merge", "-p", json.dumps({"spec": spec}))


def test_a_changed_queue_is_live(acme: Tenant) -> None:
    """If this fails, tenant administrators edit in vain."""
    patch(acme, "queue/sales", {"displayName": "Ventes"})
    assert until(lambda: ready(acme, "queue/sales"))["status"] == "True"


def test_a_broken_reference_is_told_and_the_last_good_form_runs_on(acme: Tenant) -> None:
    """If this fails, a slip in one queue takes the centre down, or nobody learns of it."""
    before = acme.cluster.get("queue/sales", "-n", acme.id)["spec"]
    patch(acme, "queue/sales", {"schedule": "no-such-hours"})
    verdict = until(lambda: ready(acme, "queue/sales"))
    assert (verdict["status"], verdict["reason"]) == ("False", "ReferenceNotFound")
    assert "no-such-hours" in verdict["message"]
    patch(acme, "queue/sales", {"schedule": before.get("schedule")})
    assert until(lambda: ready(acme, "queue/sales"))["status"] == "True"
    acme.ready()


def test_what_is_deleted_or_edited_by_hand_is_restored(acme: Tenant) -> None:
    """If this fails, a slip with kubectl stays until somebody notices that no one can log in."""
    cluster = acme.cluster
    old = cluster.get("service/gateway", "-n", acme.runtime)["metadata"]["uid"]
    cluster.kubectl("delete", "service/gateway", "-n", acme.runtime)
    until(lambda: _uid(cluster, acme.runtime) not in (None, old))
    cluster.kubectl("scale", "deployment/gateway", "-n", acme.runtime, "--replicas=0")
    until(lambda: cluster.get("deployment/gateway", "-n", acme.runtime)["spec"]["replicas"] == 1)
    cluster.rolled_out("deploy/gateway", acme.runtime)


def _uid(cluster: Cluster, namespace: str) -> str | None:
    items = cluster.get("services", "-n", namespace)["items"]
    return next((one["metadata"]["uid"] for one in items if one["metadata"]["name"] == "gateway"), None)


async def test_a_new_asterisk_plays_the_prompts(acme: Tenant) -> None:
    """If this fails, callers hear nothing, or are refused, once an Asterisk was replaced."""
    cluster, old = acme.cluster, acme.sip()
    cluster.kubectl("delete", "pod", "-n", acme.runtime, "-l", "keryx.dev/site=paris", "--wait", timeout=120)
    until(lambda: acme.sip(default=old) != old, within=120)
    async with (
        exchange(embed.find(lambda _: None), NODE_ADDRESS) as carrier,
        dial(carrier, f"sip:3900@{acme.sip()}", caller="+33612345678") as caller,
    ):
        await caller.reached("up")
        await hears_kind(caller, "speech", within=WELCOME_SECONDS)


def test_a_restarted_operator_changes_nothing(acme: Tenant) -> None:
    """If this fails, each restart of the operator is a wave of writes, and one day of restarts. The audit log is the judge."""
    cluster = acme.cluster
    until(lambda: not changes(cluster.audit(now() - timedelta(seconds=5))), within=120)
    cluster.kubectl("delete", "pod", "-n", PLATFORM, "-l", "app.kubernetes.io/component=operator", "--wait")
    started = now()
    cluster.rolled_out("deploy/keryx-operator", PLATFORM)
    time.sleep(SETTLE)  # as long as it is watched; there is no event for "did nothing"
    assert [request for request in cluster.audit(started) if request.user == OPERATOR], "it did not even look"
    assert changes(cluster.audit(started)) == []


def changes(requests: list[Request]) -> list[Request]:
    """What the operator changed, or tried to, Lease renewals apart."""
    leases = "leases.coordination.k8s.io"
    return [one for one in requests if one.user == OPERATOR and one.mutating and one.resource != leases]
