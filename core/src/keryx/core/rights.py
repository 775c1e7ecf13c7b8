"""Who may do what: a table of actions, five built-in roles, one question.

An action names what a route or a command does. A role grants actions, each within a reach: everything of the tenant,
what is of the person's own site or team, or only what is the person's own. Where no resource is named, `allowed`
answers whether the person may do it to anything at all; with one, whether to that one.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import Final

import msgspec

from keryx.core.directory import Role


class Reach(IntEnum):
    """How far a grant goes, in growing order."""

    OWN = 1
    TEAM = 2
    SITE = 3
    TENANT = 4


class Principal(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks, as the directory has them at this moment."""

    person_id: str
    tenant: str
    role: Role
    site: str | None = None
    team: str | None = None


class Resource(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for, as far as reach depends on it. `people`: whose it is (the agents of a call, the person of an
    account)."""

    tenant: str
    people: tuple[str, ...] = ()
    site: str | None = None
    team: str | None = None


class Decision(msgspec.Struct, frozen=True):
    """The answer, with a sentence that can be shown to the person."""

    allowed: bool
    reason: str
    reach: Reach | None = None
    """How far the grant goes, for those who filter by it."""


ACTIONS: Final[Mapping[str, str]] = {
    "session.view": "see who one is signed in as",
    "session.end": "sign out",
    "reference.view": "see the names of queues, agents and codes",
    "desk.use": "work at the desk",
    "desk.transfer": "transfer a call",
    "calls.list": "list calls",
    "calls.view": "see one call's timeline",
    "recordings.play": "listen to recordings",
    "recordings.download": "download recordings",
    "queues.view": "see the queues live",
    "people.read": "see people",
    "people.write": "add and change people",
    "tenants.read": "see tenants",
    "tenants.write": "add and change tenants",
    "config.read": "see the configuration",
    "status.read": "see what runs and what is wrong",
    "audit.read": "read the audit trail",
}
"""Action -> what it is, as the end of the sentence "may …"."""

_EVERYONE = dict.fromkeys(("session.view", "session.end", "reference.view"), Reach.TENANT)
_WORKS = dict.fromkeys(("desk.use", "desk.transfer"), Reach.OWN)
_SEES_CALLS = ("calls.list", "calls.view", "recordings.play")

GRANTS: Final[Mapping[Role, Mapping[str, Reach]]] = {
    "root_administrator": {
        **_EVERYONE,
        **dict.fromkeys(("tenants.read", "tenants.write", "people.read", "people.write", "status.read"), Reach.TENANT),
    },
    "company_administrator": {
        **_EVERYONE,
        **_WORKS,
        **dict.fromkeys((*_SEES_CALLS, "recordings.download", "queues.view"), Reach.TENANT),
        **dict.fromkeys(("people.read", "people.write", "config.read", "status.read", "audit.read"), Reach.TENANT),
    },
    "site_administrator": {
        **_EVERYONE,
        **_WORKS,
        **dict.fromkeys((*_SEES_CALLS, "recordings.download", "people.read", "people.write"), Reach.SITE),
        **dict.fromkeys(("queues.view", "config.read", "status.read"), Reach.TENANT),
    },
    "supervisor": {
        **_EVERYONE,
        **_WORKS,
        **dict.fromkeys((*_SEES_CALLS, "recordings.download", "queues.view"), Reach.TENANT),
        "people.read": Reach.TEAM,
    },
    "agent": {
        **_EVERYONE,
        **_WORKS,
        **dict.fromkeys(_SEES_CALLS, Reach.OWN),
        "queues.view": Reach.TENANT,
    },
}
"""Role -> action -> reach. What is not listed is refused. A root administrator runs the platform and sees no
customer's calls."""


def allowed(principal: Principal, action: str, resource: Resource | None = None) -> Decision:
    """Whether `principal` may do `action` (to `resource`). KeyError for an action that is not in the table: our
    fault, no refusal."""
    described = ACTIONS[action]
    reach = GRANTS[principal.role].get(action)
    role = principal.role.replace("_", " ")
    if reach is None:
        return Decision(False, f"Your role, {role}, may not {described}.")
    if resource is not None and not _within(principal, reach, resource):
        return Decision(False, f"Your role, {role}, may {described} only within your {reach.name.lower()}.", reach)
    return Decision(True, f"Your role, {role}, may {described}.", reach)


def _within(principal: Principal, reach: Reach, resource: Resource) -> bool:
    if resource.tenant != principal.tenant:
        return False
    if reach is Reach.TENANT or principal.person_id in resource.people:
        return True
    if reach is Reach.SITE:
        return principal.site is not None and resource.site == principal.site
    return reach is Reach.TEAM and principal.team is not None and resource.team == principal.team
