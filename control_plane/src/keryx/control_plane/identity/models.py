"""Sessions at the platform, and how often somebody was wrong about a password."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, DateTime, LargeBinary
from sqlmodel import Field, SQLModel


def _time(*, nullable: bool = False) -> Column[datetime]:
    return Column(DateTime(timezone=True), nullable=nullable)


class LoginAttempts(SQLModel, table=True):
    """Failed logins by what was typed, not by account: an unknown login locks just like a known one."""

    __tablename__ = "login_attempts"

    tenant: str = Field(primary_key=True)
    login_hash: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
    failed: int = 0
    last_at: datetime = Field(sa_column=_time())
    locked_until: datetime | None = Field(default=None, sa_column=_time(nullable=True))


class PlatformSession(SQLModel, table=True):
    """A login that can be renewed into admitting tokens. The cookie's secret is kept as a hash only."""

    __tablename__ = "platform_session"

    id: UUID = Field(primary_key=True)
    tenant: str
    person: UUID
    secret_hash: bytes = Field(sa_column=Column(LargeBinary, nullable=False, unique=True))
    session_epoch: int
    """The person's at login; a higher one ends this session."""
    created_at: datetime = Field(sa_column=_time())
    expires_at: datetime = Field(sa_column=_time())
