"""Queries about one tenant's audit trail."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from keryx.control_plane.audit.models import AuditHead, AuditRow
from keryx.control_plane.scope import PlatformScope, TenantScope
from keryx.core.audit import START, Event, link


@dataclass(frozen=True)
class AuditFilter:
    """Which events are wanted; None: all. Times are ms UTC, `before` excluded; `words` are looked for in names and logins."""

    since: int | None = None
    before: int | None = None
    actor: str | None = None
    action: str | None = None
    about: str | None = None
    words: str | None = None


class AuditRepository:
    """The trail of the scope's tenant."""

    def __init__(self, session: AsyncSession, scope: TenantScope) -> None:
        self._session, self._tenant = session, scope.tenant_id

    async def add(self, events: Sequence[Event]) -> None:
        """Chain events to the trail, giving each its number. Others who add wait for this transaction to end."""
        new = insert(AuditHead).values(tenant=self._tenant, seq=0, hash=START)
        await self._session.execute(new.on_conflict_do_nothing())
        statement = (
            select(col(AuditHead.seq), col(AuditHead.hash))
            .where(col(AuditHead.tenant) == self._tenant)
            .with_for_update()
        )
        seq, previous = (await self._session.execute(statement)).one()
        for event in events:
            seq += 1
            numbered = msgspec.structs.replace(event, seq=seq)
            previous = link(bytes(previous), numbered)
            values = msgspec.structs.asdict(numbered)
            del values["chain"]
            self._session.add(AuditRow(tenant=self._tenant, hash=previous, **values))
        await self._session.execute(
            update(AuditHead).where(col(AuditHead.tenant) == self._tenant).values(seq=seq, hash=previous)
        )

    async def newest(self, wanted: AuditFilter, below: int | None, limit: int) -> Sequence[AuditRow]:
        """Events, the newest first, numbered below `below`."""
        conditions = [*self._conditions(wanted), *([col(AuditRow.seq) < below] if below is not None else [])]
        statement = select(AuditRow).where(*conditions).order_by(col(AuditRow.seq).desc()).limit(limit)
        return (await self._session.execute(statement)).scalars().all()

    async def oldest(self, wanted: AuditFilter, above: int, limit: int) -> Sequence[AuditRow]:
        """Events, the oldest first, numbered above `above`: for exports."""
        statement = select(AuditRow).where(*self._conditions(wanted), col(AuditRow.seq) > above)
        return (await self._session.execute(statement.order_by(col(AuditRow.seq)).limit(limit))).scalars().all()

    def _conditions(self, wanted: AuditFilter) -> list[ColumnElement[bool]]:
        found = [col(AuditRow.tenant) == self._tenant]
        found += [col(AuditRow.at) >= wanted.since] if wanted.since is not None else []
        found += [col(AuditRow.at) < wanted.before] if wanted.before is not None else []
        found += [col(AuditRow.actor) == wanted.actor] if wanted.actor else []
        found += [col(AuditRow.action) == wanted.action] if wanted.action else []
        found += [col(AuditRow.object_id) == wanted.about] if wanted.about else []
        if wanted.words:
            columns = (AuditRow.actor_login, AuditRow.object_name, AuditRow.object_id, AuditRow.action)
            found.append(or_(*(col(column).icontains(wanted.words, autoescape=True) for column in columns)))
        return found


async def heads(session: AsyncSession, _: PlatformScope) -> Sequence[AuditHead]:
    """The ends of all chains."""
    return (await session.execute(select(AuditHead))).scalars().all()
