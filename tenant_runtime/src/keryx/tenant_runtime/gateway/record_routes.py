"""Past and present calls: the list, one call's timeline, its recording."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from keryx.core.facts import Outcome
from keryx.core.rights import Principal

from .access import Acting, Caller, Listening, TenantHere
from .auditing import actor_of
from .filters import CallFilter
from .schemas import CallPage, CallRecordPage, CallTimeline
from .tenant import TenantGateway

router = APIRouter(prefix="/calls", tags=["calls"])


def call_filter(
    queue: Annotated[str | None, Query(max_length=63)] = None,
    agent: Annotated[UUID | None, Query(description="Id of an agent who talked or was offered it")] = None,
    entry: Annotated[str | None, Query(max_length=63)] = None,
    outcome: Annotated[Outcome | None, Query()] = None,
    started_from: Annotated[datetime | None, Query(alias="from", description="Started at or after")] = None,
    started_before: Annotated[datetime | None, Query(alias="to", description="Started before")] = None,
    number: Annotated[str | None, Query(alias="q", min_length=3, max_length=40, description="Caller's number")] = None,
    cursor: Annotated[str | None, Query(max_length=100, description="`next` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> CallFilter:
    return CallFilter(queue, agent, entry, outcome, started_from, started_before, number, cursor, limit)


Filter = Annotated[CallFilter, Depends(call_filter)]


@router.get("", operation_id="listCalls")
async def list_calls(
    caller: Annotated[Caller, Acting("calls.list")], wanted: Filter, request: Request, tenant: TenantHere
) -> CallPage:
    """Calls, latest first. Looking for a number is an audited act."""
    await _record_search(caller, wanted, request, tenant)
    return await tenant.records.page(caller.principal, wanted)


@router.get("/records", operation_id="listCallRecords")
async def list_records(
    caller: Annotated[Caller, Acting("calls.list")], wanted: Filter, request: Request, tenant: TenantHere
) -> CallRecordPage:
    """Calls with their segments and recordings, latest first: for programs. Looking for a number is an audited act."""
    await _record_search(caller, wanted, request, tenant)
    return await tenant.records.whole_page(caller.principal, wanted)


@router.get("/{interaction}", operation_id="getCall")
async def timeline(
    interaction: UUID, caller: Annotated[Caller, Acting("calls.view")], request: Request, tenant: TenantHere
) -> CallTimeline:
    """Each flow step, offer, segment and routing decision of one call. An audited act."""
    found = await tenant.records.timeline(caller.principal, interaction)
    actor = actor_of(request, caller.principal, caller.session.id)
    await tenant.auditing.record(actor, "calls.view", "call", str(interaction))
    return found


@router.get(
    "/{interaction}/recording",
    operation_id="playRecording",
    response_class=Response,
    responses={
        200: {"content": {"audio/wav": {"schema": {"type": "string", "format": "binary"}}}},
        206: {"description": "The range asked for"},
        416: {"description": "No such range"},
    },
)
async def recording(
    interaction: UUID,
    request: Request,
    listener: Annotated[Principal, Listening("recordings.play")],
    tenant: TenantHere,
    download: bool = False,
) -> Response:
    """The rendered recording, contact left and agents right; byte ranges are served.

    The `ticket` of a record's `uri` stands in for a session. Listening and downloading are audited acts.
    """
    action = "recordings.download" if download else "recordings.play"
    await tenant.records.require(listener, action, interaction)
    await tenant.auditing.record_hearing(actor_of(request, listener), action, str(interaction))
    return await tenant.recordings.serve(interaction, request.headers.get("range"), download=download)


async def _record_search(caller: Caller, wanted: CallFilter, request: Request, tenant: TenantGateway) -> None:
    """Who looks for a number looks for a person: the act is kept, the number is not."""
    if wanted.number is not None:
        actor = actor_of(request, caller.principal, caller.session.id)
        await tenant.auditing.record(actor, "calls.numbers", "search", "")
