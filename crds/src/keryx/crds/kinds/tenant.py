"""Tenant: a customer company on the platform. Cluster-scoped; only the platform's own people write it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from .base import Country, DisplayName, HostName, Language, Name, Spec, TimeZone, rules

TenantId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]{2,19}$", min_length=3, max_length=20)]


class Quotas(Spec):
    """How much of the platform the tenant may use."""

    agents: int = Field(50, ge=1, le=10000, description="Agents signed in at once.")
    concurrent_calls: int = Field(100, ge=1, le=20000, description="Calls at once, over all sites.")
    sites: int = Field(1, ge=1, le=100, description="Sites the tenant may declare.")
    storage_gi_b: int = Field(
        20, ge=1, le=1000000, alias="storageGiB", description="Room for recordings and prompts, in GiB."
    )


class Bounds(Spec):
    """What the tenant's own settings may not exceed."""

    max_retention_months: int = Field(36, ge=1, le=120, description="Longest retention of records, in months.")
    min_retention_months: int = Field(0, ge=0, le=120, description="Shortest retention of records, in months.")
    max_trunks: int = Field(20, ge=1, le=1000, description="Trunks the tenant may declare.")


class TenantSpec(Spec):
    """A customer company: who it is, what it may use, where it is reached."""

    model_config = rules(
        ("self.id == oldSelf.id", "id cannot change"),
        (
            "has(self.__namespace__) == has(oldSelf.__namespace__)"
            " && (!has(self.__namespace__) || self.__namespace__ == oldSelf.__namespace__)",
            "namespace cannot change",
        ),
    )

    id: TenantId = Field(description="Immutable, never used again: part of database and host names.")
    namespace: Name | None = Field(
        None, description="Namespace of the tenant's declarations; when absent the Tenant's own name. Immutable."
    )
    display_name: DisplayName = Field(description="Name of the company, for people.")
    hosts: tuple[HostName, ...] = Field(
        (),
        max_length=20,
        description="Host names of the tenant's web app; on one machine `<id>.localhost` when absent.",
    )
    plan: Literal["Dedicated"] = Field("Dedicated", description="Dedicated: processes of its own.")
    languages: tuple[Language, ...] = Field(
        ("fr", "en"), min_length=1, max_length=20, description="Languages the tenant may set."
    )
    time_zone: TimeZone = Field("Europe/Paris", description="IANA time zone of the company, such as Europe/Paris.")
    country: Country = Field("FR", description="Country of the company, ISO 3166-1 alpha-2.")
    quotas: Quotas = Field(Quotas(), description="How much of the platform the tenant may use.")
    bounds: Bounds = Field(Bounds(), description="What the tenant's own settings may not exceed.")
    suspended: bool = Field(False, description="Nothing runs, nothing is lost.")
    deletion_policy: Literal["Retain", "Delete"] = Field(
        "Retain", description="What becomes of the data when the Tenant is deleted."
    )
