"""Who may do what to whom: the core's table decides, applied to people."""

from keryx.control_plane.directory.models import PersonRow
from keryx.core.directory import Role
from keryx.core.rights import Decision, Principal, Resource, allowed

_RANK: dict[str, int] = {
    "agent": 0,
    "supervisor": 1,
    "site_administrator": 2,
    "company_administrator": 3,
    "root_administrator": 4,
}


def may(principal: Principal, action: str, person: PersonRow) -> Decision:
    """Whether `principal` may do `action` to `person`."""
    resource = Resource(tenant=person.tenant, people=(str(person.id),), site=person.site, team=person.team)
    return allowed(principal, action, resource)


def may_give(principal: Principal, role: Role | str) -> bool:
    """Nobody makes another mightier than themselves, nor changes one who is."""
    return _RANK[role] <= _RANK[principal.role]
