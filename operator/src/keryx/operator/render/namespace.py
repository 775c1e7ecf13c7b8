"""The runtime namespace: its rules, its bounds, who may do what in it."""

from __future__ import annotations

from collections.abc import Iterator

from .names import MANAGED_BY, MANAGER, RUNTIME_ROLE, SERVICE_ACCOUNT, STORE, TENANT_LABEL, Object, made, namespace_of
from .plan import TenantPlan

COMPONENTS = ("engine", "gateway", "worker", "site")
_POD_SECURITY = {f"pod-security.kubernetes.io/{mode}": "restricted" for mode in ("enforce", "audit", "warn")}
_PROGRAM_PODS, _PODS_A_SITE = 10, 2
"""With those that replace others during a rollout."""


def namespace(tenant_id: str) -> Object:
    labels = {MANAGED_BY: MANAGER, TENANT_LABEL: tenant_id, **_POD_SECURITY}
    return {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": namespace_of(tenant_id), "labels": labels}}


def operator_binding(tenant_id: str, operator_namespace: str) -> Object:
    """What the operator may do in this namespace and in none of other people's."""
    return made(
        "rbac.authorization.k8s.io/v1", "RoleBinding", RUNTIME_ROLE, tenant_id,
        roleRef={"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": RUNTIME_ROLE},
        subjects=[{"kind": "ServiceAccount", "name": SERVICE_ACCOUNT, "namespace": operator_namespace}],
    )  # fmt: skip


def bounds(plan: TenantPlan) -> Iterator[Object]:
    """Quota, limits and accounts. A tenant that runs wild hits its own walls."""
    sites = len(plan.sites)
    pods = _PROGRAM_PODS + _PODS_A_SITE * sites
    hard = {
        "pods": str(pods),
        "limits.memory": f"{pods}Gi",
        "services.loadbalancers": "0",
        "services.nodeports": "0",
        "persistentvolumeclaims": "1",
        "requests.storage": f"{plan.spec.quotas.storage_gi_b}Gi",
    }
    yield made("v1", "ResourceQuota", "tenant", plan.id, spec={"hard": hard})
    limit = {"type": "Container", "default": {"memory": "512Mi"}, "defaultRequest": {"cpu": "50m", "memory": "64Mi"}}
    yield made("v1", "LimitRange", "tenant", plan.id, spec={"limits": [limit]})
    for component in COMPONENTS:
        yield made("v1", "ServiceAccount", component, plan.id, automountServiceAccountToken=False)


def store(plan: TenantPlan) -> Object:
    """The volume of recordings and prompts, which all pods of the tenant share."""
    wanted = plan.settings.store
    spec: Object = {
        "accessModes": [wanted.access_mode],
        "resources": {"requests": {"storage": f"{plan.spec.quotas.storage_gi_b}Gi"}},
    }
    if wanted.storage_class:
        spec["storageClassName"] = wanted.storage_class
    return made("v1", "PersistentVolumeClaim", STORE, plan.id, spec=spec)
