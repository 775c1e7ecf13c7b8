"""From declared objects to what runs: one TenantConfig a tenant, and every problem on the way. Pure.

An object with a problem keeps its last good form, or is left out if it never had one; so does, silently, what names an object that was left
out. What a last good form names is kept with it, so a config's references always lead somewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, cast

from .checks import tenant_problems
from .config import TenantConfig, config_hash
from .declared import Declared
from .kinds.tenant import TenantSpec
from .namespace import compile_namespace
from .problem import Problem
from .resource import Resource
from .specs import read_spec


class Compilation(NamedTuple):
    """`tenants`: id -> (config, its hash). `problems`: all there are, in the order of files and lines."""

    tenants: dict[str, tuple[TenantConfig, str]]
    problems: tuple[Problem, ...]


def compile(  # noqa: A001 - the field's own word
    resources: Iterable[Resource | Problem], *, last_good: Mapping[str, TenantConfig] | TenantConfig | None = None
) -> Compilation:
    """What `resources` (of `load`) declare. `last_good`: what ran before, by tenant id. Never raises for what they hold."""
    if isinstance(last_good, TenantConfig):
        last_good = {last_good.tenant_id: last_good}
    run = _Run(tuple(resources), last_good or {})
    run.compile()
    return Compilation(run.tenants, tuple(sorted(dict.fromkeys(run.problems), key=_place)))


class _Owner(NamedTuple):
    """A Tenant that can run: its object and spec (the last good one when the object is broken)."""

    resource: Resource | None
    spec: TenantSpec
    namespace: str


@dataclass
class _Run:
    """One compilation."""

    loaded: tuple[Resource | Problem, ...]
    last_good: Mapping[str, TenantConfig]
    problems: list[Problem] = field(default_factory=list)
    tenants: dict[str, tuple[TenantConfig, str]] = field(default_factory=dict)

    def compile(self) -> None:
        self.problems += [item for item in self.loaded if isinstance(item, Problem)]
        declared = Declared.of(self.loaded)
        self.problems += declared.duplicates()
        owners = self._owners(declared)
        known = {owner.namespace: tenant_id for tenant_id, owner in owners.items()}
        for owner in owners.values():
            last_good = self.last_good.get(owner.spec.id)
            config, problems = compile_namespace(declared, owner.namespace, owner.spec, last_good)
            self.problems += problems
            self.tenants[owner.spec.id] = (config, config_hash(config))
        claimed = self._claimed(declared, known)
        for namespace in sorted(claimed - set(known)):
            self.problems += _without_bounds(declared, namespace)
        self.problems += _without_tenant(declared, claimed)
        for server in declared.of_kind("DatabaseServer"):
            read = read_spec(server)
            self.problems += read if isinstance(read, list) else []

    def _owners(self, declared: Declared) -> dict[str, _Owner]:
        """Tenants by id. A broken one runs on with its last good spec, if it has one."""
        owners: dict[str, _Owner] = {}
        for resource in declared.of_kind("Tenant"):
            owner = self._owner(resource, declared, owners)
            if owner is not None:
                owners[owner.spec.id] = owner
        kept = self.last_good if declared.unreadable else {}
        broken = {*declared.broken_names("Tenant"), *_named_ids(declared)}
        for tenant_id, config in self.last_good.items():
            lost = tenant_id in kept or config.namespace in broken or tenant_id in broken
            if tenant_id not in owners and lost:
                owners[tenant_id] = _Owner(None, config.tenant, config.namespace)
        return owners

    def _owner(self, resource: Resource, declared: Declared, owners: Mapping[str, _Owner]) -> _Owner | None:
        spec = read_spec(resource)
        if isinstance(spec, list):
            self.problems += spec
            return None
        tenant = cast(TenantSpec, spec)
        namespace = tenant.namespace or resource.name
        problems = [
            *tenant_problems(resource, tenant),
            *_clashes(resource, tenant, namespace, owners),
            *self._moved(resource, tenant, namespace),
            *_namespace_exists(resource, namespace, declared),
        ]
        self.problems += problems
        return None if problems else _Owner(resource, tenant, namespace)

    def _moved(self, resource: Resource, tenant: TenantSpec, namespace: str) -> Iterator[Problem]:
        """Ids and namespaces never change."""
        before = self.last_good.get(tenant.id)
        if before is not None and before.namespace != namespace:
            message = f"the namespace of tenant `{tenant.id}` is `{before.namespace}` and cannot change"
            yield resource.problem("spec.namespace", message, "Immutable")
        other = next((one for one in self.last_good.values() if one.namespace == namespace), None)
        if before is None and other is not None:
            message = f"the id of the tenant in namespace `{namespace}` is `{other.tenant_id}` and cannot change"
            yield resource.problem("spec.id", message, "Immutable")

    def _claimed(self, declared: Declared, known: Mapping[str, str]) -> set[str]:
        """Namespaces some Tenant names, broken Tenants too: their objects need no second complaint."""
        named = {str(tenant.spec.get("namespace") or tenant.name) for tenant in declared.of_kind("Tenant")}
        return named | set(known) | declared.broken_names("Tenant")


def _without_bounds(declared: Declared, namespace: str) -> list[Problem]:
    """The problems of objects whose Tenant is broken: all but those its bounds decide."""
    unknown = TenantSpec(id="unknown", display_name="unknown")
    _, problems = compile_namespace(declared, namespace, unknown, None)
    return [problem for problem in problems if problem.reason != "OutOfBounds"]


def _named_ids(declared: Declared) -> set[str]:
    """What declared Tenants call themselves, whether or not they are right otherwise."""
    tenants = declared.of_kind("Tenant")
    return {str(tenant.spec.get(name)) for tenant in tenants for name in ("id", "namespace")} | {
        tenant.name for tenant in tenants
    }


def _clashes(resource: Resource, tenant: TenantSpec, namespace: str, owners: Mapping[str, _Owner]) -> Iterator[Problem]:
    if tenant.id in owners:
        yield resource.problem("spec.id", f"another Tenant has the id `{tenant.id}` already", "Duplicate")
    for other in owners.values():
        if other.namespace == namespace:
            message = f"namespace `{namespace}` belongs to tenant `{other.spec.id}` already"
            yield resource.problem("spec.namespace", message, "Duplicate")
        for host in sorted(set(other.spec.hosts) & set(tenant.hosts)):
            index = tenant.hosts.index(host)
            message = f"host name `{host}` belongs to tenant `{other.spec.id}` already"
            yield resource.problem(f"spec.hosts[{index}]", message, "Duplicate")


def _namespace_exists(resource: Resource, namespace: str, declared: Declared) -> Iterator[Problem]:
    """Checked where Namespaces are declared at all: on a cluster they may be kept elsewhere."""
    names = {one.name for one in declared.of_kind("Namespace")}
    if names and namespace not in names:
        message = f"there is no Namespace `{namespace}`"
        yield resource.problem("spec.namespace", message, "ReferenceNotFound", missing=namespace)


def _without_tenant(declared: Declared, claimed: set[str]) -> Iterator[Problem]:
    if declared.unreadable:
        return
    for resource in declared.objects():
        if resource.namespace is not None and resource.namespace not in claimed:
            message = f"no Tenant has the namespace `{resource.namespace}`"
            yield resource.problem("metadata.namespace", message, "TenantNotFound", missing=resource.namespace)


def _place(problem: Problem) -> tuple[str, int, str, str, str]:
    return (problem.file or "", problem.line or 0, problem.kind, problem.name, problem.path)
