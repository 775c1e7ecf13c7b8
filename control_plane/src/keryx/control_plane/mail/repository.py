"""Queries about mail that is still to be sent."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from keryx.control_plane.mail.models import OutgoingMail
from keryx.control_plane.scope import PlatformScope, TenantScope

WRITTEN = "mail_written"
"""Marks a session in whose transaction a mail was written."""


class MailRepository:
    """The outbox of the scope's tenant."""

    def __init__(self, session: AsyncSession, scope: TenantScope) -> None:
        self._session, self._tenant = session, scope.tenant_id

    def add(self, mail: OutgoingMail) -> None:
        self._session.add(mail)
        self._session.info[WRITTEN] = True

    async def claim(self, mail: UUID, tries: int, next_at: datetime) -> OutgoingMail | None:
        """The mail, if nobody else has taken it since it was seen; it is tried again at `next_at` unless it is removed."""
        statement = update(OutgoingMail).where(
            col(OutgoingMail.tenant) == self._tenant, col(OutgoingMail.id) == mail, col(OutgoingMail.tries) == tries
        )
        claimed = statement.values(tries=tries + 1, next_at=next_at).returning(OutgoingMail)
        return (await self._session.execute(claimed)).scalar_one_or_none()

    async def remove(self, mail: UUID) -> None:
        statement = delete(OutgoingMail)
        await self._session.execute(
            statement.where(col(OutgoingMail.tenant) == self._tenant, col(OutgoingMail.id) == mail)
        )


async def due(session: AsyncSession, _: PlatformScope, now: datetime, limit: int) -> Sequence[OutgoingMail]:
    """What is to be sent now, of all tenants, the oldest first."""
    statement = select(OutgoingMail).where(col(OutgoingMail.next_at) <= now).order_by(col(OutgoingMail.next_at))
    return (await session.execute(statement.limit(limit))).scalars().all()
