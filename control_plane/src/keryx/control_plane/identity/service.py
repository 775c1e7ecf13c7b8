"""Logging in: count, check, admit. An unknown login costs and locks exactly as a known one does.

Budgets, refused before Argon2: as many wrong passwords in a row for a login as the policy says, then a block that doubles from
the policy's minutes to an hour; a hundred wrong passwords in fifteen minutes from one address.
"""

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from prometheus_client import Counter
from sqlalchemy.ext.asyncio import AsyncSession

from keryx.control_plane.access.secrets import secret_hash
from keryx.control_plane.audit.trail import Actor, Trail
from keryx.control_plane.directory.models import PersonRow
from keryx.control_plane.directory.repository import PeopleRepository
from keryx.control_plane.identity.models import LoginAttempts, PlatformSession
from keryx.control_plane.identity.repository import IdentityRepository
from keryx.control_plane.identity.rules import rules_of
from keryx.control_plane.platform import ISSUER, Platform
from keryx.control_plane.providers.declared import providers_of
from keryx.control_plane.providers.repository import ProviderRepository
from keryx.control_plane.roles.repository import RoleRepository
from keryx.control_plane.scope import TenantScope
from keryx.control_plane.second_factor import codes
from keryx.control_plane.second_factor.repository import SecondFactorRepository
from keryx.core.roles import administers
from keryx.crds.kinds.password_policy import PasswordRules
from keryx.kit.problems import Problem
from keryx.kit.signals import log
from keryx.kit.tokens import ADMIT_SECONDS, sign

ENROL = "enrol_totp"
"""What a person must do first whose role requires an authenticator and who has none."""
WINDOW = timedelta(minutes=15)
"""Wrong passwords further apart than this are not in a row."""
LONGEST_BLOCK = timedelta(hours=1)
FAILURES_FROM_AN_ADDRESS = 100
"""Within the window; a whole office shares one address."""

_BREAK_GLASS = Counter(
    "keryx_break_glass_logins",
    "Administrators who logged in by password where a provider is meant to be used",
    ["tenant"],
)
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
    code: str | None = field(default=None, repr=False)
    """Of the authenticator, or a recovery code."""

    def trail(self, scope: TenantScope, now: datetime, person: PersonRow | None, session: str = "") -> Trail:
        """The audit trail of this attempt; a refused one is nobody's."""
        kind, who = ("person", str(person.id)) if person and session else ("nobody", "")
        actor = Actor(kind, who, person.login if person else "", self.address, session)
        return Trail(scope, actor, int(now.timestamp() * 1000))


async def log_in(platform: Platform, scope: TenantScope, attempt: Attempt) -> Login:
    """A new session. Problem 401 `wrong_login`, `code_required`, `wrong_code` or `locked`, 429 `address_blocked`, 503 `busy`.

    The password is checked between two transactions, so that no connection waits for Argon2.
    """
    login, now = attempt.login.strip().lower(), datetime.now(UTC)
    async with platform.transaction(scope) as transaction:
        repository = IdentityRepository(transaction, scope)
        if await repository.failures_from(attempt.address, now, WINDOW) >= FAILURES_FROM_AN_ADDRESS:
            _LOGINS.labels(scope.tenant_id, "address_blocked").inc()
            raise _address_blocked()
        attempts = await repository.count_attempt(login, now, WINDOW)
        person = await PeopleRepository(transaction, scope).by_login(login)
        rules = await rules_of(transaction, scope)
    may_enter = person is not None and person.active
    trail = attempt.trail(scope, now, person)
    if is_locked(attempts, rules, now):
        _LOGINS.labels(scope.tenant_id, "locked").inc()
        raise await locked(platform, scope, login, attempts, rules, trail)
    right = await platform.passwords.check(person.password_hash if person and may_enter else None, attempt.password)
    shown = await _shown(platform, scope, person, attempt) if right and person else None
    if shown and person:
        _LOGINS.labels(scope.tenant_id, "admitted").inc()
        return await _begin(platform, scope, person, attempt, rules, now, shown)
    wrong = "wrong_code" if right else "wrong_login"
    await _count_failure(platform, scope, attempt, trail, person, wrong)
    if attempts.failed >= rules.max_failures:
        _LOGINS.labels(scope.tenant_id, "locked").inc()
        raise await locked(platform, scope, login, attempts, rules, trail)
    _LOGINS.labels(scope.tenant_id, wrong).inc()
    raise Problem(401, wrong, _REFUSALS[wrong])


