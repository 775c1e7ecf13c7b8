"""The audit trail's rows. The program's role may add events and read them, and nothing else."""

from sqlalchemy import BigInteger, Column, LargeBinary
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from keryx.core.audit import Event


class AuditRow(SQLModel, table=True):
    """One act; times are ms UTC."""

    __tablename__ = "audit_event"

    tenant: str = Field(primary_key=True)
    seq: int = Field(sa_column=Column(BigInteger, primary_key=True))
    at: int = Field(sa_column=Column(BigInteger, nullable=False))
    actor_kind: str
    actor: str
    actor_login: str
    address: str
    session: str
    action: str
    object_kind: str
    object_id: str
    object_name: str
    before: dict[str, object] | None = Field(sa_column=Column(JSONB(none_as_null=True)))
    after: dict[str, object] | None = Field(sa_column=Column(JSONB(none_as_null=True)))
    why: str
    hash: bytes = Field(sa_column=Column(LargeBinary, nullable=False))

    def event(self) -> Event:
        """As it is hashed and told."""
        return Event(chain=chain_of(self.tenant), **self.model_dump(exclude={"tenant", "hash"}))


class AuditHead(SQLModel, table=True):
    """The end of a tenant's chain: whoever adds holds its row until the transaction ends."""

    __tablename__ = "audit_head"

    tenant: str = Field(primary_key=True)
    seq: int = Field(sa_column=Column(BigInteger, nullable=False))
    hash: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


def chain_of(tenant: str) -> str:
    """The name of a tenant's chain here."""
    return f"{tenant}/control-plane"
