"""For whom a query is made. Every query names a scope, and the database holds it too (row-level security)."""

from dataclasses import dataclass

PLATFORM_TENANT = "platform"
"""Reserved id: the people who run the platform belong to it; it has no engine."""


@dataclass(frozen=True)
class TenantScope:
    """One tenant's rows and nothing else."""

    tenant_id: str


@dataclass(frozen=True)
class PlatformScope:
    """All rows: for the program itself (hosts, pushes) and for platform administrators, never for a tenant's people."""


Scope = TenantScope | PlatformScope
