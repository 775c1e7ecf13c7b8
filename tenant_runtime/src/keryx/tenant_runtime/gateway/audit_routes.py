"""The tenant's own audit trail, in the very shapes of the platform's: pages merge the two."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import StreamingResponse

from keryx.kit.audit import MEDIA_TYPES, AuditEvent, AuditPage, ExportFormat
from keryx.tenant_runtime.audit import AuditFilter

from .access import Acting, Caller, TenantHere
from .auditing import actor_of

router = APIRouter(prefix="/audit", tags=["audit"])

Reading = Annotated[Caller, Acting("audit.read")]


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


@router.get("", operation_id="listTenantAudit")
async def list_audit(
    _: Reading,
    wanted: Filter,
    tenant: TenantHere,
    cursor: Annotated[int | None, Query(ge=1, le=2**53 - 1, description="`next` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> AuditPage:
    """Who signed in, listened to recordings and read records, the newest first."""
    found = await tenant.auditing.page(replace(wanted, below=cursor), limit)
    following = str(found[-1][0].seq) if len(found) == limit else None
    return AuditPage(items=[AuditEvent.of(event, link) for event, link in found], next=following)


@router.get(
    "/export",
    operation_id="exportTenantAudit",
    response_class=StreamingResponse,
    responses={200: {"content": {media: {"schema": {"type": "string"}} for media in MEDIA_TYPES.values()}}},
)
async def export_audit(
    caller: Reading,
    wanted: Filter,
    tenant: TenantHere,
    request: Request,
    form: Annotated[ExportFormat, Query(alias="format")] = "jsonl",
) -> StreamingResponse:
    """The trail, the oldest first, as CSV or JSON lines; `keryx audit verify` reads the latter. Itself an audited act."""
    actor = actor_of(request, caller.principal, caller.session.id)
    await tenant.auditing.record(actor, "audit.read", "export", form)
    headers = {"Content-Disposition": f'attachment; filename="audit-{tenant.id}-runtime.{form}"'}
    return StreamingResponse(tenant.auditing.lines(wanted, form), media_type=MEDIA_TYPES[form], headers=headers)


def _ms(moment: datetime | None) -> int | None:
    return int(moment.timestamp() * 1000) if moment else None
