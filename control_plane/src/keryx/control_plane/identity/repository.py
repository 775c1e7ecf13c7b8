"""Queries about logins and sessions of one tenant."""

import hashlib
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, case, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from keryx.control_plane.identity.models import LoginAttempts, PlatformSession
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
        statement = insert(LoginAttempts).values(**row)
        failed = case((locked, col(LoginAttempts.failed)), (old, 1), else_=col(LoginAttempts.failed) + 1)
        until = case((locked, col(LoginAttempts.locked_until)), else_=None)
        counted = statement.on_conflict_do_update(
            index_elements=["tenant", "login_hash"], set_={"failed": failed, "last_at": now, "locked_until": until}
        ).returning(LoginAttempts)
        await self._forget_old(now)
        return (await self._session.execute(counted)).scalar_one()

    async def lock(self, login: str, until: datetime) -> None:
        await self._session.execute(update(LoginAttempts).where(*self._attempts(login)).values(locked_until=until))

    async def forget_attempts(self, login: str) -> None:
        await self._session.execute(delete(LoginAttempts).where(*self._attempts(login)))

    def add_session(self, platform_session: PlatformSession) -> None:
        self._session.add(platform_session)

    async def session(self, secret_hash: bytes, now: datetime) -> PlatformSession | None:
        """The session of that secret unless it has ended."""
        statement = select(PlatformSession).where(
            col(PlatformSession.tenant) == self._tenant,
            col(PlatformSession.secret_hash) == secret_hash,
            col(PlatformSession.expires_at) > now,
        )
        return (await self._session.execute(statement)).scalar_one_or_none()

    async def end_session(self, session_id: UUID) -> None:
        statement = delete(PlatformSession)
        await self._session.execute(
            statement.where(col(PlatformSession.tenant) == self._tenant, col(PlatformSession.id) == session_id)
        )

    async def forget_ended_sessions(self, now: datetime) -> None:
        statement = delete(PlatformSession)
        await self._session.execute(
            statement.where(col(PlatformSession.tenant) == self._tenant, col(PlatformSession.expires_at) <= now)
        )

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


def _hash(login: str) -> bytes:
    return hashlib.sha256(login.encode()).digest()
