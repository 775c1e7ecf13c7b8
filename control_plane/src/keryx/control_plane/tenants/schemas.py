"""Tenants on the wire."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

TenantId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]{2,19}$")]


class Wire(BaseModel):
    """JSON in camelCase; unknown fields are refused."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid")


class NewTenant(Wire):
    """A tenant to add."""

    id: TenantId
    display_name: Annotated[str, Field(min_length=1, max_length=100)]
    hosts: Annotated[list[str], Field(min_length=1)]
    engine: Annotated[str | None, Field(description="Base URL of the tenant's engine")] = None


class DeclaredTenant(Wire):
    """A tenant as the operator declares it (signed by the operator)."""

    display_name: Annotated[str, Field(min_length=1, max_length=100)]
    hosts: list[str]
    engine: str | None
    """Base URL its directory is pushed to; None while nothing of it runs."""


class TenantOut(Wire):
    """A tenant."""

    id: str
    display_name: str
    hosts: list[str]


class ConfigPush(BaseModel):
    """The same push as an engine gets (signed by the operator)."""

    version: Annotated[int, Field(ge=1)]
    hash: str
    config: dict[str, Any]


class Stored(BaseModel):
    """What is stored of a push."""

    version: int
    hash: str