_REFUSALS = {
    "wrong_login": "Login or password is wrong.",
    "wrong_code": "This code is not right, or was used before.",
}


async def _shown(platform: Platform, scope: TenantScope, person: PersonRow, attempt: Attempt) -> str | None:
    """What was shown beside a right password, as a sentence; None when it is wrong. Problem 401 `code_required`."""
    async with platform.transaction(scope) as transaction:
        if await SecondFactorRepository(transaction, scope).secret_of(person.id) is None:
            return "The password was right."
        if attempt.code is None:
            await IdentityRepository(transaction, scope).uncount_attempt(person.login)
    if attempt.code is None:
        raise Problem(401, "code_required", "Give a code of your authenticator too, or a recovery code.")
    means = await codes.check(platform, scope, person.id, attempt.code)
    return f"The password and a {means} were right." if means else None


async def count_guess(platform: Platform, scope: TenantScope, login: str, trail: Trail) -> None:
    """Count one more guess of somebody who is logged in, by the same budget as at the door. Problem 401 `locked`."""
    now = datetime.now(UTC)
    async with platform.transaction(scope) as session:
        attempts = await IdentityRepository(session, scope).count_attempt(login, now, WINDOW)
        rules = await rules_of(session, scope)
    if is_locked(attempts, rules, now):
        raise await locked(platform, scope, login, attempts, rules, trail)


def admitting_token(platform: Platform, person: PersonRow, session_id: UUID) -> str:
    """What the tenant's gateway exchanges for a session of its own."""
    claims = {"sub": str(person.id), "sid": str(session_id)}
    return sign(platform.private_key, issuer=ISSUER, audience=person.tenant, seconds=ADMIT_SECONDS, **claims)


async def must(
    session: AsyncSession, scope: TenantScope, person: PersonRow, rules: PasswordRules, now: datetime
) -> str | None:
    """What a person who has just shown a right password must do before anything else."""
    if person.password_given and rules.change_at_first_login:
        return "change_password"
    expires = password_expires(person, rules)
    if expires is not None and expires <= now:
        return "change_password"
    factors = SecondFactorRepository(session, scope)
    lacks = await factors.requires(person.role) and await factors.secret_of(person.id) is None
    return ENROL if lacks else None


def password_expires(person: PersonRow, rules: PasswordRules) -> datetime | None:
    """When the password must have been changed; None: never."""
    if not rules.validity_days or person.password_changed_at is None:
        return None
    return person.password_changed_at + timedelta(days=rules.validity_days)


def is_locked(attempts: LoginAttempts, rules: PasswordRules, now: datetime) -> bool:
    """Whether a counted attempt is beyond the budget."""
    return attempts.failed > rules.max_failures or (attempts.locked_until is not None and attempts.locked_until > now)


async def locked(
    platform: Platform, scope: TenantScope, login: str, attempts: LoginAttempts, rules: PasswordRules, trail: Trail
) -> Problem:
    """The refusal of a login that is locked, or is from now on."""
    now, until = datetime.fromtimestamp(trail.now / 1000, UTC), attempts.locked_until
    if until is None or until <= now:
        until = now + min(timedelta(minutes=rules.block_minutes) * 2**attempts.blocks, LONGEST_BLOCK)
        async with platform.transaction(scope) as transaction:
            await IdentityRepository(transaction, scope).lock(login, until)
            why = "Refused: too many wrong passwords; the login is locked for a while."
            lock = Trail(scope, trail.actor, trail.now)
            lock.record("session.begin", "account", "", trail.actor.login, why=why)
            await lock.write(transaction)
    seconds = int((until - now).total_seconds()) + 1
    detail = f"Too many wrong passwords. Try again in {-(-seconds // 60)} minutes."
    return Problem(401, "locked", detail, headers={"Retry-After": str(seconds)}, retryAfterSeconds=seconds)


