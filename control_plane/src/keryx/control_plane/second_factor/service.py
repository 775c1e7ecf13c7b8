"""Setting up one's authenticator, proving oneself again, an administrator's help, and the roles that require it."""

import secrets
from datetime import UTC, datetime

from keryx.control_plane.access.caller import Caller
from keryx.control_plane.access.secrets import secret_hash
from keryx.control_plane.directory.models import PersonRow
from keryx.control_plane.directory.policy import may_give
from keryx.control_plane.directory.service import PeopleService
from keryx.control_plane.identity import service as identity
from keryx.control_plane.identity.models import PlatformSession
from keryx.control_plane.identity.repository import IdentityRepository
from keryx.control_plane.roles.repository import RoleRepository
from keryx.control_plane.second_factor import codes
from keryx.control_plane.second_factor.repository import SecondFactorRepository
from keryx.control_plane.second_factor.schemas import Enrolment, Proof, RoleRequirementOut, SecondFactorOut
from keryx.kit.problems import Problem, not_found


async def enrol(asking: Caller, person: PersonRow) -> Enrolment:
    """A secret to show; the authenticator used until now stays good until a code of the new one is shown."""
    secret = codes.new_secret()
    await _repository(asking).propose(person.id, secret)
    asking.trail.record("account.use", "authenticator proposed", person.id, person.login)
    return Enrolment(secret=secret, uri=codes.enrolment_uri(secret, person.login, asking.scope.tenant_id))


async def confirm(asking: Caller, person: PersonRow, session: PlatformSession, typed: str) -> tuple[list[str], str]:
    """Recovery codes, and the new secret of this session's cookie. Problem 401 `locked`, 403 `wrong_code`, 409 `not_enrolling`."""
    await identity.count_guess(asking.platform, asking.scope, person.login, asking.trail)
    repository = _repository(asking)
    found = await repository.of(person.id)
    if found is None or found.proposed is None:
        raise Problem(409, "not_enrolling", "Begin by asking for a new secret.")
    step = codes.step_of(found.proposed, "".join(typed.split()), datetime.now(UTC))
    if step is None:
        raise _wrong_code()
    found.secret, found.proposed, found.last_step = found.proposed, None, step
    if session.must == identity.ENROL:
        session.must = None
    await IdentityRepository(asking.session, asking.scope).forget_attempts(person.login)
    made = await _new_codes(asking, person)
    asking.trail.record("account.use", "authenticator", person.id, person.login, after={"totp": True})
    return made, prove_session(session)


async def new_codes(asking: Caller, person: PersonRow) -> list[str]:
    """Recovery codes in place of those there were. Problem 409 `no_totp`."""
    if await _repository(asking).secret_of(person.id) is None:
        raise Problem(409, "no_totp", "You have no authenticator.")
    asking.trail.record("account.use", "recovery codes", person.id, person.login)
    return await _new_codes(asking, person)


async def remove_own(asking: Caller, person: PersonRow) -> None:
    """Problem 409 `totp_required` while the role requires it."""
    repository = _repository(asking)
    if await repository.requires(person.role):
        raise Problem(409, "totp_required", "Your role requires an authenticator; you can set up another instead.")
    if await repository.remove(person.id):
        asking.trail.record("account.use", "authenticator", person.id, person.login, after={"totp": False})


async def prove(asking: Caller, person: PersonRow, session: PlatformSession, proof: Proof) -> str:
    """The new secret of this session's cookie. Problem 401 `locked`, 403 `wrong_code` or `wrong_password`.

    Whoever has an authenticator shows a code of it: a password that was seen over a shoulder is not enough.
    """
    await identity.count_guess(asking.platform, asking.scope, person.login, asking.trail)
    if proof.code is not None:
        if await codes.check(asking.platform, asking.scope, person.id, proof.code) is None:
            raise _wrong_code()
    elif await _repository(asking).secret_of(person.id) is not None:
        raise Problem(403, "code_required", "Give a code of your authenticator, or a recovery code.")
    elif not await asking.platform.passwords.check(person.password_hash, proof.password or ""):
        raise Problem(403, "wrong_password", "The present password is wrong.")
    await IdentityRepository(asking.session, asking.scope).forget_attempts(person.login)
    asking.trail.record("account.use", "proof", person.id, person.login)
    return prove_session(session)


async def of_person(asking: Caller, person: PersonRow) -> SecondFactorOut:
    """What is known of a person's second factor."""
    repository = _repository(asking)
    return SecondFactorOut(
        totp=await repository.secret_of(person.id) is not None,
        required=await repository.requires(person.role),
        recovery_codes_left=len(await repository.codes(person.id)),
    )


async def remove_for(asking: Caller, people: PeopleService, person: PersonRow) -> None:
    """Take away an authenticator its person lost: all their sessions end, and the next log-in goes without it."""
    version = await people.repository.next_version()
    await people.grants()
    people.require_right(person, person.role, "people.manage")
    if not await _repository(asking).remove(person.id):
        raise Problem(409, "no_totp", "This person has no authenticator.")
    person.session_epoch += 1
    person.directory_version = version
    asking.trail.record("people.manage", "authenticator", person.id, person.login, after={"totp": False})


async def requirements(asking: Caller) -> list[RoleRequirementOut]:
    """Of each role."""
    repository = _repository(asking)
    required = await repository.roles()
    roles = await RoleRepository(asking.session, asking.scope).grants()
    return [
        RoleRequirementOut(role=role, required=role in required, without=await repository.without(role))
        for role in roles
    ]


async def require(asking: Caller, role: str, required: bool) -> RoleRequirementOut:
    """From the next log-in on. Problem 403 `role_too_high`, 404."""
    grants = await RoleRepository(asking.session, asking.scope).grants_of(role)
    if grants is None:
        raise not_found("role")
    if not may_give(asking.principal, grants):
        raise Problem(403, "role_too_high", "You cannot change what is asked of a role above your own.")
    repository = _repository(asking)
    before = await repository.requires(role)
    await repository.require(role, required)
    told = {"required": before}, {"required": required}
    asking.trail.record("security.write", "second factor of a role", role, grants.name, before=told[0], after=told[1])
    return RoleRequirementOut(role=role, required=required, without=await repository.without(role))


def prove_session(session: PlatformSession) -> str:
    """Note that the person has just shown who they are; the secret the cookie has from now on."""
    secret = secrets.token_urlsafe(32)
    session.secret_hash, session.proven_at = secret_hash(secret), datetime.now(UTC)
    return secret


async def _new_codes(asking: Caller, person: PersonRow) -> list[str]:
    made = codes.new_recovery_codes()
    encoded = [await asking.platform.passwords.hash_generated(each) for each in made]
    await _repository(asking).replace_codes(person.id, encoded)
    return made


def _repository(asking: Caller) -> SecondFactorRepository:
    return SecondFactorRepository(asking.session, asking.scope)


def _wrong_code() -> Problem:
    return Problem(403, "wrong_code", "This code is not right, or was used before.")
