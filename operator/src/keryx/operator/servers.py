"""What DatabaseServers tell of themselves: how many tenants they hold."""

from __future__ import annotations

from keryx.operator.api import Cluster
from keryx.operator.conditions import Verdict
from keryx.operator.placing import taken
from keryx.operator.reporting import Reporter
from keryx.operator.seen import Seen

KEY = "/database-servers"
"""In the queue; no Tenant has a name with a slash."""


async def tell(cluster: Cluster, seen: Seen) -> None:
    """Bring their statuses up to date."""
    have = taken(seen)
    for one in seen.of_kind("DatabaseServer"):
        tenants, capacity = have[one["metadata"]["name"]], one["spec"].get("capacity", 100)
        full = tenants >= capacity
        message = f"it has {tenants} of {capacity} tenants"
        verdict = Verdict("ready", "Full" if full else "HasRoom", message)
        await Reporter(cluster, seen).tell(one, verdict, tenants=tenants)
