"""What one request did, written at the end of its own transaction: what is rolled back was never done, what is done is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from keryx.control_plane.audit.models import chain_of
from keryx.control_plane.audit.repository import AuditRepository
from keryx.control_plane.scope import TenantScope
from keryx.core.audit import Event
from keryx.core.rights import Principal, allowed


@dataclass(frozen=True)
class Actor:
    """Who acts, and from where."""

    kind: str
    """person, program or nobody."""
    id: str = ""
    login: str = ""
    address: str = ""
    session: str = ""


@dataclass
class Trail:
    """The acts of one actor in one transaction. `now` is ms UTC."""

    scope: TenantScope
    actor: Actor
    now: int
    principal: Principal | None = None
    events: list[Event] = field(default_factory=list)
    dismissed: bool = False

    def record(
        self,
        action: str,
        kind: str,
        id: object = "",  # noqa: A002 - it is the object's id
        name: str = "",
        *,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
        why: str | None = None,
    ) -> None:
        """An act upon an object. Of `before` and `after` only what differs is kept, except where one of them is absent.

        `why` is the right's own sentence unless the action is none of the table.
        """
        if before is not None and after is not None:
            changed = [name for name in before.keys() | after.keys() if before.get(name) != after.get(name)]
            before, after = ({name: side.get(name) for name in changed} for side in (before, after))
        if why is None:
            why = allowed(self.principal, action).reason if self.principal else ""
        self.events.append(
            Event(
                chain=chain_of(self.scope.tenant_id),
                seq=0,
                at=self.now,
                actor_kind=self.actor.kind,
                actor=self.actor.id,
                actor_login=self.actor.login,
                address=self.actor.address,
                session=self.actor.session,
                action=action,
                object_kind=kind,
                object_id=str(id),
                object_name=name,
                before=dict(before) if before is not None else None,
                after=dict(after) if after is not None else None,
                why=why,
            )
        )

    def nothing_done(self) -> None:
        """The request only told what would happen."""
        self.dismissed = True

    async def write(self, session: AsyncSession) -> None:
        """Chain what was recorded. The last thing a transaction does: from here others wait for it."""
        if self.events:
            await session.flush()
            await AuditRepository(session, self.scope).add(self.events)
