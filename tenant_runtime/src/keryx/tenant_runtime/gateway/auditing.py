"""What people do and read through this gateway, kept in the tenant's audit trail, and the trail itself for those who may read it."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, replace

import msgspec
import structlog
from starlette.requests import HTTPConnection

from keryx.core.audit import Event
from keryx.core.rights import Principal, allowed
from keryx.kit.audit import HEAD_SECONDS, ExportFormat, header, line, sign_head
from keryx.kit.clock import Clock
from keryx.kit.problems import Problem
from keryx.tenant_runtime.audit import AuditFilter, Chained, add, chain_of, events, head
from keryx.tenant_runtime.store import Store as Files

from .commands import CommandRow
from .people import People
from .store import Store, StoreAway
from .topics import View

HEARD_MS = 10 * 60_000
"""A player asks for one recording in many pieces: within this time they are one act."""
_KNOWN_LIMIT = 10_000
_OBJECTS = {"agent": "agent", "agents": "agent", "interaction": "call"}
_PIECE = 1000

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Actor:
    """Who acts, and from where."""

    principal: Principal
    address: str
    session: str = ""


def address_of(connection: HTTPConnection) -> str:
    """Where a request came from, as the proxy in front of us says."""
    return connection.client.host if connection.client else ""


def actor_of(connection: HTTPConnection, principal: Principal, session: bytes = b"") -> Actor:
    return Actor(principal, address_of(connection), session.hex()[:16])


class Auditing:
    """One tenant's trail."""

    def __init__(self, tenant: str, store: Store, people: People, clock: Clock) -> None:
        self._tenant, self._store, self._people, self._clock = tenant, store, people, clock
        self._heard: OrderedDict[tuple[str, str, str], int] = OrderedDict()

    def event(self, actor: Actor, action: str, kind: str, object_id: str, why: str | None = None) -> Event:
        """An act as it will be chained. `why` is the right's own sentence unless told."""
        person = self._people.directory.people.get(actor.principal.person_id)
        return Event(
            chain=chain_of(self._tenant),
            seq=0,
            at=self._clock.now(),
            actor_kind="person",
            actor=actor.principal.person_id,
            actor_login=person.login if person else "",
            address=actor.address,
            session=actor.session,
            action=action,
            object_kind=kind,
            object_id=object_id,
            object_name="",
            before=None,
            after=None,
            why=why or allowed(actor.principal, action).reason,
        )

    async def record_command(self, actor: Actor, row: CommandRow, args: View, refused: str | None = None) -> None:
        """Keep a supervisor's act, one event for each it is done to, before it is done; and again when the engine refused it.
        What was written to somebody is not in it. Problem 503 when it cannot be kept: then it does not happen."""
        if row.audited is None:
            return
        named = args[row.audited]
        told = {name: value for name, value in args.items() if name not in (row.audited, "text")}
        after = {**told, **({} if refused is None else {"refused": refused})} or None
        try:
            async with self._store.connection() as connection:
                for one in [named] if isinstance(named, str) else named:
                    event = self.event(actor, row.action, _OBJECTS[row.audited], one)
                    person = self._people.directory.people.get(one)
                    name = "" if person is None else person.name
                    await add(connection, msgspec.structs.replace(event, object_name=name, after=after))
        except StoreAway as away:
            raise Problem(
                503, "database_away", "The audit trail cannot be written right now; nothing was done."
            ) from away

    async def record(self, actor: Actor, action: str, kind: str, object_id: str) -> None:
        """Keep an act of reading before it is answered. Problem 503 when it cannot be kept: then it does not happen."""
        try:
            async with self._store.connection() as connection:
                await add(connection, self.event(actor, action, kind, object_id))
        except StoreAway as away:
            raise Problem(503, "database_away", "This cannot be read right now; try again shortly.") from away

    async def record_hearing(self, actor: Actor, action: str, interaction: str) -> None:
        """The same for a recording, once for all the pieces a player asks for."""
        key, now = (actor.principal.person_id, action, interaction), self._clock.now()
        if now - self._heard.get(key, -HEARD_MS) < HEARD_MS:
            return
        await self.record(actor, action, "recording", interaction)
        self._heard[key] = now
        self._heard.move_to_end(key)
        while len(self._heard) > _KNOWN_LIMIT:
            self._heard.popitem(last=False)

    async def page(self, wanted: AuditFilter, limit: int) -> list[Chained]:
        """The newest first. Problem 503."""
        return await self._read(wanted, limit, oldest_first=False)

    async def lines(self, wanted: AuditFilter, form: ExportFormat) -> AsyncIterator[str]:
        """An export, the oldest first. The caller has kept that it is made."""
        yield header(form)
        above = 0
        while True:
            found = await self._read(replace(wanted, above=above), _PIECE, oldest_first=True)
            yield "".join(line(event, link, form) for event, link in found)
            if len(found) < _PIECE:
                return
            above = found[-1][0].seq

    async def _read(self, wanted: AuditFilter, limit: int, *, oldest_first: bool) -> list[Chained]:
        try:
            async with self._store.connection() as connection:
                return await events(connection, self._tenant, wanted, limit, oldest_first=oldest_first)
        except StoreAway as away:
            raise Problem(503, "database_away", "The audit trail cannot be read right now.") from away


class HeadSigner:
    """Signs the end of the chain each hour into the tenant's files, outside the database: a tail that is cut later is found."""

    def __init__(self, tenant: str, store: Store, files: Files, private_key: str) -> None:
        self._tenant, self._store, self._files, self._key = tenant, store, files, private_key
        self._signed = 0

    async def run(self) -> None:
        """Sign now and each hour, until cancelled; soon again while the database or the files are away."""
        while True:
            try:
                await self.sign()
                await asyncio.sleep(HEAD_SECONDS)
            except (StoreAway, OSError) as error:
                log.warning("audit head not signed", error=str(error))
                await asyncio.sleep(60)

    async def sign(self) -> None:
        async with self._store.connection() as connection:
            found = await head(connection, self._tenant)
        if found.seq > self._signed:
            token = sign_head(self._key, "gateway", found)
            with suppress(FileExistsError):
                await asyncio.to_thread(self._files.write, f"audit/{found.seq:012d}.head", token.encode())
            self._signed = found.seq
