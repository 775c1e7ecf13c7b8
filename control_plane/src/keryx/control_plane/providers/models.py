"""Who people are at identity providers, and log-ins that are under way there."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, DateTime, LargeBinary
from sqlmodel import Field, SQLModel


class IdentityLink(SQLModel, table=True):
    """A provider's subject and the person it is here."""

    __tablename__ = "identity_link"

    tenant: str = Field(primary_key=True)
    provider: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    person: UUID


class ProviderLogin(SQLModel, table=True):
    """A log-in that was sent to a provider and has not come back. Its state is good once, in the browser it began in."""

    __tablename__ = "provider_login"

    tenant: str = Field(primary_key=True)
    state_hash: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
    provider: str
    browser_hash: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    nonce: str
    verifier: str
    """PKCE."""
    return_to: str
    expires_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
