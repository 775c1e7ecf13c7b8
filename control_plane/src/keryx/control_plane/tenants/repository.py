"""Queries about tenants."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from keryx.control_plane.scope import PlatformScope, TenantScope
from keryx.control_plane.tenants.models import KnownConfig, Tenant


class TenantRepository:
    """The platform's list of tenants: the platform's own view only."""

    def __init__(self, session: AsyncSession, _: PlatformScope) -> None:
        self._session = session

    async def all(self) -> Sequence[Tenant]:
        return (await self._session.execute(select(Tenant).order_by(Tenant.id))).scalars().all()

    async def keep(self, tenant_id: str, display_name: str, hosts: list[str], engine: str | None) -> None:
        """Add the tenant, or give it these hosts and this engine. Its name is set once and then left to people."""
        row = {"id": tenant_id, "display_name": display_name, "hosts": hosts, "engine": engine}
        statement = insert(Tenant).values(**row, created_at=datetime.now(UTC))
        changes = {"hosts": statement.excluded.hosts, "engine": statement.excluded.engine}
        await self._session.execute(statement.on_conflict_do_update(index_elements=["id"], set_=changes))


class ConfigRepository:
    """What the operator told of one tenant's configuration."""

    def __init__(self, session: AsyncSession, scope: TenantScope) -> None:
        self._session, self._scope = session, scope

    async def known(self, *, lock: bool = False) -> KnownConfig | None:
        statement = select(KnownConfig).where(KnownConfig.tenant == self._scope.tenant_id)  # type: ignore[arg-type] # SQLModel's columns are typed as their values
        if lock:
            statement = statement.with_for_update()
        return (await self._session.execute(statement)).scalar_one_or_none()

    async def identity_providers(self) -> dict[str, object]:
        """What the tenant declares about identity providers, by name."""
        statement = select(col(KnownConfig.config)["identityProviders"]).where(
            col(KnownConfig.tenant) == self._scope.tenant_id
        )
        return (await self._session.execute(statement)).scalar_one_or_none() or {}

    async def password_policy(self) -> dict[str, object] | None:
        """What the tenant's settings declare about passwords; None before the first configuration."""
        policy = col(KnownConfig.config)["settings"]["passwordPolicy"]
        statement = select(policy).where(col(KnownConfig.tenant) == self._scope.tenant_id)
        return (await self._session.execute(statement)).scalar_one_or_none()

    async def store(self, version: int, config_hash: str, config: dict[str, object]) -> None:
        row = {"version": version, "hash": config_hash, "config": config}
        statement = insert(KnownConfig).values(tenant=self._scope.tenant_id, **row)
        await self._session.execute(statement.on_conflict_do_update(index_elements=["tenant"], set_=row))
