"""Logging in: count, check, admit. An unknown login costs and locks exactly as a known one does."""

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from prometheus_client import Counter

from keryx.control_plane.access.caller import secret_hash
from keryx.control_plane.audit.trail import Actor, Trail
from keryx.control_plane.directory.models import PersonRow
from keryx.control_plane.directory.repository import PeopleRepository
from keryx.control_plane.identity.models import PlatformSession
from keryx.control_plane.identity.repository import IdentityRepository
from keryx.control_plane.platform import ISSUER, Platform
from keryx.control_plane.scope import TenantScope
from keryx.kit.problems import Problem
from keryx.kit.tokens import ADMIT_SECONDS, sign

ATTEMPTS = 6
LOCKED_FOR = timedelta(minutes=15)
SESSION_LIMIT = timedelta(hours=12)

_LOGINS = Counter("keryx_logins", "Attempts to log in, by what became of them", ["tenant", "outcome"])


@dataclass(frozen=True)
class Login:
    """A session that was just made; `secret` goes into the cookie and is kept nowhere else."""

    person: PersonRow
    session: PlatformSession
    secret: str


@dataclass(frozen=True)
class Attempt:
    """What was typed, and where it came from."""

    login: str
    password: str = field(repr=False)
    address: str
    user_agent: str

    def trail(self, scope: TenantScope, now: datetime, person: PersonRow | None, session: str = "") -> Trail:
        """The audit trail of this attempt; a refused one is nobody's."""
        kind, who = ("person", str(person.id)) if person and session else ("nobody", "")
        actor = Actor(kind, who, person.login if person else "", self.address, session)
        return Trail(scope, actor, int(now.timestamp() * 1000))


async def log_in(platform: Platform, scope: TenantScope, attempt: Attempt) -> Login:
    """A new session. Problem 401 `wrong_login` or `locked`, 503 `busy`.

    The password is checked between two transactions, so that no connection waits for Argon2.
    """
    login, now = attempt.login.strip().lower(), datetime.now(UTC)
    async with platform.transaction(scope) as transaction:
        attempts = await IdentityRepository(transaction, scope).count_attempt(login, now, LOCKED_FOR)
        person = await PeopleRepository(transaction, scope).by_login(login)
    locked = attempts.failed > ATTEMPTS or (attempts.locked_until is not None and attempts.locked_until > now)
    may_enter = person is not None and person.active and not locked
    right = await platform.passwords.check(person.password_hash if person and may_enter else None, attempt.password)
    if right and person:
        _LOGINS.labels(scope.tenant_id, "admitted").inc()
        return await _begin(platform, scope, person, attempt, now)
    if locked or attempts.failed >= ATTEMPTS:
        _LOGINS.labels(scope.tenant_id, "locked").inc()
        raise await _locked(platform, scope, login, attempts.locked_until, attempt.trail(scope, now, person))
    if person:
        async with platform.transaction(scope) as transaction:
            trail = attempt.trail(scope, now, person)
            trail.record("session.begin", "account", person.id, person.login, why="Refused: the password is wrong.")
            await trail.write(transaction)
    _LOGINS.labels(scope.tenant_id, "wrong_login").inc()
    raise Problem(401, "wrong_login", "Login or password is wrong.")


def admitting_token(platform: Platform, person: PersonRow, session_id: UUID) -> str:
    """What the tenant's gateway exchanges for a session of its own."""
    claims = {"sub": str(person.id), "sid": str(session_id)}
    return sign(platform.private_key, issuer=ISSUER, audience=person.tenant, seconds=ADMIT_SECONDS, **claims)


async def _begin(platform: Platform, scope: TenantScope, person: PersonRow, attempt: Attempt, now: datetime) -> Login:
    password, secret = attempt.password, secrets.token_urlsafe(32)
    stronger = await platform.passwords.hash(password) if platform.passwords.is_outdated(person.password_hash) else None
    session = PlatformSession(
        id=UUID(platform.ids()),
        tenant=scope.tenant_id,
        person=person.id,
        secret_hash=secret_hash(secret),
        session_epoch=person.session_epoch,
        created_at=now,
        expires_at=now + SESSION_LIMIT,
    )
    async with platform.transaction(scope) as transaction:
        repository = IdentityRepository(transaction, scope)
        await repository.forget_attempts(person.login)
        await repository.forget_ended_sessions(now)
        repository.add_session(session)
        found = await PeopleRepository(transaction, scope).by_id(person.id)
        if stronger and found and found.password_hash == person.password_hash:
            found.password_hash = stronger
        trail = attempt.trail(scope, now, person, str(session.id))
        trail.record("session.begin", "session", session.id, person.login, why="The password was right.")
        await trail.write(transaction)
    return Login(person, session, secret)


async def _locked(platform: Platform, scope: TenantScope, login: str, until: datetime | None, trail: Trail) -> Problem:
    now = datetime.fromtimestamp(trail.now / 1000, UTC)
    if until is None or until <= now:
        until = now + LOCKED_FOR
        async with platform.transaction(scope) as transaction:
            await IdentityRepository(transaction, scope).lock(login, until)
            why = "Refused: too many wrong passwords; the login is locked for a while."
            trail.record("session.begin", "account", "", trail.actor.login, why=why)
            await trail.write(transaction)
    seconds = int((until - now).total_seconds()) + 1
    detail = f"Too many wrong passwords. Try again in {-(-seconds // 60)} minutes."
    return Problem(401, "locked", detail, headers={"Retry-After": str(seconds)}, retryAfterSeconds=seconds)
