"""Tenants as the control plane knows them, and what it has been told of their configuration."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, DateTime, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field, SQLModel


class Tenant(SQLModel, table=True):
    """A customer of the platform. The id is never used again."""

    id: str = Field(primary_key=True)
    display_name: str
    hosts: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    engine: str | None = None
    """Base URL the directory is pushed to; the platform's own tenant has none."""
    created_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))


class KnownConfig(SQLModel, table=True):
    """The latest configuration the operator told us of: which queues and skills there are."""

    __tablename__ = "known_config"

    tenant: str = Field(primary_key=True)
    version: int = Field(sa_column=Column(BigInteger, nullable=False))
    hash: str
    config: dict[str, object] = Field(sa_column=Column(JSONB, nullable=False))
