"""One tenant's declarations: who it is, whether another has its place, and what they compile to."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from keryx import crds
from keryx.crds import Compilation, Problem, Resource, TenantConfig, secret_values
from keryx.crds.kinds.table import KINDS
from keryx.crds.kinds.tenant import TenantSpec
from keryx.crds.references import secret_references
from keryx.crds.specs import read_spec
from keryx.operator.offline import pick
from keryx.operator.render.names import Object
from keryx.operator.seen import Seen, resource


@dataclass(frozen=True)
class DeclaredTenant:
    """A Tenant object and what it says."""

    object: Object
    spec: TenantSpec

    @property
    def name(self) -> str:
        return str(self.object["metadata"]["name"])

    @property
    def namespace(self) -> str:
        """Where its declarations stand."""
        return self.spec.namespace or self.name


def read(one: Object) -> DeclaredTenant | list[Problem]:
    """The Tenant, or all that is wrong with it."""
    spec = read_spec(resource(one))
    return spec if isinstance(spec, list) else DeclaredTenant(one, cast(TenantSpec, spec))


def namespace_of_declarations(one: Object) -> str:
    """Also of a Tenant that is wrong otherwise."""
    return str((one.get("spec") or {}).get("namespace") or one["metadata"]["name"])


def clash(tenant: DeclaredTenant, seen: Seen) -> str | None:
    """What an older Tenant has already that this one wants, as a sentence; None when nothing."""
    mine = (tenant.object["metadata"]["creationTimestamp"], tenant.name)
    for one in seen.of_kind("Tenant"):
        other = read(one)
        if isinstance(other, list) or (one["metadata"]["creationTimestamp"], other.name) >= mine:
            continue
        if other.spec.id == tenant.spec.id:
            return f"Tenant `{other.name}` has the id `{tenant.spec.id}` already"
        if other.namespace == tenant.namespace:
            return f"namespace `{tenant.namespace}` belongs to Tenant `{other.name}` already"
        if taken := set(other.spec.hosts) & set(tenant.spec.hosts):
            return f"host name `{min(taken)}` belongs to Tenant `{other.name}` already"
    return None


def referenced_secrets(seen: Seen, namespace: str) -> frozenset[str]:
    """Names of the Secrets that declarations of a namespace reference, right or wrong otherwise."""
    names: set[str] = set()
    for one in seen.within(namespace):
        spec = read_spec(resource(one)) if one["kind"] in KINDS else []
        if not isinstance(spec, list):
            names |= {value.name for _, value in secret_references(spec)}
    return frozenset(names)


def compiled(
    tenant: DeclaredTenant, seen: Seen, secrets: Sequence[Object], last_good: TenantConfig | None
) -> tuple[TenantConfig | None, str, tuple[Problem, ...]]:
    """(config, its hash, problems). No config when the Tenant itself cannot run."""
    resources: list[Resource] = [resource(tenant.object), *(resource(one) for one in seen.within(tenant.namespace))]
    resources += [resource(one) for one in secrets]
    result: Compilation = crds.compile(resources, last_good=last_good)
    config, config_hash = result.tenants.get(tenant.spec.id, (None, ""))
    return config, config_hash, result.problems


def values_of(secrets: Sequence[Object], config: TenantConfig) -> dict[str, dict[str, bytes]]:
    """Only the keys that are referenced, by Secret."""
    return pick({one["metadata"]["name"]: secret_values(resource(one)) for one in secrets}, config)


def digest_of(secrets: Mapping[str, Mapping[str, bytes]]) -> str:
    """Another one when a referenced Secret changed: the configuration then needs another version."""
    made = hashlib.sha256()
    for name, values in sorted(secrets.items()):
        for key, value in sorted(values.items()):
            made.update(f"{name}/{key}\0{len(value)}\0".encode() + value)
    return made.hexdigest()
