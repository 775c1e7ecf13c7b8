"""Sessions at the platform, how often somebody was wrong about a password, former passwords, links to set one."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, DateTime, LargeBinary
from sqlmodel import Field, SQLModel


def _time(*, nullable: bool = False, primary_key: bool = False) -> Column[datetime]:
    return Column(DateTime(timezone=True), nullable=nullable, primary_key=primary_key)


class LoginAttempts(SQLModel, table=True):
    """Failed logins by what was typed, not by account: an unknown login locks just like a known one. Addresses have a row too."""

    __tablename__ = "login_attempts"

    tenant: str = Field(primary_key=True)
    login_hash: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
    failed: int = 0
    last_at: datetime = Field(sa_column=_time())
    locked_until: datetime | None = Field(default=None, sa_column=_time(nullable=True))
    blocks: int = 0
    """How often in a row it was locked: each lock is twice as long as the one before."""


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
    seen_at: datetime | None = Field(default=None, sa_column=_time(nullable=True))
    """To the minute."""
    idle_seconds: int = 0
    """Ends after so long without use; 0: never."""
    address: str = ""
    user_agent: str = ""
    provider: str | None = None
    """The identity provider that vouched."""
    provider_session: str | None = None
    """The session there (`sid`), for its back-channel logout."""
    must: str | None = None
    """What the person has to do before anything else (`change_password`, `enrol_totp`)."""
    proven_at: datetime | None = Field(default=None, sa_column=_time(nullable=True))
    """When the person last showed who they are, after the log-in."""


class PasswordHistory(SQLModel, table=True):
    """A password that was in use until `at`."""

    __tablename__ = "password_history"

    tenant: str = Field(primary_key=True)
    person: UUID = Field(primary_key=True)
    at: datetime = Field(sa_column=_time(primary_key=True))
    hash: str


class ResetLink(SQLModel, table=True):
    """A secret that sets a person's password once."""

    __tablename__ = "reset_link"

    tenant: str = Field(primary_key=True)
    secret_hash: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
    person: UUID
    expires_at: datetime = Field(sa_column=_time())
