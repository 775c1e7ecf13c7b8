"""Queries about the roles of one tenant."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from keryx.control_plane.directory.models import PersonRow
from keryx.control_plane.roles.models import RoleRow
from keryx.control_plane.scope import TenantScope
from keryx.core.roles import BUILT_IN, RoleGrants


class RoleRepository:
    """Roles of the scope's tenant, and how many people have them."""

    def __init__(self, session: AsyncSession, scope: TenantScope) -> None:
        self._session, self._tenant = session, scope.tenant_id

    async def own(self) -> Sequence[RoleRow]:
        """The tenant's own roles, by name."""
        statement = select(RoleRow).where(col(RoleRow.tenant) == self._tenant).order_by(col(RoleRow.name))
        return (await self._session.execute(statement.execution_options(populate_existing=True))).scalars().all()

    async def by_id(self, role: str) -> RoleRow | None:
        statement = select(RoleRow).where(col(RoleRow.tenant) == self._tenant, col(RoleRow.id) == role)
        return (await self._session.execute(statement.execution_options(populate_existing=True))).scalar_one_or_none()

    async def grants(self) -> dict[str, RoleGrants]:
        """All roles people of the tenant can have, built-in ones first."""
        return {**BUILT_IN, **{row.id: row.grants() for row in await self.own()}}

    async def grants_of(self, role: str) -> RoleGrants | None:
        if role in BUILT_IN:
            return BUILT_IN[role]
        row = await self.by_id(role)
        return row.grants() if row else None

    def add(self, role: RoleRow) -> None:
        self._session.add(role)

    async def remove(self, role: RoleRow) -> None:
        await self._session.delete(role)

    async def people(self) -> dict[str, int]:
        """How many people, active or not, have each role."""
        statement = select(col(PersonRow.role), func.count()).where(col(PersonRow.tenant) == self._tenant)
        found = await self._session.execute(statement.group_by(col(PersonRow.role)))
        return {role: count for role, count in found.all()}  # noqa: C416 - rows unpack, and mypy knows their types so

    async def active_with(self, roles: Sequence[str]) -> int:
        """How many active people have one of these roles."""
        await self._session.flush()
        statement = select(func.count()).where(
            col(PersonRow.tenant) == self._tenant, col(PersonRow.active), col(PersonRow.role).in_(roles)
        )
        return (await self._session.execute(statement)).scalar_one()
