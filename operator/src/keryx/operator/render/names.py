"""Names, labels and ports of what a tenant is made of on a cluster. Fixed: NetworkPolicies, routes and people rely on them."""

from __future__ import annotations

from typing import Any

Object = dict[str, Any]

MANAGER = "keryx-operator"
"""Field manager, and the value of `app.kubernetes.io/managed-by`."""
MANAGED_BY = "app.kubernetes.io/managed-by"
COMPONENT = "app.kubernetes.io/component"
TENANT_LABEL = "keryx.dev/tenant"
SITE_LABEL = "keryx.dev/site"
MEDIA_PEER_LABEL = "keryx.dev/media-peer"
"""A namespace so labelled (`true`) may send SIP and media to sites on the cluster's network: the platform's own border controllers."""
RUNTIME_ROLE = "keryx-operator-runtime"
"""ClusterRole of the chart that the operator binds to itself in each runtime namespace."""
SERVICE_ACCOUNT = "keryx-operator"

GATEWAY_PORT, ENGINE_PORT, WORKER_PORT, AGENT_PORT = 8080, 8081, 8082, 8083
ARI_PORT, MANAGER_PORT, SIP_PORT = 8088, 5038, 5060
RTP_FIRST, RTP_LAST = 10000, 10999

RUNTIME, KEYS, SECRETS, STORE = "keryx-runtime", "keryx-keys", "declared-secrets", "store"
USER_ID = 10001
"""Of the programs in both images, and the group of their volumes."""


def namespace_of(tenant_id: str) -> str:
    """The namespace of a tenant's pods."""
    return f"keryx-t-{tenant_id}"


def labels(tenant_id: str, component: str | None = None, **more: str) -> dict[str, str]:
    """The labels every object of a tenant carries."""
    made = {"app.kubernetes.io/name": "keryx", MANAGED_BY: MANAGER, TENANT_LABEL: tenant_id}
    return made | ({COMPONENT: component} if component else {}) | more


def site_service(site: str) -> str:
    """Name of a site's Service: its DNS name leads to the address of the Asterisk that takes calls."""
    return f"site-{site}"


def made(api_version: str, kind: str, name: str, tenant_id: str, **body: Any) -> Object:
    """A namespaced object of a tenant."""
    metadata = {"name": name, "namespace": namespace_of(tenant_id), "labels": labels(tenant_id)}
    return {"apiVersion": api_version, "kind": kind, "metadata": metadata, **body}
