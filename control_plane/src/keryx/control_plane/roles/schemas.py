"""Roles on the wire."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, field_validator

from keryx.control_plane.tenants.schemas import Wire
from keryx.core.actions import ACTIONS, MODULES, RIGHTS, Level, available_modules, available_rights
from keryx.core.rights import Decision
from keryx.core.roles import RoleGrants, Scope

LevelName = Literal["none", "read", "modify", "all"]
ReachName = Literal["own", "team", "site", "tenant"]
RoleId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{1,39}$")]
_Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]


class ScopeFields(Wire):
    """Within what a grant holds: what `reach` says of the person, and what belongs to the named sites, teams, queues."""

    reach: ReachName = "own"
    sites: list[_Word] = Field(default_factory=list)
    teams: list[_Word] = Field(default_factory=list)
    queues: list[_Word] = Field(default_factory=list)

    @classmethod
    def of(cls, scope: Scope) -> "ScopeFields":
        reach: ReachName = scope.reach.name.lower()  # type: ignore[assignment] # the enum's names are these
        return cls(reach=reach, sites=list(scope.sites), teams=list(scope.teams), queues=list(scope.queues))


class RoleFields(Wire):
    """What a role grants."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
    description: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] = ""
    levels: dict[str, LevelName] = Field(default_factory=dict)
    rights: list[str] = Field(default_factory=list)
    scope: ScopeFields = Field(default_factory=ScopeFields)
    exceptions: Annotated[
        dict[str, ScopeFields], Field(description="Module or right -> the scope it has instead of the role's")
    ] = Field(default_factory=dict)

    @field_validator("levels")
    @classmethod
    def _known_modules(cls, levels: dict[str, LevelName]) -> dict[str, LevelName]:
        _require_known(levels, set(MODULES), "module")
        return {module: level for module, level in levels.items() if level != "none"}

    @field_validator("rights")
    @classmethod
    def _known_rights(cls, rights: list[str]) -> list[str]:
        _require_known(rights, set(RIGHTS), "right")
        return sorted(set(rights))

    @field_validator("exceptions")
    @classmethod
    def _known_names(cls, exceptions: dict[str, ScopeFields]) -> dict[str, ScopeFields]:
        _require_known(exceptions, {*MODULES, *RIGHTS}, "module or right")
        return exceptions


class NewRole(RoleFields):
    """A role to add; without an id one is made of the name."""

    id: RoleId | None = None


class RoleOut(RoleFields):
    """A role. Built-in ones cannot be changed."""

    id: str
    built_in: bool
    people: Annotated[int, Field(description="How many people have it")]
    revision: int

    @classmethod
    def of(
        cls, grants: RoleGrants, people: int, *, built_in: bool = False, description: str = "", revision: int = 1
    ) -> "RoleOut":
        return cls(
            id=grants.id,
            name=grants.name,
            description=description,
            built_in=built_in,
            levels={module: _level(level) for module, level in grants.levels.items()},
            rights=sorted(grants.rights),
            scope=ScopeFields.of(grants.scope),
            exceptions={name: ScopeFields.of(scope) for name, scope in grants.exceptions.items()},
            people=people,
            revision=revision,
        )


class Roles(Wire):
    """All roles people of the tenant can have, the built-in ones first."""

    items: list[RoleOut]


class ModuleOut(Wire):
    """A module or right roles can carry. `available`: its part of Keryx is there; the others are to come."""

    name: str
    what: str
    available: bool


class ActionOut(Wire):
    """What a route or command does, and what it takes."""

    name: str
    what: str
    module: str | None
    level: LevelName | None
    right: str | None


class RightsTable(Wire):
    """All that a role is made of."""

    modules: list[ModuleOut]
    rights: list[ModuleOut]
    actions: list[ActionOut]

    @classmethod
    def whole(cls) -> "RightsTable":
        modules, rights = available_modules(), available_rights()
        return cls(
            modules=[ModuleOut(name=name, what=what, available=name in modules) for name, what in MODULES.items()],
            rights=[ModuleOut(name=name, what=what, available=name in rights) for name, what in RIGHTS.items()],
            actions=[
                ActionOut(
                    name=name,
                    what=row.what,
                    module=row.module,
                    level=_level(row.level) if row.module else None,
                    right=row.right,
                )
                for name, row in ACTIONS.items()
            ],
        )


class DecisionOut(Wire):
    """Whether a person may do an action, and why."""

    action: str
    what: str
    allowed: bool
    reason: str
    scope: ScopeFields | None

    @classmethod
    def of(cls, action: str, decision: Decision) -> "DecisionOut":
        return cls(
            action=action,
            what=ACTIONS[action].what,
            allowed=decision.allowed,
            reason=decision.reason,
            scope=ScopeFields.of(decision.scope) if decision.scope else None,
        )


class PersonRights(Wire):
    """What one person can do, and why."""

    person: str
    role: str
    decisions: list[DecisionOut]


def _level(level: Level) -> LevelName:
    return level.name.lower()  # type: ignore[return-value] # the enum's names are these


def _require_known(names: object, known: set[str], kind: str) -> None:
    for name in names:  # type: ignore[attr-defined] # a list or a dict of names
        if name not in known:
            raise ValueError(f"there is no {kind} {name!r}")
