"""From manifests in a folder to the tenants a local stack runs. All rules are in `crds`; here is only what local mode adds."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from keryx import crds
from keryx.cli.local.failure import LocalError
from keryx.cli.local.plan import DeclaredSite, DeclaredTenant
from keryx.crds import Compilation, Problem, Resource, TenantConfig, load

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Declarations:
    """What a folder says: the objects read, and what they compile to."""

    resources: tuple[Resource, ...]
    compilation: Compilation


def read(folder: Path, last_good: dict[str, TenantConfig]) -> Declarations:
    """What the manifests in `folder` say now; broken objects keep their last good form."""
    loaded = load([folder])
    resources = tuple(found for found in loaded if isinstance(found, Resource))
    return Declarations(resources, crds.compile(loaded, last_good=last_good))


def declared(folder: Path, say: Progress) -> tuple[DeclaredTenant, ...]:
    """The tenants declared in `folder`, as far as processes depend on them; problems are told.

    Raises `LocalError` when no tenant can be run.
    """
    result = read(folder, {}).compilation
    for problem in result.problems:
        say(f"problem: {sentence(problem)}")
    tenants = tuple(_tenant(config) for config, _ in result.tenants.values())
    if not tenants:
        raise LocalError(f"{folder} declares no tenant that can be run; `keryx validate {folder}` says why")
    return tenants


def sentence(problem: Problem) -> str:
    """A problem as a person reads it: object, field, what is wrong."""
    field = f", {problem.path}" if problem.path else ""
    return f"{problem.kind} {problem.name}{field}: {problem.message}"


def _tenant(config: TenantConfig) -> DeclaredTenant:
    numbers: dict[str, tuple[str, ...]] = {}
    for entry in config.entries.values():
        numbers[entry.site] = (*numbers.get(entry.site, ()), *entry.numbers)
    sites = tuple(
        DeclaredSite(name, site.country, tuple(sorted(numbers.get(name, ()), key=len)))
        for name, site in sorted(config.sites.items())
    )
    return DeclaredTenant(config.tenant_id, tuple(config.tenant.hosts) or (f"{config.tenant_id}.localhost",), sites)
