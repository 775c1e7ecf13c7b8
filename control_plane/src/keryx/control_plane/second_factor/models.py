"""What is kept of people's second factors, and which roles must have one."""

from uuid import UUID

from sqlalchemy import BigInteger, Column
from sqlmodel import Field, SQLModel


class Totp(SQLModel, table=True):
    """A person's authenticator. The secret is kept as it is: whoever checks a code must know it."""

    __tablename__ = "totp"

    tenant: str = Field(primary_key=True)
    person: UUID = Field(primary_key=True)
    secret: str | None = None
    """Base 32; None until a first code was shown to be right."""
    last_step: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))
    """The step of 30 s of the last code that was used: it and older ones are good no more."""
    proposed: str | None = None
    """A secret that was handed out and has not shown a right code yet."""


class RecoveryCode(SQLModel, table=True):
    """A code that stands for the authenticator once; used ones are deleted."""

    __tablename__ = "recovery_code"

    tenant: str = Field(primary_key=True)
    person: UUID = Field(primary_key=True)
    hash: str = Field(primary_key=True)


class TotpRole(SQLModel, table=True):
    """A role, built-in or own, whose people log in with a second factor or not at all."""

    __tablename__ = "totp_role"

    tenant: str = Field(primary_key=True)
    role: str = Field(primary_key=True)
