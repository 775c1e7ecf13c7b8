"""Changing people. Each change begins a new version of the tenant's directory, which the pusher tells the engine."""

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from keryx.control_plane.access.caller import Caller
from keryx.control_plane.audit.trail import Trail
from keryx.control_plane.directory import policy
from keryx.control_plane.directory.models import PersonRow
from keryx.control_plane.directory.references import Declared
from keryx.control_plane.directory.repository import PeopleRepository
from keryx.control_plane.directory.schemas import NewPerson, PersonChange, PersonFields
from keryx.control_plane.identity.passwords import Passwords, generate
from keryx.control_plane.identity.rules import require_good, rules_of, words_of
from keryx.control_plane.roles.repository import RoleRepository
from keryx.control_plane.roles.service import require_an_administrator
from keryx.control_plane.scope import TenantScope
from keryx.control_plane.tenants.repository import ConfigRepository
from keryx.core.rights import Principal
from keryx.core.roles import Reach, RoleGrants, administers
from keryx.crds.kinds.password_policy import PasswordRules
from keryx.kit.ids import Ids
from keryx.kit.problems import Problem, not_found

_FIELDS = frozenset(PersonFields.model_fields)


class PeopleService:
    """What `principal` may see and do among the people of one tenant, in one transaction."""

    def __init__(
        self, session: AsyncSession, scope: TenantScope, principal: Principal, passwords: Passwords, trail: Trail
    ) -> None:
        self.repository = PeopleRepository(session, scope)
        self.roles = RoleRepository(session, scope)
        self._session = session
        self._configs = ConfigRepository(session, scope)
        self._grants: dict[str, RoleGrants] | None = None
        self._declared: Declared | None = None
        self._scope, self._principal, self._passwords = scope, principal, passwords
        self.trail = trail

    @classmethod
    def of(cls, asking: Caller) -> "PeopleService":
        return cls(asking.session, asking.scope, asking.principal, asking.platform.passwords, asking.trail)

    async def grants(self) -> dict[str, RoleGrants]:
        """The roles there are."""
        if self._grants is None:
            self._grants = await self.roles.grants()
        return self._grants

    async def add(self, wanted: NewPerson, ids: Ids) -> tuple[PersonRow, str | None]:
        """A new person, and the password if it was made here. Problem 403, 409, 422."""
        person, made = await self.new(wanted, wanted.login, wanted.password, ids)
        if wanted.password:
            require_good(await self.rules(), wanted.password, words_of(wanted.login, wanted.name), "password")
        self._require_declared(wanted, await self.declared(), None)
        self.require_right(person, person.role, "people.manage")
        person.directory_version = await self.repository.next_version()
        if await self.repository.by_login(wanted.login):
            raise Problem(409, "login_taken", f"There is already an account {wanted.login!r}.")
        self.repository.add(person)
        self.trail.record("people.manage", "person", person.id, person.login, after=told(person))
        return person, made

    async def change(self, person_id: UUID, change: PersonChange, if_match: str | None) -> PersonRow:
        """Change what `change` names. Problem 403, 404, 412, 422."""
        version = await self.repository.next_version()  # first: from here nobody else changes people
        person = await self.found(person_id)
        _require_match(person, if_match)
        grants = await self.grants()
        known = told(person)
        administered = self.administers(person)
        action = _action(person, change)
        self.require_right(person, change.role if change.role in grants else person.role, action)
        self.require_not_oneself(person, change.active)
        before = fields_of(person)
        fields = before.model_copy(update={name: getattr(change, name) for name in _named(change)})
        fields = PersonFields.model_validate(fields.model_dump())
        self._require_declared(fields, await self.declared(), before)
        self.require_own_place_kept(person, fields)
        apply(person, fields)
        self.require_right(person, person.role)
        if change.active is not None and change.active != person.active:
            person.active = change.active
            person.session_epoch += 1
        person.revision += 1
        person.directory_version = version
        if administered and not self.administers(person):
            await require_an_administrator(self.roles)
        self.trail.record(action, "person", person.id, person.login, before=known, after=told(person))
        return person

    async def reset_password(self, person_id: UUID) -> tuple[PersonRow, str]:
        """A new password; every session of the person ends."""
        password = generate()
        encoded = await self._passwords.hash_generated(password)
        version = await self.repository.next_version()
        person = await self.found(person_id)
        await self.grants()
        self.require_right(person, person.role, "people.manage")
        person.password_hash, person.password_given = encoded, True
        person.password_changed_at = datetime.now(UTC)
        person.session_epoch += 1
        person.directory_version = version
        self.trail.record("people.manage", "password", person.id, person.login)
        return person, password

    async def rules(self) -> PasswordRules:
        """What is asked of passwords."""
        return await rules_of(self._session, self._scope)

    async def declared(self) -> Declared:
        if self._declared is None:
            self._declared = Declared(await self._configs.known(), await self.grants())
        return self._declared

    async def by_login(self) -> dict[str, PersonRow]:
        """Everyone of the tenant, as they are now."""
        return {person.login: person for person in await self.repository.all()}

    async def new(
        self, fields: PersonFields, login: str, password: str | None, ids: Ids
    ) -> tuple[PersonRow, str | None]:
        """A person who is not kept yet; with the password if it was made here."""
        made, now = None if password else generate(), datetime.now(UTC)
        encoded = await (self._passwords.hash(password) if password else self._passwords.hash_generated(made or ""))
        person = PersonRow(
            id=UUID(ids()),
            tenant=self._scope.tenant_id,
            login=login,
            **fields.model_dump(include=set(_FIELDS)),
            password_hash=encoded,
            password_changed_at=now,
            password_given=True,
            directory_version=0,
            created_at=now,
        )
        return person, made

    def require_right(self, person: PersonRow, role: str, action: str = "people.write") -> None:
        """Problem 403 unless the principal may do `action` to the person and let them have (or keep) `role`.

        `grants` must have been read.
        """
        decision = policy.may(self._principal, action, person)
        if not decision.allowed:
            raise Problem(403, "not_allowed", decision.reason)
        known = self._grants or {}
        if not all(policy.may_give(self._principal, known.get(each)) for each in (role, person.role)):
            raise Problem(403, "role_too_high", "You cannot give, or change a person of, a role above your own.")

    def administers(self, person: PersonRow) -> bool:
        """Whether the person, as they are now, can give roles. `grants` must have been read."""
        found = (self._grants or {}).get(person.role)
        return person.active and found is not None and administers(found)

    async def found(self, person_id: UUID) -> PersonRow:
        """Problem 404 when there is no such person whom the principal may see."""
        person = await self.repository.by_id(person_id)
        if person is None or not policy.may(self._principal, "people.read", person).allowed:
            raise not_found("person")
        return person

    def require_own_place_kept(self, person: PersonRow, wanted: PersonFields) -> None:
        """Whoever's rights depend on their site or team cannot move themselves to another. Problem 403."""
        moves = (person.site, person.team) != (wanted.site, wanted.team)
        far = policy.may(self._principal, "people.write", person).reach == Reach.TENANT
        if moves and not far and str(person.id) == self._principal.person_id:
            raise Problem(403, "own_place", "You cannot move yourself to another site or team.")

    def require_not_oneself(self, person: PersonRow, active: bool | None) -> None:
        """Nobody deactivates their own account. Problem 409."""
        if str(person.id) == self._principal.person_id and active is False:
            raise Problem(409, "oneself", "You cannot deactivate your own account.")

    @staticmethod
    def _require_declared(fields: PersonFields, declared: Declared, before: PersonFields | None) -> None:
        errors = [{"path": f"body.{field}", "message": message} for field, message in declared.problems(fields, before)]
        if errors:
            raise Problem(422, "unknown_name", str(errors[0]["message"]), errors=errors)


