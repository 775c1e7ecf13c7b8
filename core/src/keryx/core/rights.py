"""Who may do what: one question, `allowed`, asked before each route and each command.

An action (`keryx.core.actions`) needs a level of a module or a single right. A role (`keryx.core.roles`) grants those,
each within a scope. Where no resource is named, `allowed` answers whether the person may do it to anything at all; with one,
whether to that one.
"""

from __future__ import annotations

import msgspec

from keryx.core.actions import ACTIONS as ACTIONS
from keryx.core.directory import Directory, Person
from keryx.core.roles import BUILT_IN, Reach, RoleGrants, Scope


class Principal(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks, as the directory has them at this moment."""

    person_id: str
    tenant: str
    role: str
    """Id of a built-in role, or of one of the tenant's own, which is then in `grants`."""
    site: str | None = None
    team: str | None = None
    grants: RoleGrants | None = None


class Resource(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for, as far as scope depends on it. `people`: whose it is (the agents of a call, the person of an
    account)."""

    tenant: str
    people: tuple[str, ...] = ()
    site: str | None = None
    team: str | None = None
    queues: tuple[str, ...] = ()


class Decision(msgspec.Struct, frozen=True):
    """The answer, with a sentence that can be shown to the person."""

    allowed: bool
    reason: str
    scope: Scope | None = None
    """How far the grant goes, for those who filter by it; None when there is no grant."""

    @property
    def reach(self) -> Reach | None:
        return self.scope.reach if self.scope else None


def principal(tenant: str, person: Person, directory: Directory) -> Principal:
    """A person of the directory as one who asks."""
    return Principal(
        person_id=person.id,
        tenant=tenant,
        role=person.role,
        site=person.site,
        team=person.team,
        grants=directory.roles.get(person.role),
    )


def role_of(principal: Principal) -> RoleGrants | None:
    """What the principal's role grants; None when the role is not there (any more). Built-in roles cannot be replaced."""
    return BUILT_IN.get(principal.role) or principal.grants


def allowed(principal: Principal, action: str, resource: Resource | None = None) -> Decision:
    """Whether `principal` may do `action` (to `resource`). KeyError for an action that is not in the table: our
    fault, no refusal."""
    row = ACTIONS[action]
    role = role_of(principal)
    if role is None:
        return Decision(False, f"Your role, {principal.role}, is not there any more.")
    scope = role.scope_for(row)
    if scope is None:
        return Decision(False, f"Your role, {role.name}, may not {row.what}.")
    if resource is not None and not _within(principal, scope, resource):
        return Decision(False, f"Your role, {role.name}, may {row.what} only within {_named(scope)}.", scope)
    return Decision(True, f"Your role, {role.name}, may {row.what}.", scope)


def _within(principal: Principal, scope: Scope, resource: Resource) -> bool:
    if resource.tenant != principal.tenant:
        return False
    if scope.reach is Reach.TENANT or principal.person_id in resource.people:
        return True
    if scope.reach is Reach.SITE and principal.site is not None and resource.site == principal.site:
        return True
    if scope.reach is Reach.TEAM and principal.team is not None and resource.team == principal.team:
        return True
    named = resource.site in scope.sites or resource.team in scope.teams
    return named or not set(scope.queues).isdisjoint(resource.queues)


def _named(scope: Scope) -> str:
    parts = [f"your {scope.reach.name.lower()}"]
    for kind, names in (("site", scope.sites), ("team", scope.teams), ("queue", scope.queues)):
        parts += [f"{kind} {name}" for name in names]
    return ", ".join(parts)
