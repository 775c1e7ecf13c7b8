"""Calls as a person may see them: scoped by role, with names from the directory and numbers from the vault."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from uuid import UUID

from keryx.core.rights import Principal, allowed
from keryx.kit.problems import Problem, not_found
from keryx.tenant_runtime.vault import Vault

from .filters import CallFilter, Place, cursor_of, place_of
from .numbers import forms
from .people import Declared, People
from .record_rows import Naming, Rows, read_rows, to_record, to_summary, to_timeline
from .record_sql import agent_states_query, page_query, visible
from .schemas import CallPage, CallRecordPage, CallTimeline
from .store import Row, Store, StoreAway

PlayAddress = Callable[[str, str], str]
"""Interaction and person -> the address that plays the recording for that person."""


class Records:
    """The records of one tenant."""

    def __init__(
        self, tenant_id: str, store: Store, vault: Vault, people: People, declared: Declared, play: PlayAddress
    ) -> None:
        self._tenant_id = tenant_id
        self._store = store
        self._vault = vault
        self._people = people
        self._declared = declared
        self._play = play

    async def page(self, principal: Principal, wanted: CallFilter) -> CallPage:
        """A page of calls, latest first."""
        found, naming = await self._found(principal, wanted)
        return CallPage(items=[to_summary(row, naming) for row in found], next=_next(found, wanted.limit))

    async def whole_page(self, principal: Principal, wanted: CallFilter) -> CallRecordPage:
        """The same with segments and recordings."""
        found, naming = await self._found(principal, wanted)
        rows = await self._rows([row[0] for row in found])
        items = [to_record(row, rows, naming, self._play(str(row[0]), principal.person_id)) for row in found]
        return CallRecordPage(items=items, next=_next(found, wanted.limit))

    async def timeline(self, principal: Principal, interaction: UUID) -> CallTimeline:
        """All of one call. Problem 404 when there is none that this person may see."""
        found, naming = await self._query(principal, "calls.view", _one(interaction), interaction)
        if not found:
            raise not_found("call")
        rows = await self._rows([interaction])
        if allowed(principal, "calls.numbers").allowed:
            naming = replace(naming, revealed={**naming.revealed, **await self._comments(rows)})
        address = f"/api/tenant/v1/calls/{interaction}/recording"
        return to_timeline(found[0], rows, naming, address)

    async def require(self, principal: Principal, action: str, interaction: UUID) -> None:
        """Problem 404 when there is no such call that `action` reaches for this person."""
        found, _ = await self._query(principal, action, _one(interaction), interaction)
        if not found:
            raise not_found("call")

    async def agent_states(self) -> dict[str, str]:
        """State of each agent who is signed in, as recorded; empty while the database is away."""
        try:
            return dict(await self._store.rows(agent_states_query()))
        except StoreAway:
            return {}

    # --- within -------------------------------------------------------------------------------------------------

    async def _found(self, principal: Principal, wanted: CallFilter) -> tuple[list[Row], Naming]:
        return await self._query(principal, "calls.list", wanted, None)

    async def _query(
        self, principal: Principal, action: str, wanted: CallFilter, one: UUID | None
    ) -> tuple[list[Row], Naming]:
        seen, place = visible(principal, action, self._people.directory), _place(wanted)
        sees_numbers = allowed(principal, "calls.numbers")
        if wanted.number is not None and not sees_numbers.allowed:
            raise Problem(403, "not_allowed", sees_numbers.reason)
        try:
            async with self._store.connection() as connection:
                refs: list[str] | None = None
                if wanted.number is not None:
                    refs = []
                    for form in self._forms(wanted.number):
                        refs += await self._vault.refs_of_number(connection, form)
                query, parameters = page_query(seen, wanted, place, refs, one)
                cursor = await connection.execute(query, parameters)
                found = await cursor.fetchall()
                wished = {str(row[5]) for row in found if row[5] and sees_numbers.allowed}
                numbers = await self._vault.read(connection, wished)
        except StoreAway as away:
            raise _away() from away
        return found, Naming(self._tenant_id, self._people.directory, numbers)

    async def _rows(self, interactions: Sequence[UUID]) -> Rows:
        try:
            async with self._store.connection() as connection:
                return await read_rows(connection, interactions)
        except StoreAway as away:
            raise _away() from away

    async def _comments(self, rows: Rows) -> dict[str, str]:
        """What agents noted, by reference."""
        try:
            async with self._store.connection() as connection:
                return await self._vault.read(connection, rows.comment_refs())
        except StoreAway as away:
            raise _away() from away

    def _forms(self, number: str) -> set[str]:
        """What a typed number may be kept as, by the tenant's country."""
        config = self._declared.config
        return forms(number, config.tenant.country if config else None)


def _away() -> Problem:
    return Problem(503, "database_away", "The records cannot be read right now; try again shortly.")


def _one(interaction: UUID) -> CallFilter:
    return CallFilter(None, None, None, None, None, None, None, None, 1)


def _place(wanted: CallFilter) -> Place | None:
    if wanted.cursor is None:
        return None
    try:
        return place_of(wanted.cursor)
    except ValueError as error:
        raise Problem(422, "bad_cursor", "This cursor is none that a page gave.") from error


def _next(found: Sequence[Row], limit: int) -> str | None:
    return cursor_of(Place(found[-1][6], found[-1][0])) if len(found) == limit else None
