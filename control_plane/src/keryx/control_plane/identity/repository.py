"""Queries about logins and sessions of one tenant."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, case, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from keryx.control_plane.identity.models import LoginAttempts, PasswordHistory, PlatformSession, ResetLink
from keryx.control_plane.scope import TenantScope

_FORGOTTEN_AFTER = timedelta(days=1)


class IdentityRepository:
    """Logins and sessions of the scope's tenant."""

    def __init__(self, session: AsyncSession, scope: TenantScope) -> None:
        self._session, self._tenant = session, scope.tenant_id

    async def count_attempt(self, login: str, now: datetime, window: timedelta) -> LoginAttempts:
        """Count one more attempt before the password is looked at, so that parallel guesses all count.

        While the login is locked nothing is counted. A count older than `window`, or whose lock is over, begins anew.
        """
        old = (col(LoginAttempts.last_at) < now - window) | (col(LoginAttempts.locked_until) <= now)
        locked = col(LoginAttempts.locked_until) > now
        row = {"tenant": self._tenant, "login_hash": _hash(login), "failed": 1, "last_at": now, "locked_until": None}
        statement = insert(LoginAttempts).values(**row, blocks=0)
        failed = case((locked, col(LoginAttempts.failed)), (old, 1), else_=col(LoginAttempts.failed) + 1)
        until = case((locked, col(LoginAttempts.locked_until)), else_=None)
        counted = statement.on_conflict_do_update(
            index_elements=["tenant", "login_hash"], set_={"failed": failed, "last_at": now, "locked_until": until}
        ).returning(LoginAttempts)
        await self._forget_old(now)
        return (await self._session.execute(counted)).scalar_one()

    async def uncount_attempt(self, login: str) -> None:
        """An attempt that was counted turned out to guess at nothing."""
        fewer = func.greatest(col(LoginAttempts.failed) - 1, 0)
        await self._session.execute(update(LoginAttempts).where(*self._attempts(login)).values(failed=fewer))

    async def lock(self, login: str, until: datetime) -> None:
        values = {"locked_until": until, "blocks": col(LoginAttempts.blocks) + 1}
        await self._session.execute(update(LoginAttempts).where(*self._attempts(login)).values(values))

    async def forget_attempts(self, login: str) -> None:
        await self._session.execute(delete(LoginAttempts).where(*self._attempts(login)))

    async def failures_from(self, address: str, now: datetime, window: timedelta) -> int:
        """How many wrong passwords came from an address within `window`."""
        statement = select(col(LoginAttempts.failed)).where(
            *self._attempts(_from(address)), col(LoginAttempts.last_at) > now - window
        )
        return (await self._session.execute(statement)).scalar_one_or_none() or 0

    async def count_failure_from(self, address: str, now: datetime, window: timedelta) -> None:
        await self.count_attempt(_from(address), now, window)

    def add_session(self, platform_session: PlatformSession) -> None:
        self._session.add(platform_session)

    async def session(self, secret_hash: bytes, now: datetime) -> PlatformSession | None:
        """The session of that secret unless it has ended."""
        statement = select(PlatformSession).where(*self._living(now), col(PlatformSession.secret_hash) == secret_hash)
        return (await self._session.execute(statement)).scalar_one_or_none()

    async def sessions_of(self, person: UUID, epoch: int, now: datetime) -> Sequence[PlatformSession]:
        """The living sessions of a person, the latest first."""
        statement = select(PlatformSession).where(
            *self._living(now), col(PlatformSession.person) == person, col(PlatformSession.session_epoch) == epoch
        )
        return (await self._session.execute(statement.order_by(col(PlatformSession.created_at).desc()))).scalars().all()

    async def end_session(self, session_id: UUID, person: UUID) -> bool:
        """Whether there was such a session of that person."""
        statement = delete(PlatformSession).where(
            col(PlatformSession.tenant) == self._tenant,
            col(PlatformSession.id) == session_id,
            col(PlatformSession.person) == person,
        )
        ended = await self._session.execute(statement.returning(col(PlatformSession.id)))
        return ended.first() is not None

    async def forget_ended_sessions(self, now: datetime) -> None:
        statement = delete(PlatformSession)
        await self._session.execute(
            statement.where(col(PlatformSession.tenant) == self._tenant, col(PlatformSession.expires_at) <= now)
        )

    async def former_passwords(self, person: UUID, count: int) -> Sequence[str]:
        """Hashes of a person's former passwords, the latest first."""
        statement = select(col(PasswordHistory.hash)).where(*self._of(PasswordHistory, person))
        newest = statement.order_by(col(PasswordHistory.at).desc()).limit(count)
        return (await self._session.execute(newest)).scalars().all()

    async def keep_former(self, person: UUID, encoded: str, at: datetime, count: int) -> None:
        """Keep a password that is no longer in use, and no more than the latest `count`."""
        self._session.add(PasswordHistory(tenant=self._tenant, person=person, at=at, hash=encoded))
        await self._session.flush()
        kept = select(col(PasswordHistory.at)).where(*self._of(PasswordHistory, person))
        newest = kept.order_by(col(PasswordHistory.at).desc()).limit(count)
        await self._session.execute(
            delete(PasswordHistory).where(
                *self._of(PasswordHistory, person), col(PasswordHistory.at).not_in(newest.scalar_subquery())
            )
        )

    async def replace_link(self, link: ResetLink) -> None:
        """The only link of its person from now on."""
        await self._session.execute(delete(ResetLink).where(*self._of(ResetLink, link.person)))
        self._session.add(link)

    async def link(self, secret_hash: bytes, now: datetime) -> ResetLink | None:
        """The link of that secret unless it was used or is too old."""
        statement = select(ResetLink).where(
            col(ResetLink.tenant) == self._tenant,
            col(ResetLink.secret_hash) == secret_hash,
            col(ResetLink.expires_at) > now,
        )
        return (await self._session.execute(statement.with_for_update())).scalar_one_or_none()

    async def use_link(self, link: ResetLink) -> None:
        await self._session.delete(link)

    async def _forget_old(self, now: datetime) -> None:
        """What was guessed yesterday is no use, and a guesser must not fill the table for ever."""
        statement = delete(LoginAttempts)
        await self._session.execute(
            statement.where(
                col(LoginAttempts.tenant) == self._tenant, col(LoginAttempts.last_at) < now - _FORGOTTEN_AFTER
            )
        )

    def _attempts(self, login: str) -> tuple[ColumnElement[bool], ...]:
        return col(LoginAttempts.tenant) == self._tenant, col(LoginAttempts.login_hash) == _hash(login)

    def _living(self, now: datetime) -> tuple[ColumnElement[bool], ...]:
        idle = func.make_interval(0, 0, 0, 0, 0, 0, col(PlatformSession.idle_seconds))
        used = or_(col(PlatformSession.idle_seconds) == 0, col(PlatformSession.seen_at) > now - idle)
        return col(PlatformSession.tenant) == self._tenant, col(PlatformSession.expires_at) > now, used

    def _of(
        self, table: type[PasswordHistory] | type[ResetLink], person: UUID
    ) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
        return col(table.tenant) == self._tenant, col(table.person) == person


def _hash(login: str) -> bytes:
    return hashlib.sha256(login.encode()).digest()


def _from(address: str) -> str:
    """What stands for an address where logins stand: no login has a space."""
    return f"address {address}"
