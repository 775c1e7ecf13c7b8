"""What the renderers are given: all that was declared and decided about one tenant. Nothing here is a secret."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from keryx.crds import TenantConfig
from keryx.crds.kinds.database_server import DatabaseServerSpec
from keryx.crds.kinds.tenant import TenantSpec
from keryx.operator.settings import OperatorSettings


@dataclass(frozen=True)
class TenantPlan:
    """One tenant, ready to be rendered."""

    settings: OperatorSettings
    spec: TenantSpec
    config: TenantConfig
    server: DatabaseServerSpec
    secrets: Mapping[str, Mapping[str, bytes]] = field(default_factory=dict)
    """Secrets that the declarations reference: name -> key -> value."""
    rotation: str = ""
    """The tenant's annotation `keryx.dev/rotate-keys`: another value, other passwords and other pods."""

    @property
    def id(self) -> str:
        return self.spec.id

    @property
    def database(self) -> str:
        """Name of the tenant's database and of its role."""
        return f"keryx_t_{self.id}"

    @property
    def hosts(self) -> tuple[str, ...]:
        return self.spec.hosts or (f"{self.id}.localhost",)

    @property
    def sites(self) -> tuple[str, ...]:
        """Sites that have pods: exposure `Edge` is not available yet."""
        return tuple(sorted(name for name, site in self.config.sites.items() if site.exposure.kind != "Edge"))


def digest(text: str) -> str:
    """A short name for a content. Its first letter keeps YAML from reading it as a number."""
    return f"d{hashlib.sha256(text.encode()).hexdigest()[:10]}"
