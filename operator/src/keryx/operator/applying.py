"""Making a namespace hold what was rendered: what differs is applied, what is ours and rendered no more is deleted."""

from __future__ import annotations

from collections.abc import Sequence

from keryx.kit.signals import log
from keryx.operator import stored
from keryx.operator.api import Cluster
from keryx.operator.compare import difference
from keryx.operator.render.names import KEYS, MANAGED_BY, MANAGER, TENANT_LABEL, Object, namespace_of
from keryx.operator.seen import Place, place_of

LISTED = (
    "ResourceQuota", "LimitRange", "ServiceAccount", "PersistentVolumeClaim", "NetworkPolicy", "ConfigMap", "Secret",
    "Service", "PodDisruptionBudget", "Deployment",
)  # fmt: skip
_ROUTES = {"HTTPRoute": ("HTTPRoute",), "Ingress": ("Ingress",), "None": ()}
_NOT_RENDERED = frozenset({KEYS, stored.NAME})

Live = dict[Place, Object]


async def look(cluster: Cluster, tenant_id: str, routes: str) -> Live:
    """What lives of the tenant in its runtime namespace."""
    found: Live = {}
    for kind in (*LISTED, *_ROUTES[routes]):
        items, _ = await cluster.list(kind, namespace_of(tenant_id), f"{TENANT_LABEL}={tenant_id}")
        found |= {place_of(one): one for one in items}
    return found


async def apply_ground(cluster: Cluster, objects: Sequence[Object]) -> None:
    """Namespace and binding: read one by one, because they cannot be listed before they are there."""
    for one in objects:
        live = await cluster.get(one["kind"], one["metadata"].get("namespace"), one["metadata"]["name"])
        await _apply(cluster, one, live)


def changes(rendered: Sequence[Object], live: Live) -> list[Object]:
    """What has to be applied."""
    return [one for one in rendered if difference(live.get(place_of(one)), one)]


async def apply_all(cluster: Cluster, rendered: Sequence[Object], live: Live) -> Live:
    """Apply what differs and delete what is left over; what lives then."""
    after = dict(live)
    for one in rendered:
        place = place_of(one)
        if place in live or one["kind"] in LISTED or one["kind"] in _ROUTES:
            after[place] = await _apply(cluster, one, live.get(place))
    wanted = {place_of(one) for one in rendered}
    for place in left_over(live, wanted):
        log.info("object_deleted", kind=place[0], namespace=place[1], name=place[2])
        await cluster.delete(*place)
        del after[place]
    return after


def left_over(live: Live, wanted: set[Place]) -> list[Place]:
    """Ours, and wanted no more. What others put there is theirs."""
    return [
        place
        for place, one in live.items()
        if place not in wanted
        and place[2] not in _NOT_RENDERED
        and (one["metadata"].get("labels") or {}).get(MANAGED_BY) == MANAGER
    ]


def available(deployment: Object | None) -> str | None:
    """None when all pods of the newest template serve and no older one is left; else what is awaited."""
    if deployment is None:
        return "is not there yet"
    status, wanted = deployment.get("status") or {}, deployment["spec"]["replicas"]
    if status.get("observedGeneration", 0) < deployment["metadata"]["generation"]:
        return "was just changed"
    ready = min(status.get("updatedReplicas", 0), status.get("availableReplicas", 0))
    if ready < wanted:
        return f"has {ready} of {wanted} pods ready"
    return f"replaces {status['replicas'] - wanted} pods" if status.get("replicas", 0) > wanted else None


async def _apply(cluster: Cluster, one: Object, live: Object | None) -> Object:
    told = difference(live, one) if live is not None else "missing"
    if told is None and live is not None:
        return live
    log.info("object_applied", kind=one["kind"], name=one["metadata"]["name"], reason=told)
    return await cluster.apply(one)
