"""What `keryx status --context` tells of a tenant: its Tenant object, what is not ready of its declarations, and its pods."""

from __future__ import annotations

from typing import Any

from keryx.cli.cluster import Cluster, ClusterTenant

Json = dict[str, Any]


def read(cluster: Cluster, name: str | None) -> Json:
    """What `keryx status --context CONTEXT --output json` prints. ClusterError."""
    tenant = cluster.tenant(name)
    declared = [each for each in cluster.objects("keryx", tenant.namespace) if each["metadata"].get("namespace")]
    ready = condition(tenant.declared, "Ready")
    return {
        "tenant": tenant.id,
        "hosts": list(tenant.hosts),
        "ready": ready.get("status") == "True",
        "message": ready.get("message") or "the operator has not looked at it yet",
        "problems": [_problem(each) for each in declared if not _is_ready(each)],
        "pods": [_pod(each) for each in _pods(cluster, tenant)],
    }


def text(found: Json) -> str:
    """The same for people."""
    lines = [f"{found['tenant']}: {'ready' if found['ready'] else 'not ready'}; {found['message']}"]
    lines += [f"open      https://{host}" for host in found["hosts"]]
    lines += [f"  {each['kind']} {each['name']}: {each['message']}" for each in found["problems"]]
    width = max((len(each["name"]) for each in found["pods"]), default=0)
    lines += [f"{each['name']:{width}}  {each['state']}" for each in found["pods"]]
    return "\n".join(lines)


def condition(item: Json, type_: str) -> Json:
    """The condition of that type, empty when there is none."""
    found: list[Json] = item.get("status", {}).get("conditions", [])
    return next((each for each in found if each["type"] == type_), {})


def _is_ready(item: Json) -> bool:
    return condition(item, "Ready").get("status") == "True"


def _problem(item: Json) -> Json:
    message = condition(item, "Ready").get("message") or "the operator has not looked at it yet"
    return {"kind": item["kind"], "name": item["metadata"]["name"], "message": message}


def _pods(cluster: Cluster, tenant: ClusterTenant) -> list[Json]:
    return cluster.objects("pods", tenant.runtime_namespace)


def _pod(item: Json) -> Json:
    states = item["status"].get("containerStatuses", [])
    ready, restarts = sum(each["ready"] for each in states), sum(each["restartCount"] for each in states)
    state = f"{item['status']['phase']}, {ready} of {len(item['spec']['containers'])} ready, {restarts} restarts"
    return {"name": item["metadata"]["name"], "state": state}
