"""Contact cards: found by number, opened, made and changed. What is on them is sealed under a key a contact."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from psycopg import AsyncConnection

from keryx.core.audit import Event
from keryx.kit.problems import Problem, not_found
from keryx.tenant_runtime.audit import add
from keryx.tenant_runtime.vault import Vault

from .contact_shapes import Card, ContactMatch, ContactsFound, ContactView, Earlier
from .numbers import forms, kept
from .people import Declared, People
from .record_rows import Naming
from .store import Row, Store, StoreAway

_MOST = 20
_SEAL = b"contact card"
Connection = AsyncConnection[Any]
_T = TypeVar("_T")

_BY_NUMBER = """
SELECT DISTINCT c.id, c.card FROM contact c JOIN contact_number n ON n.contact = c.id
WHERE n.hmac = ANY(%s) ORDER BY c.id LIMIT %s"""

_EARLIER = """
SELECT DISTINCT i.id, i.channel, i.started_at, i.entry, coalesce(i.last_queue, i.first_queue),
       coalesce(i.last_agent, i.first_agent)::text, i.outcome, coalesce(d.code, i.disposition), d.comment_ref::text
FROM number_index n JOIN vault v USING (subject) JOIN interaction i ON i.caller_ref = v.ref
LEFT JOIN LATERAL (
    SELECT code, comment_ref FROM disposition WHERE interaction = i.id ORDER BY n DESC LIMIT 1) d ON true
WHERE n.hmac = ANY(%s) AND v.kind = 'number' ORDER BY i.started_at DESC LIMIT %s"""


class Contacts:
    """The contacts of one tenant. Every act is chained to the audit trail in its own transaction; Problem 503 when it cannot be."""

    def __init__(self, tenant: str, store: Store, vault: Vault, people: People, declared: Declared) -> None:
        self._tenant, self._store, self._vault, self._people, self._declared = tenant, store, vault, people, declared

    async def find(self, number: str, event: Event) -> ContactsFound:
        """Who has this number, and what there was with it."""
        hashes = [self._vault.number_hash(form) for form in forms(number, self._country)]

        async def look(connection: Connection) -> ContactsFound:
            rows = await (await connection.execute(_BY_NUMBER, (hashes, _MOST))).fetchall()
            cards = await self._open(connection, rows)
            matches = [ContactMatch(id=one, name=card.name, company=card.company) for one, card in cards.items()]
            earlier = await self._earlier(connection, hashes)
            return ContactsFound(matches=sorted(matches, key=lambda match: match.name), earlier=earlier)

        return await self._audited(event, look)

    async def open(self, contact: UUID, event: Event) -> tuple[ContactView, int]:
        """The card and its revision. Problem 404."""
        return await self._audited(event, lambda connection: self._view(connection, contact))

    async def make(self, contact: UUID, card: Card, by: str, now: datetime, event: Event) -> tuple[ContactView, int]:
        """A new contact; `contact` is its id."""
        written = self._written(card)

        async def insert(connection: Connection) -> tuple[ContactView, int]:
            await connection.execute(
                "INSERT INTO contact (id, card, made_at, made_by, changed_at, changed_by) VALUES (%s, %s, %s, %s, %s, %s)",
                (contact, await self._sealed(connection, contact, written), now, by, now, by),
            )
            await self._index(connection, contact, written)
            return await self._view(connection, contact)

        return await self._audited(event, insert)

    async def change(
        self, contact: UUID, card: Card, revision: int, by: str, now: datetime, event: Event
    ) -> tuple[ContactView, int]:
        """Replace the card of this revision. Problem 404; 412 when somebody else was quicker."""
        written = self._written(card)

        async def update(connection: Connection) -> tuple[ContactView, int]:
            cursor = await connection.execute("SELECT revision FROM contact WHERE id = %s FOR UPDATE", (contact,))
            row = await cursor.fetchone()
            if row is None:
                raise not_found("contact")
            if row[0] != revision:
                raise Problem(
                    412, "changed_meanwhile", "Somebody else changed this contact meanwhile; look at it again."
                )
            await connection.execute(
                "UPDATE contact SET card = %s, revision = revision + 1, changed_at = %s, changed_by = %s WHERE id = %s",
                (await self._sealed(connection, contact, written), now, by, contact),
            )
            await connection.execute("DELETE FROM contact_number WHERE contact = %s", (contact,))
            await self._index(connection, contact, written)
            return await self._view(connection, contact)

        return await self._audited(event, update)

    # --- within -------------------------------------------------------------------------------------------------

    @property
    def _country(self) -> str | None:
        config = self._declared.config
        return config.tenant.country if config else None

    async def _audited(self, event: Event, act: Callable[[Connection], Awaitable[_T]]) -> _T:
        try:
            async with self._store.connection() as connection:
                result = await act(connection)
                await add(connection, event)
                return result
        except StoreAway as away:
            raise Problem(503, "database_away", "Contacts cannot be read right now; try again shortly.") from away

    async def _view(self, connection: Connection, contact: UUID) -> tuple[ContactView, int]:
        cursor = await connection.execute(
            "SELECT id, card, revision, changed_at, changed_by::text FROM contact WHERE id = %s", (contact,)
        )
        row = await cursor.fetchone()
        cards = await self._open(connection, [row[:2]] if row else [])
        if row is None or contact not in cards:
            raise not_found("contact")
        hashes = [self._vault.number_hash(number) for number in cards[contact].numbers]
        view = ContactView(
            id=contact, card=cards[contact], changed_at=row[3], changed_by=self._naming({}).known_agent(row[4]),
            earlier=await self._earlier(connection, hashes),
        )  # fmt: skip
        return view, row[2]

    async def _earlier(self, connection: Connection, hashes: list[bytes]) -> list[Earlier]:
        rows = await (await connection.execute(_EARLIER, (hashes, _MOST))).fetchall()
        naming = self._naming(await self._vault.read(connection, {row[8] for row in rows if row[8]}))
        return [_earlier(row, naming) for row in rows]

    def _naming(self, revealed: dict[str, str]) -> Naming:
        return Naming(self._tenant, self._people.directory, revealed)

    def _written(self, card: Card) -> Card:
        """As it is kept: numbers in one form, each once."""
        numbers = dict.fromkeys(kept(number, self._country) for number in card.numbers)
        return card.model_copy(update={"numbers": list(numbers), "name": card.name.strip()})

    async def _sealed(self, connection: Connection, contact: UUID, card: Card) -> bytes:
        return await self._vault.seal(connection, contact, card.model_dump_json(by_alias=True).encode(), _SEAL)

    async def _open(self, connection: Connection, rows: Iterable[Row]) -> dict[UUID, Card]:
        plain = await self._vault.unseal(connection, {row[0]: bytes(row[1]) for row in rows}, _SEAL)
        return {contact: Card.model_validate_json(text) for contact, text in plain.items()}

    async def _index(self, connection: Connection, contact: UUID, card: Card) -> None:
        async with connection.cursor() as cursor:
            await cursor.executemany(
                "INSERT INTO contact_number (contact, hmac) VALUES (%s, %s)",
                [(contact, self._vault.number_hash(number)) for number in card.numbers],
            )


def _earlier(row: Row, naming: Naming) -> Earlier:
    interaction, channel, started_at, entry, queue, agent, outcome, disposition, comment_ref = row
    return Earlier(
        interaction_id=interaction, channel=channel, started_at=started_at, entry=entry, queue=queue,
        agent=naming.agent(agent), outcome=outcome, disposition=disposition,
        comment=naming.revealed.get(comment_ref or "") or None,
    )  # fmt: skip
