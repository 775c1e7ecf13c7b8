"""Queries about one tenant's identity providers."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from keryx.control_plane.identity.models import PlatformSession
from keryx.control_plane.providers.models import IdentityLink, ProviderLogin
from keryx.control_plane.scope import TenantScope


class ProviderRepository:
    """Links, log-ins under way and sessions by providers of the scope's tenant."""

    def __init__(self, session: AsyncSession, scope: TenantScope) -> None:
        self._session, self._tenant = session, scope.tenant_id

    def begin(self, login: ProviderLogin) -> None:
        self._session.add(login)

    async def take(self, state_hash: bytes) -> ProviderLogin | None:
        """The log-in of that state, which is good no more from now on."""
        statement = delete(ProviderLogin).where(
            col(ProviderLogin.tenant) == self._tenant, col(ProviderLogin.state_hash) == state_hash
        )
        return (await self._session.execute(statement.returning(ProviderLogin))).scalar_one_or_none()

    async def forget_old(self, now: datetime) -> None:
        statement = delete(ProviderLogin)
        await self._session.execute(
            statement.where(col(ProviderLogin.tenant) == self._tenant, col(ProviderLogin.expires_at) <= now)
        )

    async def person_of(self, provider: str, subject: str) -> UUID | None:
        statement = select(col(IdentityLink.person)).where(
            col(IdentityLink.tenant) == self._tenant,
            col(IdentityLink.provider) == provider,
            col(IdentityLink.subject) == subject,
        )
        return (await self._session.execute(statement)).scalar_one_or_none()

    async def providers_of(self, person: UUID) -> set[str]:
        """The providers a person is linked to."""
        statement = select(col(IdentityLink.provider)).where(
            col(IdentityLink.tenant) == self._tenant, col(IdentityLink.person) == person
        )
        return set((await self._session.execute(statement)).scalars())

    def link(self, provider: str, subject: str, person: UUID) -> None:
        self._session.add(IdentityLink(tenant=self._tenant, provider=provider, subject=subject, person=person))

    async def people_of_session(self, provider: str, provider_session: str) -> set[UUID]:
        """Whose sessions here were begun by that session at the provider."""
        statement = select(col(PlatformSession.person)).where(
            col(PlatformSession.tenant) == self._tenant,
            col(PlatformSession.provider) == provider,
            col(PlatformSession.provider_session) == provider_session,
        )
        return set((await self._session.execute(statement)).scalars())
