"""Queries about second factors of one tenant."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from keryx.control_plane.directory.models import PersonRow
from keryx.control_plane.scope import TenantScope
from keryx.control_plane.second_factor.models import RecoveryCode, Totp, TotpRole


class SecondFactorRepository:
    """Authenticators, recovery codes and requirements of the scope's tenant."""

    def __init__(self, session: AsyncSession, scope: TenantScope) -> None:
        self._session, self._tenant = session, scope.tenant_id

    async def of(self, person: UUID) -> Totp | None:
        statement = select(Totp).where(col(Totp.tenant) == self._tenant, col(Totp.person) == person)
        return (await self._session.execute(statement.execution_options(populate_existing=True))).scalar_one_or_none()

    async def secret_of(self, person: UUID) -> str | None:
        """The secret codes are checked with; None for a person without an authenticator."""
        found = await self.of(person)
        return found.secret if found else None

    async def propose(self, person: UUID, secret: str) -> None:
        """Keep a secret that has yet to show a right code, in place of one proposed before."""
        statement = insert(Totp).values(tenant=self._tenant, person=person, proposed=secret, last_step=0)
        proposed = statement.on_conflict_do_update(index_elements=["tenant", "person"], set_={"proposed": secret})
        await self._session.execute(proposed)

    async def use_step(self, person: UUID, step: int) -> bool:
        """Whether no code of this step or a later one was used before; from now on one was."""
        statement = update(Totp).where(
            col(Totp.tenant) == self._tenant, col(Totp.person) == person, col(Totp.last_step) < step
        )
        used = await self._session.execute(statement.values(last_step=step).returning(col(Totp.person)))
        return used.first() is not None

    async def remove(self, person: UUID) -> bool:
        """Whether there was an authenticator; its recovery codes go with it."""
        await self.replace_codes(person, [])
        statement = delete(Totp).where(col(Totp.tenant) == self._tenant, col(Totp.person) == person)
        found = (await self._session.execute(statement.returning(col(Totp.secret)))).scalars().all()
        return any(found)

    async def codes(self, person: UUID) -> Sequence[str]:
        """Hashes of the recovery codes that are left."""
        statement = select(col(RecoveryCode.hash)).where(*self._codes(person))
        return (await self._session.execute(statement)).scalars().all()

    async def use_code(self, person: UUID, encoded: str) -> bool:
        """Whether the code was still there; it is good no more."""
        statement = delete(RecoveryCode).where(*self._codes(person), col(RecoveryCode.hash) == encoded)
        return (await self._session.execute(statement.returning(col(RecoveryCode.hash)))).first() is not None

    async def replace_codes(self, person: UUID, encoded: Sequence[str]) -> None:
        await self._session.execute(delete(RecoveryCode).where(*self._codes(person)))
        for each in encoded:
            self._session.add(RecoveryCode(tenant=self._tenant, person=person, hash=each))

    async def roles(self) -> set[str]:
        """The roles that require a second factor."""
        statement = select(col(TotpRole.role)).where(col(TotpRole.tenant) == self._tenant)
        return set((await self._session.execute(statement)).scalars())

    async def requires(self, role: str) -> bool:
        return role in await self.roles()

    async def require(self, role: str, required: bool) -> None:
        if required:
            row = insert(TotpRole).values(tenant=self._tenant, role=role)
            await self._session.execute(row.on_conflict_do_nothing())
            return
        statement = delete(TotpRole).where(col(TotpRole.tenant) == self._tenant, col(TotpRole.role) == role)
        await self._session.execute(statement)

    async def without(self, role: str) -> int:
        """How many active people of a role have no authenticator."""
        having = select(col(Totp.person)).where(col(Totp.tenant) == self._tenant, col(Totp.secret).is_not(None))
        statement = select(func.count()).where(
            col(PersonRow.tenant) == self._tenant,
            col(PersonRow.active),
            col(PersonRow.role) == role,
            col(PersonRow.id).not_in(having.scalar_subquery()),
        )
        return (await self._session.execute(statement)).scalar_one()

    def _codes(self, person: UUID) -> tuple[ColumnElement[bool], ...]:
        return col(RecoveryCode.tenant) == self._tenant, col(RecoveryCode.person) == person
