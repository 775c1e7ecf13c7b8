"""Everything a tenant is made of on a cluster, in the order it is applied. The same plan gives the same objects."""

from __future__ import annotations

import base64
import json

from keryx.operator.compare import RENDERED

from .names import SECRETS, Object, made
from .namespace import bounds, namespace, operator_binding, store
from .plan import TenantPlan, digest
from .policies import policies
from .programs import programs
from .routes import routes
from .runtime import config_map
from .sites import sites


def ground(tenant_id: str, operator_namespace: str) -> list[Object]:
    """What must be there before the operator may even look into the runtime namespace."""
    return [_stamped(one) for one in (namespace(tenant_id), operator_binding(tenant_id, operator_namespace))]


def kept(plan: TenantPlan) -> list[Object]:
    """What stays while the tenant is suspended, and after it was deleted with `deletionPolicy: Retain`."""
    return [*ground(plan.id, plan.settings.namespace), _stamped(store(plan))]


def rendered(plan: TenantPlan) -> list[Object]:
    """All objects of the tenant; of a suspended one only what keeps its data."""
    if plan.spec.suspended:
        return kept(plan)
    running = [
        *bounds(plan),
        *policies(plan),
        config_map(plan),
        *_secrets(plan),
        *programs(plan),
        *sites(plan),
        *routes(plan),
    ]
    return [*kept(plan), *(_stamped(one) for one in running)]


def _secrets(plan: TenantPlan) -> list[Object]:
    """Copies of the Secrets that declarations reference, under one roof."""
    data = {
        f"{name}.{key}": base64.b64encode(value).decode()
        for name, values in sorted(plan.secrets.items())
        for key, value in sorted(values.items())
    }
    return [made("v1", "Secret", SECRETS, plan.id, type="Opaque", data=data)] if data else []


def _stamped(one: Object) -> Object:
    """With a digest of itself: what is rendered no more is seen by it."""
    own = digest(json.dumps(one, sort_keys=True))
    metadata = one["metadata"]
    return {**one, "metadata": {**metadata, "annotations": {**metadata.get("annotations", {}), RENDERED: own}}}
