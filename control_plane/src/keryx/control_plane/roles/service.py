"""Changing roles. Each change begins a new version of the tenant's directory, which carries the roles to the engine."""

import re
import unicodedata
from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from keryx.control_plane.audit.trail import Trail
from keryx.control_plane.directory.repository import PeopleRepository
from keryx.control_plane.roles.models import RoleRow
from keryx.control_plane.roles.repository import RoleRepository
from keryx.control_plane.roles.schemas import NewRole, RoleFields, RoleOut
from keryx.control_plane.scope import TenantScope
from keryx.control_plane.second_factor.repository import SecondFactorRepository
from keryx.core.rights import Principal, role_of
from keryx.core.roles import BUILT_IN, RoleGrants, administers, covers
from keryx.kit.problems import Problem, not_found


class RoleService:
    """What `principal` may do to the roles of one tenant, in one transaction."""

    def __init__(self, session: AsyncSession, scope: TenantScope, principal: Principal, trail: Trail) -> None:
        self.repository = RoleRepository(session, scope)
        self._people = PeopleRepository(session, scope)
        self._factors = SecondFactorRepository(session, scope)
        self._scope, self._principal, self._trail = scope, principal, trail

    async def all(self) -> list[RoleOut]:
        people = await self.repository.people()
        built_in = [RoleOut.of(role, people.get(role.id, 0), built_in=True) for role in BUILT_IN.values()]
        return built_in + [_out(row, people) for row in await self.repository.own()]

    async def one(self, role: str) -> RoleOut:
        """Problem 404."""
        found = next((each for each in await self.all() if each.id == role), None)
        if found is None:
            raise not_found("role")
        return found

    async def add(self, wanted: NewRole) -> RoleOut:
        """A new role. Problem 403, 409."""
        role = wanted.id or _id_of(wanted.name)
        row = RoleRow(tenant=self._scope.tenant_id, id=role, **wanted.model_dump(exclude={"id"}))
        self._require_covered(row.grants())
        await self._people.next_version()
        if role in BUILT_IN or await self.repository.by_id(role):
            raise Problem(409, "role_exists", f"There is already a role {role!r}.")
        self.repository.add(row)
        self._trail.record("roles.manage", "role", role, row.name, after=_told(row))
        return _out(row, {})

    async def change(self, role: str, wanted: RoleFields, revision: str | None) -> RoleOut:
        """Replace what the role grants. Problem 403, 404, 409, 412, 428."""
        row, before = await self._to_change(role)
        _require_match(row, revision)
        known = _told(row)
        for name, value in wanted.model_dump().items():
            setattr(row, name, value)
        self._require_covered(row.grants())
        row.revision += 1
        if administers(before) and not administers(row.grants()):
            await require_an_administrator(self.repository)
        self._trail.record("roles.write", "role", role, row.name, before=known, after=_told(row))
        return _out(row, await self.repository.people())

    async def remove(self, role: str) -> None:
        """Problem 403, 404, and 409 while people have it."""
        row, _ = await self._to_change(role)
        people = (await self.repository.people()).get(role, 0)
        if people:
            raise Problem(
                409, "role_in_use", f"{people} people have this role; give them another one first.", people=people
            )
        await self.repository.remove(row)
        await self._factors.require(role, False)
        self._trail.record("roles.manage", "role", role, row.name, before=_told(row))

    async def _to_change(self, role: str) -> tuple[RoleRow, RoleGrants]:
        if role in BUILT_IN:
            raise Problem(409, "built_in", "Built-in roles cannot be changed; add a role of your own.")
        await self._people.next_version()  # first: from here nobody else changes roles or people
        row = await self.repository.by_id(role)
        if row is None:
            raise not_found("role")
        grants = row.grants()
        self._require_covered(grants)
        return row, grants

    def _require_covered(self, role: RoleGrants) -> None:
        own = role_of(self._principal)
        if own is None or not covers(own, role):
            raise Problem(403, "role_too_high", "You cannot give, or change, a role that grants more than your own.")


async def require_an_administrator(repository: RoleRepository) -> None:
    """Problem 409 when nobody who is active could give roles any more."""
    roles: Mapping[str, RoleGrants] = await repository.grants()
    mighty = [role.id for role in roles.values() if administers(role)]
    if not await repository.active_with(mighty):
        raise Problem(
            409, "last_administrator", "This would leave nobody who can give roles; make another administrator first."
        )


def _told(row: RoleRow) -> dict[str, object]:
    """What the audit trail tells of a role."""
    return row.model_dump(exclude={"tenant", "id", "revision"})


def _out(row: RoleRow, people: Mapping[str, int]) -> RoleOut:
    return RoleOut.of(row.grants(), people.get(row.id, 0), description=row.description, revision=row.revision)


def _id_of(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    found = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40]
    if not re.match(r"^[a-z][a-z0-9-]+$", found):
        raise Problem(
            422, "invalid_request", "Give the role an id of letters, digits and hyphens; its name makes none."
        )
    return found


def _require_match(row: RoleRow, revision: str | None) -> None:
    if revision is None:
        raise Problem(428, "revision_needed", "Say by If-Match which revision the change was made from.")
    if revision.strip('W/"') != str(row.revision):
        raise Problem(412, "changed_meanwhile", "Somebody else changed this role meanwhile.", revision=row.revision)
