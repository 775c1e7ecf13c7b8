"""DatabaseServer: a Postgres that tenants' databases are placed on. Cluster-scoped; only the platform's own people write it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .base import HostName, Spec


class AdminSecretRef(Spec):
    """A Secret with the keys `username` and `password`, in any namespace."""

    namespace: HostName = Field(description="Namespace of the Secret.")
    name: HostName = Field(description="Name of the Secret.")


class DatabaseServerSpec(Spec):
    """A Postgres that tenants' databases are placed on."""

    host: HostName = Field(description="Host name or address.")
    port: int = Field(5432, ge=1, le=65535, description="Port.")
    ssl_mode: Literal["disable", "prefer", "require", "verify-full"] = Field(
        "prefer", description="How the connection is secured, as libpq calls it."
    )
    admin_secret_ref: AdminSecretRef = Field(
        description="User name and password of a role that may make databases and roles."
    )
    capacity: int = Field(100, ge=0, le=10000, description="Tenants it takes; 0 takes no new ones.")
