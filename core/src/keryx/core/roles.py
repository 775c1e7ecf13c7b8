"""Roles: a level for each module, single rights, and the scope both hold within. Five are built in; tenants make their own.

A scope is relative to the person (their own things, team, site, the whole tenant) and may name sites, teams and queues
besides: what lies in any of them is within it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import IntEnum
from typing import Final

import msgspec

from keryx.core.actions import ACTIONS, MODULES, RIGHTS, Action, Level


class Reach(IntEnum):
    """How far a grant goes by itself, in growing order."""

    OWN = 1
    TEAM = 2
    SITE = 3
    TENANT = 4


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """`reach`, and besides what belongs to the named sites, teams and queues."""

    reach: Reach = Reach.OWN
    sites: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    queues: tuple[str, ...] = ()


WHOLE_TENANT: Final = Scope(reach=Reach.TENANT)


class RoleGrants(msgspec.Struct, frozen=True, kw_only=True):
    """What a role grants. `exceptions`: module or right -> the scope it has instead of the role's."""

    id: str
    name: str
    levels: Mapping[str, Level] = {}
    rights: frozenset[str] = frozenset()
    scope: Scope = Scope()
    exceptions: Mapping[str, Scope] = {}

    def scope_for(self, action: Action) -> Scope | None:
        """Within which scope the role grants the action; None when it does not."""
        needs = action.right or action.module
        if needs is None:
            return WHOLE_TENANT
        granted = needs in self.rights if action.right else self.levels.get(needs, Level.NONE) >= action.level
        return self.exceptions.get(needs, self.scope) if granted else None


_OWN, _TEAM, _TENANT = Scope(), Scope(reach=Reach.TEAM), WHOLE_TENANT
_DESK_RIGHTS = frozenset(
    {"use_desk", "transfer", "transfer_outside", "manual_call", "stop_recording", "see_personal_data"}
)
_SEES_CALLS = {"calls": Level.READ, "recordings": Level.READ}
_PLATFORM_ONLY = frozenset({"tenants"})

BUILT_IN: Final[Mapping[str, RoleGrants]] = {
    role.id: role
    for role in (
        RoleGrants(
            id="agent",
            name="agent",
            levels={**_SEES_CALLS, "queues": Level.READ, "contacts": Level.MODIFY},
            rights=_DESK_RIGHTS,
            scope=_OWN,
            exceptions={"queues": _TENANT, "contacts": _TENANT},
        ),
        RoleGrants(
            id="supervisor",
            name="supervisor",
            levels={
                **_SEES_CALLS,
                "queues": Level.READ,
                "people": Level.READ,
                "supervision": Level.MODIFY,
                "contacts": Level.MODIFY,
                "callbacks": Level.MODIFY,
                "reports": Level.READ,
                "wallboards": Level.READ,
                "quality": Level.MODIFY,
            },
            rights=frozenset(RIGHTS) - {"choose_caller_number"},
            scope=_TENANT,
            exceptions={"people": _TEAM},
        ),
        RoleGrants(
            id="site_administrator",
            name="site administrator",
            levels={
                "calls": Level.ALL,
                "recordings": Level.ALL,
                "people": Level.ALL,
                "supervision": Level.ALL,
                "contacts": Level.ALL,
                "reports": Level.READ,
                "roles": Level.READ,
                "queues": Level.READ,
                "configuration": Level.READ,
                "status": Level.READ,
            },
            rights=frozenset(RIGHTS),
            scope=Scope(reach=Reach.SITE),
            exceptions=dict.fromkeys(("roles", "queues", "contacts", "configuration", "status"), _TENANT),
        ),
        RoleGrants(
            id="company_administrator",
            name="company administrator",
            levels=dict.fromkeys(MODULES.keys() - _PLATFORM_ONLY, Level.ALL),
            rights=frozenset(RIGHTS),
            scope=_TENANT,
        ),
        RoleGrants(
            id="root_administrator",
            name="root administrator",
            levels={
                **dict.fromkeys(("tenants", "people", "roles", "security"), Level.ALL),
                **dict.fromkeys(("status", "audit"), Level.READ),
            },
            scope=_TENANT,
        ),
    )
}
"""From the least to the mightiest. A root administrator runs the platform and sees no customer's calls."""

_RANK: Final = {role: rank for rank, role in enumerate(BUILT_IN)}


def covers(giver: RoleGrants, given: RoleGrants) -> bool:
    """Whether who has `giver` may give `given`: nobody makes another mightier than themselves.

    Among the built-in roles their order decides; a role of the tenant's own must grant nothing, in level, right or scope, that
    the giver's does not. Whoever runs the platform sets tenants up, and so gives what a company administrator may.
    """
    if _is_built_in(giver) and _is_built_in(given):
        return _RANK[given.id] <= _RANK[giver.id]
    if giver is BUILT_IN["root_administrator"]:
        giver = BUILT_IN["company_administrator"]
    return all(_reaches(giver, needs, level, scope) for needs, level, scope in _grants(given))


def _is_built_in(role: RoleGrants) -> bool:
    return BUILT_IN.get(role.id) is role


def _grants(role: RoleGrants) -> Iterator[tuple[str, Level | None, Scope]]:
    """(module, level, scope) and (right, None, scope) of all that a role grants."""
    for module, level in role.levels.items():
        if level is not Level.NONE:
            yield module, level, role.exceptions.get(module, role.scope)
    for right in role.rights:
        yield right, None, role.exceptions.get(right, role.scope)


def _reaches(giver: RoleGrants, needs: str, level: Level | None, scope: Scope) -> bool:
    has = needs in giver.rights if level is None else giver.levels.get(needs, Level.NONE) >= level
    return has and _within(giver.exceptions.get(needs, giver.scope), scope)


def _within(wide: Scope, narrow: Scope) -> bool:
    if wide.reach is Reach.TENANT:
        return True
    names = set(narrow.sites) <= set(wide.sites), set(narrow.teams) <= set(wide.teams)
    return narrow.reach <= wide.reach and all(names) and set(narrow.queues) <= set(wide.queues)


def administers(role: RoleGrants) -> bool:
    """Whether the role can give any role of the tenant: the last one who has such a role must stay."""
    scope = role.scope_for(ACTIONS["roles.manage"])
    return scope is not None and scope.reach is Reach.TENANT
