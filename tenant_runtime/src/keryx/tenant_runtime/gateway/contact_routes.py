"""Contact cards. Looking for, opening, making and changing one are audited acts; what is on the card is not in the trail."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Request, Response

from keryx.core.audit import Event
from keryx.kit.problems import Problem

from .access import Acting, Caller, TenantHere, require
from .auditing import actor_of
from .contact_shapes import Card, ContactsFound, ContactView, NumberLookup
from .schemas import moment
from .tenant import TenantGateway

router = APIRouter(prefix="/contacts", tags=["contacts"])

Reading = Annotated[Caller, Acting("contacts.view")]
Writing = Annotated[Caller, Acting("contacts.write")]
"""The answer shows the card, so who writes must also be let to see: `_may_see`."""
IfMatch = Annotated[str | None, Header(description="ETag of the card that was changed")]


@router.post("/search", operation_id="findContacts")
async def find(wanted: NumberLookup, caller: Reading, request: Request, tenant: TenantHere) -> ContactsFound:
    """Contacts who have a number, and interactions from it."""
    return await tenant.contacts.find(wanted.number, _event(tenant, request, caller, "contacts.view", ""))


@router.get("/{contact}", operation_id="getContact")
async def opened(
    contact: UUID, caller: Reading, request: Request, tenant: TenantHere, response: Response
) -> ContactView:
    """One card with its history, whoever spoke with the contact then."""
    event = _event(tenant, request, caller, "contacts.view", str(contact))
    return _tagged(await tenant.contacts.open(contact, event), response)


@router.post("", operation_id="makeContact", status_code=201)
async def made(card: Card, caller: Writing, request: Request, tenant: TenantHere, response: Response) -> ContactView:
    """A new contact."""
    _may_see(caller)
    contact = UUID(tenant.ids())
    event = _event(tenant, request, caller, "contacts.write", str(contact))
    now = moment(tenant.clock.now())
    return _tagged(await tenant.contacts.make(contact, card, caller.person.id, now, event), response)


@router.put("/{contact}", operation_id="changeContact")
async def changed(
    contact: UUID,
    card: Card,
    caller: Writing,
    request: Request,
    tenant: TenantHere,
    response: Response,
    if_match: IfMatch = None,
) -> ContactView:
    """Replace a card. If-Match is needed; 412 when somebody else was quicker."""
    _may_see(caller)
    event = _event(tenant, request, caller, "contacts.write", str(contact))
    now = moment(tenant.clock.now())
    revision = _revision(if_match)
    return _tagged(await tenant.contacts.change(contact, card, revision, caller.person.id, now, event), response)


def _may_see(caller: Caller) -> None:
    require(caller.principal, "contacts.view")


def _revision(if_match: str | None) -> int:
    if if_match is None:
        raise Problem(428, "revision_needed", "Say by If-Match which revision the change was made from.")
    plain = if_match.strip('W/"')
    return int(plain) if plain.isdecimal() else -1


def _tagged(found: tuple[ContactView, int], response: Response) -> ContactView:
    view, revision = found
    response.headers["ETag"] = f'"{revision}"'
    return view


def _event(tenant: TenantGateway, request: Request, caller: Caller, action: str, contact: str) -> Event:
    kind = "contact" if contact else "search"
    return tenant.auditing.event(actor_of(request, caller.principal, caller.session.id), action, kind, contact)
