"""The person that claims stand for: found by the provider's subject, made just in time, and kept as the rules say."""

from datetime import UTC, datetime
from uuid import UUID

from pydantic import TypeAdapter, ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from keryx.control_plane.audit.trail import Trail
from keryx.control_plane.directory.models import PersonRow
from keryx.control_plane.directory.repository import PeopleRepository
from keryx.control_plane.directory.schemas import Assignment, Login, PersonFields
from keryx.control_plane.directory.service import apply, fields_of, told
from keryx.control_plane.providers.repository import ProviderRepository
from keryx.control_plane.roles.repository import RoleRepository
from keryx.control_plane.roles.service import require_an_administrator
from keryx.control_plane.scope import TenantScope
from keryx.core.claims import Claimed
from keryx.core.roles import administers
from keryx.crds.kinds.identity_provider import IdentityProviderSpec
from keryx.kit.problems import Problem

_LOGIN = TypeAdapter[str](Login)
_NEVER_BY_CLAIMS = frozenset({"root_administrator"})


async def keep(
    session: AsyncSession,
    scope: TenantScope,
    name: str,
    spec: IdentityProviderSpec,
    wanted: Claimed,
    trail: Trail,
    new: UUID,
    encoded: str,
) -> PersonRow:
    """The person, as the claims have them now. `new` and `encoded` are the id and the password's hash of a new account.

    Problem 403 `not_provisioned`, `no_role` or `deactivated`, 409 `login_taken`.
    """
    people, repository = PeopleRepository(session, scope), ProviderRepository(session, scope)
    known = await repository.person_of(name, wanted.subject)
    person = await people.by_id(known) if known else None
    await _require_role(session, scope, wanted)
    if person is not None:
        if not person.active:
            raise Problem(403, "deactivated", "Your account here is deactivated; ask your administrator.")
        await _update(session, scope, people, person, wanted, trail)
        return person
    if spec.accounts != "JustInTime":
        raise Problem(403, "not_provisioned", "You have no account here; ask your administrator.")
    version = await people.next_version()
    person = _made(scope, wanted, new, encoded)
    if await people.by_login(person.login):
        raise Problem(
            409, "login_taken", "There is an account of this name that is not linked; ask your administrator."
        )
    person.directory_version = version
    people.add(person)
    await session.flush()
    repository.link(name, wanted.subject, person.id)
    trail.record("people.manage", "person", person.id, person.login, after=told(person), why=_BY_CLAIMS)
    return person


_BY_CLAIMS = "The identity provider's claims say so, by the declared rules."


async def _require_role(session: AsyncSession, scope: TenantScope, wanted: Claimed) -> None:
    if wanted.role is None:
        raise Problem(403, "no_role", "Your identity provider gives you no role here; ask your administrator.")
    grants = await RoleRepository(session, scope).grants_of(wanted.role)
    if grants is None or wanted.role in _NEVER_BY_CLAIMS:
        raise Problem(
            403, "no_role", "Your identity provider gives you a role that is not here; ask your administrator."
        )


def _made(scope: TenantScope, wanted: Claimed, new: UUID, encoded: str) -> PersonRow:
    try:
        login = _LOGIN.validate_python(wanted.login or "")
    except ValidationError as error:
        detail = "Your identity provider gives you a name that cannot be a login here; ask your administrator."
        raise Problem(403, "not_provisioned", detail) from error
    fields = _fields(PersonFields(name=(wanted.name or login)[:100]), wanted)
    now = datetime.now(UTC)
    return PersonRow(
        id=new,
        tenant=scope.tenant_id,
        login=login,
        **fields.model_dump(),
        password_hash=encoded,
        password_changed_at=now,
        directory_version=0,
        created_at=now,
    )


def _fields(before: PersonFields, wanted: Claimed) -> PersonFields:
    """`before` with what the claims give over it; what they are silent of stays as administrators left it."""
    there = {assignment.queue for assignment in before.queues}
    return before.model_copy(
        update={
            "name": (wanted.name or before.name)[:100],
            "role": wanted.role or before.role,
            "team": wanted.team or before.team,
            "site": wanted.site or before.site,
            "queues": [*before.queues, *(Assignment(queue=queue) for queue in wanted.queues if queue not in there)],
            "skills": {**before.skills, **wanted.skills},
        }
    )


async def _update(
    session: AsyncSession,
    scope: TenantScope,
    people: PeopleRepository,
    person: PersonRow,
    wanted: Claimed,
    trail: Trail,
) -> None:
    before, fields = told(person), _fields(fields_of(person), wanted)
    if fields == fields_of(person):
        return
    roles, former = RoleRepository(session, scope), person.role
    version = await people.next_version()
    apply(person, fields)
    person.revision += 1
    person.directory_version = version
    grants = await roles.grants()
    if former != person.role and former in grants and administers(grants[former]):
        await require_an_administrator(roles)
    trail.record("people.write", "person", person.id, person.login, before=before, after=told(person), why=_BY_CLAIMS)
