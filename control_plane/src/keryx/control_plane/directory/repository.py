"""Queries about people of one tenant, and the versions their directory went through."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import false, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from keryx.control_plane.directory.models import DirectoryState, PersonRow
from keryx.control_plane.scope import PlatformScope, TenantScope

CHANGED = "directory_changed"
"""Marks a session in whose transaction the directory got a new version."""


class PeopleRepository:
    """People of the scope's tenant."""

    def __init__(self, session: AsyncSession, scope: TenantScope) -> None:
        self._session, self._tenant = session, scope.tenant_id

    async def by_id(self, person_id: UUID) -> PersonRow | None:
        return await self._one(col(PersonRow.id) == person_id)

    async def by_login(self, login: str) -> PersonRow | None:
        return await self._one(col(PersonRow.login) == login)

    async def all(self) -> Sequence[PersonRow]:
        return await self._many()

    async def changed_after(self, version: int) -> Sequence[PersonRow]:
        """Who changed after that version of the directory."""
        return await self._many(col(PersonRow.directory_version) > version)

    async def teams(self) -> list[str]:
        """The teams people are in."""
        statement = select(col(PersonRow.team)).where(
            col(PersonRow.tenant) == self._tenant, col(PersonRow.team).is_not(None)
        )
        return sorted(team for team in (await self._session.execute(statement.distinct())).scalars() if team)

    def add(self, person: PersonRow) -> None:
        self._session.add(person)

    async def next_version(self) -> int:
        """Begin a new version of the directory; until the transaction ends no other can begin one for this tenant."""
        statement = insert(DirectoryState).values(tenant=self._tenant, version=1, acknowledged=0)
        raised = statement.on_conflict_do_update(
            index_elements=["tenant"], set_={"version": col(DirectoryState.version) + 1}
        )
        self._session.info[CHANGED] = True
        return (await self._session.execute(raised.returning(col(DirectoryState.version)))).scalar_one()

    async def password_ages(self, old: datetime | None) -> tuple[int, int, int]:
        """How many people are active; have a password from before `old`; have one that somebody gave them."""
        before = col(PersonRow.password_changed_at) <= old if old else false()
        counts = func.count(), func.count().filter(before), func.count().filter(col(PersonRow.password_given))
        statement = select(*counts).where(col(PersonRow.tenant) == self._tenant, col(PersonRow.active))
        active, expired, given = (await self._session.execute(statement)).one()
        return active, expired, given

    async def state(self) -> DirectoryState:
        """How far the directory is and how far the engine has been told."""
        statement = select(DirectoryState).where(col(DirectoryState.tenant) == self._tenant)
        found = (await self._session.execute(statement)).scalar_one_or_none()
        return found or DirectoryState(tenant=self._tenant, version=0, acknowledged=0)

    async def acknowledge(self, version: int) -> None:
        """The engine has stored `version`, or (0) turned out to have none of ours."""
        await self._session.execute(
            update(DirectoryState).where(col(DirectoryState.tenant) == self._tenant).values(acknowledged=version)
        )

    async def go_beyond(self, version: int) -> None:
        """Number on after a version the engine holds from before our own memory (a restored database)."""
        await self._session.execute(
            update(DirectoryState)
            .where(col(DirectoryState.tenant) == self._tenant, col(DirectoryState.version) <= version)
            .values(version=version + 1)
        )

    async def _one(self, condition: object) -> PersonRow | None:
        return next(iter(await self._many(condition)), None)

    async def _many(self, *conditions: object) -> Sequence[PersonRow]:
        statement = select(PersonRow).where(col(PersonRow.tenant) == self._tenant, *conditions)  # type: ignore[arg-type] # conditions are made by `col` above
        fresh = statement.order_by(col(PersonRow.login)).execution_options(populate_existing=True)
        return (await self._session.execute(fresh)).scalars().all()


async def behind(session: AsyncSession, _: PlatformScope) -> Sequence[str]:
    """Tenants whose engine has not stored the latest directory."""
    statement = select(col(DirectoryState.tenant)).where(col(DirectoryState.version) > col(DirectoryState.acknowledged))
    return (await session.execute(statement)).scalars().all()
