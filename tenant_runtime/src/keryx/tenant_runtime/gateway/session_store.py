"""Where sessions are kept: tables `session` and `admitted_token` of the tenant's database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from keryx.core.audit import Event
from keryx.tenant_runtime.audit import add

from .store import Store

_SEEN_EVERY_MS = 60_000


@dataclass(frozen=True)
class Session:
    """Times are ms UTC. `epoch` is the person's session epoch when it began; `phone` the SIP username given to it."""

    id: bytes
    person: str
    epoch: int
    created: int
    expires: int
    phone: str | None = None


class SessionStore:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def begin(self, session: Session, token_id: str, token_expires: int, user_agent: str, event: Event) -> bool:
        """Keep a session, the token that began it and the act itself, together. False when that token was used before."""
        async with self._store.connection() as connection:
            await connection.execute("DELETE FROM admitted_token WHERE expires < %s", (session.created,))
            await connection.execute("DELETE FROM session WHERE expires < %s", (session.created,))
            used = await connection.execute(
                "INSERT INTO admitted_token (jti, expires) VALUES (%s, %s) ON CONFLICT DO NOTHING",
                (token_id, token_expires),
            )
            if used.rowcount != 1:
                return False
            await connection.execute(
                "INSERT INTO session (id, person, epoch, created, expires, seen, user_agent)"
                " VALUES (%s, %s, %s, %s, %s, %s, %s)",
                (
                    session.id,
                    session.person,
                    session.epoch,
                    session.created,
                    session.expires,
                    session.created,
                    user_agent,
                ),
            )
            await add(connection, event)
        return True

    async def find(self, session_ids: Sequence[bytes], now: int) -> dict[bytes, Session]:
        """Those of these sessions that there are, noting at most once a minute that they were seen."""
        async with self._store.connection() as connection:
            cursor = await connection.execute(
                "SELECT id, person::text, epoch, created, expires, phone, seen FROM session WHERE id = ANY(%s)",
                (list(session_ids),),
            )
            rows = await cursor.fetchall()
            unseen = [row[0] for row in rows if now - row[6] > _SEEN_EVERY_MS]
            if unseen:
                await connection.execute("UPDATE session SET seen = %s WHERE id = ANY(%s)", (now, unseen))
        return {bytes(row[0]): Session(bytes(row[0]), *row[1:6]) for row in rows}

    async def end(self, session_id: bytes, event: Event) -> None:
        async with self._store.connection() as connection:
            await connection.execute("DELETE FROM session WHERE id = %s", (session_id,))
            await add(connection, event)

    async def give_phone(self, session_id: bytes, username: str) -> None:
        async with self._store.connection() as connection:
            await connection.execute("UPDATE session SET phone = %s WHERE id = %s", (username, session_id))
