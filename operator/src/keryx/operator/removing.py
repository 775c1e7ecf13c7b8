"""A Tenant that was deleted: its pods go, its data stays (`Retain`) or goes too (`Delete`)."""

from __future__ import annotations

from keryx.operator import applying, stored
from keryx.operator.api import Cluster
from keryx.operator.declared import DeclaredTenant
from keryx.operator.platform import Platform
from keryx.operator.pushing import NotLive, Receivers
from keryx.operator.render.names import STORE, namespace_of

FINALIZER = "keryx.dev/tenant"
_AGAIN_SECONDS = 2.0
_KEPT = frozenset({("PersistentVolumeClaim", STORE)})


async def remove(
    cluster: Cluster, platform: Platform, receivers: Receivers, tenant: DeclaredTenant
) -> float | None:  # fmt: skip
    """Seconds until it wants to be looked at again; None when all is done. A Tenant of the same id finds what was retained."""
    tenant_id = tenant.spec.id
    namespace = await cluster.get("Namespace", None, namespace_of(tenant_id))
    if namespace is None:
        return None
    try:
        await receivers.declare(tenant_id, tenant.spec.display_name, (), None)
    except NotLive:
        return _AGAIN_SECONDS
    if tenant.spec.deletion_policy == "Retain":
        return await _retain(cluster, tenant_id)
    return await _delete(cluster, platform, tenant_id, terminating="deletionTimestamp" in namespace["metadata"])


async def _retain(cluster: Cluster, tenant_id: str) -> float | None:
    live = await applying.look(cluster, tenant_id, "None")
    kept = {place for place in live if (place[0], place[2]) in _KEPT}
    running = applying.left_over(live, kept)
    for place in running:
        await cluster.delete(*place)
    return _AGAIN_SECONDS if running else None


async def _delete(cluster: Cluster, platform: Platform, tenant_id: str, *, terminating: bool) -> float | None:
    """The database goes while the namespace still says where it is; the namespace goes last."""
    if not terminating:
        known = await stored.load(cluster, tenant_id)
        if known is not None:
            name = f"keryx_t_{tenant_id}"
            await (await platform.server(known.server)).remove(name, name)
        await cluster.delete("Namespace", None, namespace_of(tenant_id))
    return _AGAIN_SECONDS
