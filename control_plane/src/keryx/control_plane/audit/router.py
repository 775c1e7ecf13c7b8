"""Reading the audit trail, and taking it out."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import StreamingResponse

from keryx.control_plane.access.caller import Acting, Caller, CallerRoute
from keryx.control_plane.audit.repository import AuditFilter, AuditRepository
from keryx.kit.audit import MEDIA_TYPES, AuditEvent, AuditPage, ExportFormat, header, line

router = APIRouter(prefix="/audit", tags=["audit"], route_class=CallerRoute)

Reading = Annotated[Caller, Depends(Acting("audit.read"))]
_PIECE = 1000


def wanted(
    since: Annotated[datetime | None, Query(alias="from", description="At or after")] = None,
    before: Annotated[datetime | None, Query(alias="to", description="Before")] = None,
    actor: Annotated[str | None, Query(max_length=64, description="Id of who acted")] = None,
    action: Annotated[str | None, Query(max_length=64)] = None,
    about: Annotated[str | None, Query(alias="object", max_length=200, description="Id of what was acted upon")] = None,
    words: Annotated[str | None, Query(alias="q", max_length=100, description="In logins, names, ids, actions")] = None,
) -> AuditFilter:
    return AuditFilter(_ms(since), _ms(before), actor, action, about, words)


Filter = Annotated[AuditFilter, Depends(wanted)]


@router.get("", operation_id="listAudit")
async def list_audit(
    asking: Reading,
    wanted: Filter,
    cursor: Annotated[int | None, Query(ge=1, le=2**53 - 1, description="`next` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> AuditPage:
    """What was done to people, roles, log-ins and settings, the newest first."""
    rows = await AuditRepository(asking.session, asking.scope).newest(wanted, cursor, limit)
    following = str(rows[-1].seq) if len(rows) == limit else None
    return AuditPage(items=[AuditEvent.of(row.event(), row.hash) for row in rows], next=following)


@router.get(
    "/export",
    operation_id="exportAudit",
    response_class=StreamingResponse,
    responses={200: {"content": {media: {"schema": {"type": "string"}} for media in MEDIA_TYPES.values()}}},
)
async def export_audit(
    asking: Reading, wanted: Filter, form: Annotated[ExportFormat, Query(alias="format")] = "jsonl"
) -> StreamingResponse:
    """The trail, the oldest first, as CSV or JSON lines; `keryx audit verify` reads the latter. Itself an audited act."""
    asking.trail.record("audit.read", "export", form)
    headers = {"Content-Disposition": f'attachment; filename="audit-{asking.scope.tenant_id}.{form}"'}
    return StreamingResponse(_lines(asking, wanted, form), media_type=MEDIA_TYPES[form], headers=headers)


async def _lines(asking: Caller, wanted: AuditFilter, form: ExportFormat) -> AsyncIterator[str]:
    """Piece by piece, each in a transaction of its own: the request's is over by now."""
    yield header(form)
    above = 0
    while True:
        async with asking.platform.transaction(asking.scope) as session:
            rows = await AuditRepository(session, asking.scope).oldest(wanted, above, _PIECE)
        yield "".join(line(row.event(), row.hash, form) for row in rows)
        if len(rows) < _PIECE:
            return
        above = rows[-1].seq


def _ms(moment: datetime | None) -> int | None:
    return int(moment.timestamp() * 1000) if moment else None
