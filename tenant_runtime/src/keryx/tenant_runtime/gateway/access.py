"""Who asks, and whether they may: each route names its action of `keryx.core.rights`, or says why it is open to all.

The tenant is the request's host name; a host that is no tenant's is answered 421 before anything else is looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query
from fastapi.params import Depends as DependsParameter
from starlette.requests import HTTPConnection

from keryx.core.directory import Person
from keryx.core.rights import Principal, allowed, principal
from keryx.kit.problems import Problem

from .session_store import Session
from .sessions import COOKIE
from .tenant import TenantGateway

OPEN_BECAUSE = "x-keryx-open"

Ticket = Annotated[str | None, Query(max_length=2048, description="Play ticket of a record's `uri`")]


@dataclass(frozen=True)
class Caller:
    """The person behind a request, as the directory has them now."""

    session: Session
    person: Person
    principal: Principal


def public(reason: str) -> dict[str, Any]:
    """Marks a route that needs no session, with the reason."""
    return {OPEN_BECAUSE: reason}


def tenant_here(connection: HTTPConnection) -> TenantGateway:
    """The tenant of the request's host (set by the host check)."""
    tenant: TenantGateway = connection.scope["state"]["tenant"]
    return tenant


TenantHere = Annotated[TenantGateway, Depends(tenant_here)]


class ActingAs:
    """Dependency: the caller, if their role allows `action`."""

    def __init__(self, action: str) -> None:
        self.action = action

    async def __call__(self, connection: HTTPConnection) -> Caller:
        caller = await caller_of(connection)
        require(caller.principal, self.action)
        return caller


class ListeningAs:
    """Dependency: the person who has a session, or a recording's play ticket, and whose role allows `action`."""

    def __init__(self, action: str) -> None:
        self.action = action

    async def __call__(self, connection: HTTPConnection, interaction: UUID, ticket: Ticket = None) -> Principal:
        listener = (
            _ticket_holder(connection, ticket, str(interaction)) if ticket else (await caller_of(connection)).principal
        )
        require(listener, self.action)
        return listener


def Listening(action: str) -> DependsParameter:
    parameter: DependsParameter = Depends(ListeningAs(action))
    return parameter


def Acting(action: str) -> DependsParameter:
    parameter: DependsParameter = Depends(ActingAs(action))
    return parameter


async def caller_of(connection: HTTPConnection) -> Caller:
    """Who asks. Problem 401 without a living session."""
    tenant = tenant_here(connection)
    secret = connection.cookies.get(COOKIE)
    session = await tenant.sessions.find(secret) if secret else None
    person = tenant.sessions.person_of(session) if session else None
    if session is None or person is None:
        raise Problem(401, "no_session", "Sign in first.")
    return Caller(session, person, principal(tenant.id, person, tenant.people.directory))


def current(caller: Caller, tenant: TenantGateway) -> Caller:
    """The same caller by the directory of this moment. Problem 401 when no longer welcome."""
    person = tenant.sessions.person_of(caller.session)
    if person is None:
        raise Problem(401, "no_session", "Sign in first.")
    return Caller(caller.session, person, principal(tenant.id, person, tenant.people.directory))


def _ticket_holder(connection: HTTPConnection, ticket: str, interaction: str) -> Principal:
    tenant = tenant_here(connection)
    person = tenant.people.active(tenant.recordings.plays.person_of(ticket, interaction) or "")
    if person is None:
        raise Problem(401, "ticket_refused", "This address does not play any more; ask for a new one.")
    return principal(tenant.id, person, tenant.people.directory)


def require(principal: Principal, action: str) -> None:
    """Problem 403 unless the role allows `action` on something at all."""
    decision = allowed(principal, action)
    if not decision.allowed:
        raise Problem(403, "not_allowed", decision.reason)
