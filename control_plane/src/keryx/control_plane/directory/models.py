"""People as their tenant's administrators keep them, and how far the engine has been told."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Column, DateTime, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field, SQLModel


class PersonRow(SQLModel, table=True):
    """One person with account, role and place in the centre. Never deleted, only deactivated: records name them."""

    __tablename__ = "person"

    id: UUID = Field(primary_key=True)
    tenant: str
    login: str
    """Lower case, unique in the tenant."""
    name: str
    role: str
    team: str | None = None
    site: str | None = None
    languages: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    extension: str | None = None
    email: str | None = None
    phone: str = "browser"
    skills: dict[str, int] = Field(sa_column=Column(JSONB, nullable=False))
    queues: list[dict[str, object]] = Field(sa_column=Column(JSONB, nullable=False))
    """Assignments as the core's directory has them."""
    active: bool = True
    session_epoch: int = 0
    password_hash: str
    password_changed_at: datetime | None = Field(default=None, sa_column=Column(DateTime(timezone=True)))
    password_given: bool = False
    """Somebody else knows it: made or typed by an administrator."""
    language: str | None = None
    """Of the pages, once the person chose one."""
    revision: int = 1
    """Counts changes by people: the ETag of edits."""
    imported_revision: int | None = None
    """The revision the last import left; another one now means that a person changed it since."""
    directory_version: int = Field(sa_column=Column(BigInteger, nullable=False))
    """The directory's version at which this row last changed: what a delta carries."""
    created_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))


class DirectoryState(SQLModel, table=True):
    """The outbox of directory pushes: while `version` is ahead of `acknowledged`, the engine has to be told."""

    __tablename__ = "directory_state"

    tenant: str = Field(primary_key=True)
    version: int = Field(sa_column=Column(BigInteger, nullable=False))
    acknowledged: int = Field(sa_column=Column(BigInteger, nullable=False))
