"""The Secrets that declarations reference, and nothing else of the tenant's namespace: a Role there names each of them."""

from __future__ import annotations

from keryx.operator import declared
from keryx.operator.api import Cluster
from keryx.operator.compare import difference
from keryx.operator.render.names import MANAGED_BY, MANAGER, SERVICE_ACCOUNT, Object
from keryx.operator.seen import Seen

ROLE = "keryx-operator-secrets"
_GROUP = "rbac.authorization.k8s.io"


async def read_secrets(cluster: Cluster, seen: Seen, namespace: str, operator_namespace: str) -> list[Object]:
    """Those that are there."""
    names = declared.referenced_secrets(seen, namespace)
    role = await cluster.get("Role", namespace, ROLE)
    if not names:
        if role is not None:
            await cluster.delete("Role", namespace, ROLE)
            await cluster.delete("RoleBinding", namespace, ROLE)
        return []
    for one, live in (
        (_role(namespace, names), role),
        (_binding(namespace, operator_namespace), await cluster.get("RoleBinding", namespace, ROLE)),
    ):
        if live is None or difference(live, one):
            await cluster.apply(one)
    found = [await cluster.get("Secret", namespace, name) for name in sorted(names)]
    return [one for one in found if one is not None]


def _role(namespace: str, names: frozenset[str]) -> Object:
    rule = {"apiGroups": [""], "resources": ["secrets"], "verbs": ["get"], "resourceNames": sorted(names)}
    return {"apiVersion": f"{_GROUP}/v1", "kind": "Role", "metadata": _metadata(namespace), "rules": [rule]}


def _binding(namespace: str, operator_namespace: str) -> Object:
    return {
        "apiVersion": f"{_GROUP}/v1", "kind": "RoleBinding", "metadata": _metadata(namespace),
        "roleRef": {"apiGroup": _GROUP, "kind": "Role", "name": ROLE},
        "subjects": [{"kind": "ServiceAccount", "name": SERVICE_ACCOUNT, "namespace": operator_namespace}],
    }  # fmt: skip


def _metadata(namespace: str) -> Object:
    return {"name": ROLE, "namespace": namespace, "labels": {MANAGED_BY: MANAGER}}
