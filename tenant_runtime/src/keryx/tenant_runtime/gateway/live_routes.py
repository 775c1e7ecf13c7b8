"""What is going on now, for those who ask once: pickers' reference data and the queues' figures."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter

from .access import Acting, Caller, TenantHere
from .messages import QueuesView
from .schemas import Reference

router = APIRouter(tags=["live"])


@router.get("/reference", operation_id="getReference")
async def reference(caller: Annotated[Caller, Acting("reference.view")], tenant: TenantHere) -> Reference:
    """Queues, entries, pause reasons, dispositions and agents, for pickers and filters."""
    return await tenant.reference(caller)


@router.get("/live/queues", operation_id="getLiveQueues")
async def live_queues(_: Annotated[Caller, Acting("queues.view")], tenant: TenantHere) -> QueuesView:
    """The queues' figures now. The websocket's topic `queues` follows them."""
    return await tenant.live_queues()
