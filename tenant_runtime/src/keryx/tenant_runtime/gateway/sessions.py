"""Sessions of people at this tenant: begun by an admitting token, kept as a hash, checked against the directory.

The cookie is opaque and stands in no table: only its SHA-256 does. A session ends at its absolute limit, when its person ends it,
when the person is no longer active, or when the person's `session_epoch` has moved on. While the database does not answer, sessions
that were seen lately go on: a desk does not fall with it.
"""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from collections import OrderedDict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import structlog

from keryx.core.directory import Person
from keryx.core.rights import principal
from keryx.kit.clock import Clock
from keryx.kit.problems import Problem
from keryx.kit.tokens import TokenRefused, verify

from .auditing import Actor, Auditing
from .people import People
from .session_store import Session, SessionStore
from .store import StoreAway

COOKIE = "keryx_session"
SESSION_LIMIT_MS = 12 * 3_600_000
"""Absolute: a shift, and no longer, however busy."""
RECHECK_MS = 4_000
"""How long a session is believed without looking at the database; with a sweep each second it bounds how long an ended one lives on."""
_KNOWN_LIMIT = 20_000

log = structlog.get_logger(__name__)


_ADMITTED_SECONDS = 3.0
"""How long an admitted person may be ahead of the directory that names them."""


@dataclass(frozen=True)
class Begun:
    """A new session: `secret` is the cookie's value, told once."""

    secret: str
    seconds: int


@dataclass
class _Known:
    session: Session
    checked_at: int


class Sessions:
    """The sessions of one tenant. `keys` are the control plane's public keys, as PEM."""

    def __init__(
        self, tenant_id: str, store: SessionStore, people: People, keys: Sequence[str], clock: Clock, auditing: Auditing
    ) -> None:
        self._tenant_id = tenant_id
        self._store = store
        self._people = people
        self._keys = keys
        self._clock = clock
        self._auditing = auditing
        self._known: OrderedDict[bytes, _Known] = OrderedDict()
        self._attached: dict[bytes, set[asyncio.Event]] = {}

    async def begin(self, token: str, user_agent: str, address: str) -> Begun:
        """Exchange an admitting token, once. Problem 401 when it does not admit, 503 when it cannot be kept."""
        try:
            claims = verify(token, self._keys, audience=self._tenant_id, issuer="control-plane")
        except TokenRefused as refusal:
            raise Problem(401, "token_refused", "This token does not admit to this tenant.") from refusal
        person = await self._people.soon_active(str(claims.get("sub", "")), _ADMITTED_SECONDS)
        token_id = claims.get("jti")
        if person is None or not isinstance(token_id, str) or not token_id:
            raise Problem(401, "token_refused", "This token does not admit to this tenant.")
        now = self._clock.now()
        secret = secrets.token_urlsafe(32)
        session = Session(_hash(secret), person.id, person.session_epoch, now, now + SESSION_LIMIT_MS)
        actor = Actor(principal(self._tenant_id, person, self._people.directory), address, session.id.hex()[:16])
        event = self._auditing.event(actor, "session.begin", "session", actor.session, "An admitting token was given.")
        try:
            fresh = await self._store.begin(session, token_id, int(claims["exp"]) * 1000, user_agent[:200], event)
        except StoreAway as away:
            raise Problem(503, "database_away", "Signing in is not possible right now; try again shortly.") from away
        if not fresh:
            raise Problem(401, "token_used", "This token was already exchanged.")
        self._remember(session, now)
        return Begun(secret, SESSION_LIMIT_MS // 1000)

    async def find(self, secret: str) -> Session | None:
        """The living session behind a cookie. Problem 503 when it cannot be looked up and was not seen before."""
        session_id = _hash(secret)
        if self._is_due(session_id):
            try:
                await self._look_up([session_id])
            except StoreAway as away:
                if session_id not in self._known:
                    raise Problem(503, "database_away", "Your session cannot be looked up right now.") from away
        return self._living(session_id)

    def person_of(self, session: Session) -> Person | None:
        """The session's person, unless deactivated or asked to sign in anew."""
        person = self._people.active(session.person)
        return person if person is not None and person.session_epoch == session.epoch else None

    async def end(self, session: Session, actor: Actor) -> None:
        """End it for good. Problem 503 when the database does not answer: it would come back."""
        try:
            event = self._auditing.event(actor, "session.end", "session", actor.session)
            await self._store.end(session.id, event)
        except StoreAway as away:
            raise Problem(503, "database_away", "Signing out is not possible right now; try again shortly.") from away
        self._known.pop(session.id, None)
        self._close(session.id)

    async def give_phone(self, session: Session, username: str) -> None:
        """From now on this session's browser may register as `username`, and as nobody else."""
        self._remember(replace(session, phone=username), self._clock.now())
        try:
            await self._store.give_phone(session.id, username)
        except StoreAway:
            log.warning("phone not stored; a gateway that restarts will ask the page for a new one")

    def phone_of(self, session: Session) -> str | None:
        """The SIP username this session's browser may use."""
        known = self._known.get(session.id)
        return known.session.phone if known else session.phone

    @asynccontextmanager
    async def attached(self, session: Session) -> AsyncIterator[asyncio.Event]:
        """For a connection that lives with the session: the event is set when the session is over."""
        over = asyncio.Event()
        self._attached.setdefault(session.id, set()).add(over)
        try:
            yield over
        finally:
            events = self._attached[session.id]
            events.discard(over)
            if not events:
                del self._attached[session.id]

    async def sweep(self) -> None:
        """Close what hangs on sessions that are over. Called each second and when the directory changes."""
        attached = list(self._attached)
        try:
            await self._look_up([one for one in attached if self._is_due(one)])
        except StoreAway:
            log.debug("sessions not looked up")  # those seen lately go on
        for session_id in attached:
            if self._living(session_id) is None:
                self._close(session_id)

    def connections(self, session: Session) -> int:
        """How many connections hang on the session here."""
        return len(self._attached.get(session.id, ()))

    def _living(self, session_id: bytes) -> Session | None:
        """The session as last looked up, unless it is over by now."""
        known = self._known.get(session_id)
        if known and known.session.expires > self._clock.now() and self.person_of(known.session):
            return known.session
        self._known.pop(session_id, None)
        return None

    def _is_due(self, session_id: bytes) -> bool:
        known = self._known.get(session_id)
        return known is None or self._clock.now() - known.checked_at >= RECHECK_MS

    async def _look_up(self, session_ids: Sequence[bytes]) -> None:
        """Believe the database about these sessions. StoreAway when it does not answer: what is known stays, for a while."""
        if not session_ids:
            return
        now = self._clock.now()
        found = await self._store.find(session_ids, now)
        for session_id in session_ids:
            if session_id in found:
                self._remember(found[session_id], now)
            else:
                self._known.pop(session_id, None)

    def _remember(self, session: Session, now: int) -> None:
        self._known[session.id] = _Known(session, now)
        self._known.move_to_end(session.id)
        while len(self._known) > _KNOWN_LIMIT:
            self._known.popitem(last=False)

    def _close(self, session_id: bytes) -> None:
        for over in self._attached.get(session_id, ()):
            over.set()


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
