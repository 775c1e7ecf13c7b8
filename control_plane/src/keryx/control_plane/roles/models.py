"""Roles a tenant made for itself. The five built-in ones stand in `keryx.core.roles` and in no table."""

from sqlalchemy import Column, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field, SQLModel

from keryx.core.actions import Level
from keryx.core.roles import Reach, RoleGrants, Scope


class RoleRow(SQLModel, table=True):
    """A role as its tenant's administrators keep it; levels and reaches by name."""

    __tablename__ = "role"

    tenant: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    name: str
    description: str
    levels: dict[str, str] = Field(sa_column=Column(JSONB, nullable=False))
    rights: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    scope: dict[str, object] = Field(sa_column=Column(JSONB, nullable=False))
    exceptions: dict[str, dict[str, object]] = Field(sa_column=Column(JSONB, nullable=False))
    revision: int = 1
    """Counts changes: the ETag of edits."""

    def grants(self) -> RoleGrants:
        """The same as the core decides with."""
        return RoleGrants(
            id=self.id,
            name=self.name,
            levels={module: Level[level.upper()] for module, level in self.levels.items()},
            rights=frozenset(self.rights),
            scope=_scope(self.scope),
            exceptions={name: _scope(scope) for name, scope in self.exceptions.items()},
        )


def _scope(kept: dict[str, object]) -> Scope:
    names = {kind: tuple(kept.get(kind) or ()) for kind in ("sites", "teams", "queues")}  # type: ignore[arg-type, var-annotated] # lists of names, as the schema wrote them
    return Scope(reach=Reach[str(kept["reach"]).upper()], **names)
