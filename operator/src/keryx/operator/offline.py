"""What the operator would make of a folder of manifests, with nothing running: the same compile, the same renderers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import cast

from keryx import crds
from keryx.crds import Problem, Resource, TenantConfig, secret_values
from keryx.crds.kinds.database_server import AdminSecretRef, DatabaseServerSpec
from keryx.crds.kinds.table import KINDS
from keryx.crds.references import secret_references
from keryx.crds.specs import read_spec
from keryx.operator.render.names import Object
from keryx.operator.render.plan import TenantPlan
from keryx.operator.render.tenant import rendered
from keryx.operator.settings import OperatorSettings

_BUNDLED = "keryx-postgres"


def render_folder(
    folder: Path, settings: OperatorSettings, servers: Mapping[str, DatabaseServerSpec], places: Mapping[str, str]
) -> tuple[dict[str, list[Object]], tuple[Problem, ...]]:
    """(objects by tenant id in the order they are applied, problems). `places`: DatabaseServer by tenant id, as far as it is known."""
    loaded = crds.load([folder])
    result = crds.compile(loaded)
    resources = [one for one in loaded if isinstance(one, Resource)]
    known = {**settings.database_servers, **servers, **_declared(resources)}
    made = {}
    for tenant_id, (config, _) in sorted(result.tenants.items()):
        server = known.get(places.get(tenant_id, "")) or (known[min(known)] if known else _bundled(settings))
        plan = TenantPlan(settings, config.tenant, config, server, _secrets(resources, config))
        made[tenant_id] = rendered(plan)
    return made, result.problems


def _declared(resources: list[Resource]) -> dict[str, DatabaseServerSpec]:
    specs = {one.name: read_spec(one) for one in resources if one.kind == "DatabaseServer"}
    return {name: cast(DatabaseServerSpec, spec) for name, spec in specs.items() if not isinstance(spec, list)}


def _bundled(settings: OperatorSettings) -> DatabaseServerSpec:
    """The chart's own Postgres, when nobody names another."""
    secret = AdminSecretRef(namespace=settings.namespace, name=_BUNDLED)
    return DatabaseServerSpec(host=f"{_BUNDLED}.{settings.namespace}.svc", ssl_mode="disable", admin_secret_ref=secret)


def _secrets(resources: list[Resource], config: TenantConfig) -> dict[str, dict[str, bytes]]:
    held = {
        one.name: secret_values(one) for one in resources if one.kind == "Secret" and one.namespace == config.namespace
    }
    return pick(held, config)


def pick(held: Mapping[str, Mapping[str, bytes]], config: TenantConfig) -> dict[str, dict[str, bytes]]:
    """Of the Secrets `held` only the keys that the configuration references."""
    wanted: dict[str, set[str]] = {}
    for kind in KINDS.values():
        for spec in getattr(config, kind.field).values() if kind.field else ():
            for _, reference in secret_references(spec):
                wanted.setdefault(reference.name, set()).add(reference.key)
    return {
        name: {key: held[name][key] for key in sorted(keys) if key in held[name]}
        for name, keys in sorted(wanted.items())
        if name in held
    }
