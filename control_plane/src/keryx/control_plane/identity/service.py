"""Logging in: count, check, admit. An unknown login costs and locks exactly as a known one does."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from prometheus_client import Counter

from keryx.control_plane.access.caller import secret_hash
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


async def log_in(platform: Platform, scope: TenantScope, login: str, password: str) -> Login:
    """A new session. Problem 401 `wrong_login` or `locked`, 503 `busy`.

    The password is checked between two transactions, so that no connection waits for Argon2.
    """
    login, now = login.strip().lower(), datetime.now(UTC)
    async with platform.transaction(scope) as transaction:
        attempts = await IdentityRepository(transaction, scope).count_attempt(login, now, LOCKED_FOR)
        person = await PeopleRepository(transaction, scope).by_login(login)
    locked = attempts.failed > ATTEMPTS or (attempts.locked_until is not None and attempts.locked_until > now)
    may_enter = person is not None and person.active and not locked
    right = await platform.passwords.check(person.password_hash if person and may_enter else None, password)
    if right and person:
        _LOGINS.labels(scope.tenant_id, "admitted").inc()
        return await _begin(platform, scope, person, password, now)
    if locked or attempts.failed >= ATTEMPTS:
        _LOGINS.labels(scope.tenant_id, "locked").inc()
        raise await _locked(platform, scope, login, attempts.locked_until, now)
    _LOGINS.labels(scope.tenant_id, "wrong_login").inc()
    raise Problem(401, "wrong_login", "Login or password is wrong.")


def admitting_token(platform: Platform, person: PersonRow, session_id: UUID) -> str:
    """What the tenant's gateway exchanges for a session of its own."""
    claims = {"sub": str(person.id), "sid": str(session_id)}
    return sign(platform.private_key, issuer=ISSUER, audience=person.tenant, seconds=ADMIT_SECONDS, **claims)


async def _begin(platform: Platform, scope: TenantScope, person: PersonRow, password: str, now: datetime) -> Login:
    secret = secrets.token_urlsafe(32)
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
    return Login(person, session, secret)


async def _locked(platform: Platform, scope: TenantScope, login: str, until: datetime | None, now: datetime) -> Problem:
    if until is None or until <= now:
        until = now + LOCKED_FOR
        async with platform.transaction(scope) as transaction:
            await IdentityRepository(transaction, scope).lock(login, until)
    seconds = int((until - now).total_seconds()) + 1
    detail = f"Too many wrong passwords. Try again in {-(-seconds // 60)} minutes."
    return Problem(401, "locked", detail, headers={"Retry-After": str(seconds)}, retryAfterSeconds=seconds)
