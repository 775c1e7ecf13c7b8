"""The example tenant, ready to be rendered."""

from pathlib import Path
from typing import Any

from keryx import crds
from keryx.crds.kinds.database_server import AdminSecretRef, DatabaseServerSpec
from keryx.operator.render.plan import TenantPlan
from keryx.operator.settings import OperatorSettings

FOLDER = Path(__file__).parents[2] / "examples/acme"


def plan(settings: OperatorSettings | None = None, **changes: Any) -> TenantPlan:
    """`changes` are fields of the Tenant's spec."""
    config, _ = crds.compile(crds.load([FOLDER])).tenants["acme"]
    secret = AdminSecretRef(namespace="keryx-system", name="keryx-postgres")
    server = DatabaseServerSpec(host="keryx-postgres.keryx-system.svc", ssl_mode="disable", admin_secret_ref=secret)
    return TenantPlan(settings or OperatorSettings(), config.tenant.model_copy(update=changes), config, server)
