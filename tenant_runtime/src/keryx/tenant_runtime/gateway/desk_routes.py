"""What the desk asks for once, beside what it follows live."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter

from .access import Acting, Caller, TenantHere
from .day_shapes import DayView
from .schemas import moment

router = APIRouter(prefix="/desk", tags=["desk"])


@router.get("/day", operation_id="getOwnDay")
async def day(caller: Annotated[Caller, Acting("desk.use")], tenant: TenantHere) -> DayView:
    """One's own day since midnight, the team's average beside it, pauses and missed calls."""
    return await tenant.days.today(caller.principal, caller.person, moment(tenant.clock.now()))
