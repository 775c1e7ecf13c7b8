"""Mail that is still to be sent."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, DateTime
from sqlmodel import Field, SQLModel


class OutgoingMail(SQLModel, table=True):
    """A mail that leads its person to choosing a password. Its link is made when it is sent: no secret waits here."""

    __tablename__ = "outgoing_mail"

    tenant: str = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    person: UUID
    kind: str
    """reset or invitation."""
    origin: str
    """Scheme and host the link leads to."""
    tries: int = 0
    next_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
