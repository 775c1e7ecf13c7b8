"""One's own account, and setting passwords: by the person, by a link that works once, after the rules were kept."""

import secrets
from datetime import UTC, datetime
from uuid import UUID

from keryx.control_plane.access.caller import Caller
from keryx.control_plane.access.secrets import secret_hash
from keryx.control_plane.audit.trail import Actor, Trail
from keryx.control_plane.directory.models import PersonRow
from keryx.control_plane.directory.repository import PeopleRepository
from keryx.control_plane.identity import service
from keryx.control_plane.identity.links import new_link
from keryx.control_plane.identity.models import PlatformSession
from keryx.control_plane.identity.passwords import Passwords
from keryx.control_plane.identity.repository import IdentityRepository
from keryx.control_plane.identity.rules import require_good, rules_of, words_of
from keryx.control_plane.platform import Platform
from keryx.control_plane.scope import TenantScope
from keryx.crds.kinds.password_policy import PasswordRules
from keryx.kit.problems import Problem, not_found


async def change_password(
    asking: Caller, person: PersonRow, login_session: PlatformSession, current: str, new: str
) -> str:
    """Set one's own password. Every other session of the person ends; this one goes on with a new cookie: its secret.

    Problem 401 `locked`, 403 `wrong_password`, 422 `weak_password`.
    """
    await _require_current(asking, person, current)
    repository = IdentityRepository(asking.session, asking.scope)
    rules = await rules_of(asking.session, asking.scope)
    require_good(rules, new, words_of(person.login, person.name), "new")
    people = PeopleRepository(asking.session, asking.scope)
    await _set(asking.platform.passwords, repository, people, person, rules, new)
    secret = secrets.token_urlsafe(32)
    now = datetime.now(UTC)
    login_session.session_epoch = person.session_epoch
    login_session.must = await service.must(asking.session, asking.scope, person, rules, now)
    login_session.secret_hash, login_session.proven_at = secret_hash(secret), now
    asking.session.add(login_session)
    asking.trail.record("account.use", "password", person.id, person.login)
    return secret


async def make_link(asking: Caller, person: PersonRow) -> tuple[str, datetime]:
    """A secret with which the person sets a password, once, and until when."""
    secret, expires = await new_link(asking.session, asking.scope, person.id)
    asking.trail.record("people.manage", "reset link", person.id, person.login)
    return secret, expires


async def use_link(platform: Platform, scope: TenantScope, secret: str, new: str, address: str) -> None:
    """Set the password of the link's person; every session of theirs ends. Problem 404, 422 `weak_password`."""
    now = datetime.now(UTC)
    async with platform.transaction(scope) as session:
        repository, people = IdentityRepository(session, scope), PeopleRepository(session, scope)
        link = await repository.link(secret_hash(secret), now)
        person = await people.by_id(link.person) if link else None
        if link is None or person is None or not person.active:
            raise Problem(404, "link_used", "This link was used, or is too old; ask your administrator for another.")
        rules = await rules_of(session, scope)
        require_good(rules, new, words_of(person.login, person.name), "password")
        trail = Trail(scope, Actor("nobody", address=address), int(now.timestamp() * 1000))
        await _set(platform.passwords, repository, people, person, rules, new)
        await repository.use_link(link)
        await repository.forget_attempts(person.login)
        trail.record("account.use", "password", person.id, person.login, why="A link that works once was used.")
        await trail.write(session)
    platform.pusher.wake()


async def end_session(asking: Caller, person: PersonRow, session_id: UUID) -> None:
    """Problem 404 when it is none of the person's own."""
    if not await IdentityRepository(asking.session, asking.scope).end_session(session_id, person.id):
        raise not_found("session")
    asking.trail.record("session.end", "session", session_id)


async def _require_current(asking: Caller, person: PersonRow, current: str) -> None:
    """Problem 401 `locked`, 403 `wrong_password`. Guesses count here as they do at the door."""
    await service.count_guess(asking.platform, asking.scope, person.login, asking.trail)
    if not await asking.platform.passwords.check(person.password_hash, current):
        raise Problem(403, "wrong_password", "The present password is wrong.")
    await IdentityRepository(asking.session, asking.scope).forget_attempts(person.login)


async def _set(
    passwords: Passwords,
    repository: IdentityRepository,
    people: PeopleRepository,
    person: PersonRow,
    rules: PasswordRules,
    new: str,
) -> None:
    """Keep a new password that the rules allow, and end the sessions begun with the old one."""
    former = await repository.former_passwords(person.id, rules.history) if rules.history else []
    for encoded in (person.password_hash, *former):
        if await passwords.check(encoded, new):
            message = "It was used before; take another."
            errors = [{"path": "body.new", "message": message, "rule": "history"}]
            raise Problem(422, "weak_password", message, errors=errors)
    encoded, now = await passwords.hash(new), datetime.now(UTC)
    version = await people.next_version()
    if rules.history:
        await repository.keep_former(person.id, person.password_hash, now, rules.history)
    person.password_hash, person.password_changed_at, person.password_given = encoded, now, False
    person.session_epoch += 1
    person.directory_version = version