def fields_of(person: PersonRow) -> PersonFields:
    """What of a row is directory fields."""
    return PersonFields.model_validate(person.model_dump(include=set(_FIELDS)))


def told(person: PersonRow) -> dict[str, object]:
    """What the audit trail tells of a person."""
    return {**fields_of(person).model_dump(mode="json"), "active": person.active}


def apply(person: PersonRow, fields: PersonFields) -> None:
    """Write directory fields to a row."""
    for name, value in fields.model_dump(include=set(_FIELDS)).items():
        setattr(person, name, value)


def _action(person: PersonRow, change: PersonChange) -> str:
    """Letting people in and out takes more than changing them; so does where the link to a new password is sent."""
    same_email = "email" not in change.model_fields_set or change.email == person.email
    return "people.write" if change.active in (None, person.active) and same_email else "people.manage"


def _named(change: PersonChange) -> set[str]:
    return {
        name
        for name in change.model_fields_set & _FIELDS
        if getattr(change, name) is not None or name in {"team", "site", "extension", "email"}
    }


def _require_match(person: PersonRow, if_match: str | None) -> None:
    if if_match is not None and if_match.strip('W/"') != str(person.revision):
        raise Problem(
            412, "changed_meanwhile", "Somebody else changed this person meanwhile.", revision=person.revision
        )