def _address_blocked() -> Problem:
    seconds = int(WINDOW.total_seconds())
    detail = f"Too many wrong passwords came from your address. Try again in {seconds // 60} minutes."
    return Problem(429, "address_blocked", detail, headers={"Retry-After": str(seconds)}, retryAfterSeconds=seconds)


async def _count_failure(
    platform: Platform, scope: TenantScope, attempt: Attempt, trail: Trail, person: PersonRow | None, wrong: str
) -> None:
    now = datetime.fromtimestamp(trail.now / 1000, UTC)
    async with platform.transaction(scope) as transaction:
        await IdentityRepository(transaction, scope).count_failure_from(attempt.address, now, WINDOW)
        if person:
            failed = Trail(scope, trail.actor, trail.now)
            what = "code" if wrong == "wrong_code" else "password"
            failed.record("session.begin", "account", person.id, person.login, why=f"Refused: the {what} is wrong.")
            await failed.write(transaction)


def new_session(
    platform: Platform, person: PersonRow, rules: PasswordRules, now: datetime, address: str, user_agent: str
) -> tuple[PlatformSession, str]:
    """A session that is not kept yet, and the secret of its cookie."""
    secret = secrets.token_urlsafe(32)
    session = PlatformSession(
        id=UUID(platform.ids()),
        tenant=person.tenant,
        person=person.id,
        secret_hash=secret_hash(secret),
        session_epoch=person.session_epoch,
        created_at=now,
        expires_at=now + timedelta(hours=rules.session_hours),
        seen_at=now,
        idle_seconds=rules.idle_minutes * 60,
        address=address,
        user_agent=user_agent,
    )
    return session, secret


async def _why_by_password(platform: Platform, scope: TenantScope, person: PersonRow, shown: str) -> str:
    """Why a right password (and what else was shown) is enough. Problem 401 `use_provider` when the person's identity provider forbids it.

    An administrator who still comes in by password where a provider is meant to be used is the break-glass account: an alarm.
    """
    async with platform.transaction(scope) as transaction:
        specs = await providers_of(transaction, scope)
        forbidding = {name for name, spec in specs.items() if spec.password_login == "Forbidden"}
        linked = await ProviderRepository(transaction, scope).providers_of(person.id)
        grants = await RoleRepository(transaction, scope).grants_of(person.role)
    if linked & forbidding:
        raise Problem(401, "use_provider", f"Log in with {specs[min(linked & forbidding)].display_name}.")
    if forbidding and grants is not None and administers(grants):
        _BREAK_GLASS.labels(scope.tenant_id).inc()
        log.warning("break_glass_login", tenant=scope.tenant_id, person=str(person.id))
        return f"{shown} A break-glass administrator: log-ins go by an identity provider."
    return shown


async def _begin(
    platform: Platform,
    scope: TenantScope,
    person: PersonRow,
    attempt: Attempt,
    rules: PasswordRules,
    now: datetime,
    shown: str,
) -> Login:
    why = await _why_by_password(platform, scope, person, shown)
    password = attempt.password
    stronger = await platform.passwords.hash(password) if platform.passwords.is_outdated(person.password_hash) else None
    session, secret = new_session(platform, person, rules, now, attempt.address, attempt.user_agent)
    async with platform.transaction(scope) as transaction:
        repository = IdentityRepository(transaction, scope)
        await repository.forget_attempts(person.login)
        await repository.forget_ended_sessions(now)
        session.must = await must(transaction, scope, person, rules, now)
        repository.add_session(session)
        found = await PeopleRepository(transaction, scope).by_id(person.id)
        if stronger and found and found.password_hash == person.password_hash:
            found.password_hash = stronger
        trail = attempt.trail(scope, now, person, str(session.id))
        trail.record("session.begin", "session", session.id, person.login, why=why)
        await trail.write(transaction)
    return Login(person, session, secret)
