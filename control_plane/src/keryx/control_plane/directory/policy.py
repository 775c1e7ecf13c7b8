"""Who may do what to whom: the core decides, applied to people."""

from keryx.control_plane.directory.models import PersonRow
from keryx.core.rights import Decision, Principal, Resource, allowed, role_of
from keryx.core.roles import RoleGrants, covers


def principal_of(person: PersonRow, grants: RoleGrants | None) -> Principal:
    """A person as one who asks; `grants` is what their role grants, None when it is gone."""
    return Principal(
        person_id=str(person.id),
        tenant=person.tenant,
        role=person.role,
        site=person.site,
        team=person.team,
        grants=grants,
    )


def may(principal: Principal, action: str, person: PersonRow) -> Decision:
    """Whether `principal` may do `action` to `person`."""
    queues = tuple(str(each["queue"]) for each in person.queues)
    resource = Resource(
        tenant=person.tenant, people=(str(person.id),), site=person.site, team=person.team, queues=queues
    )
    return allowed(principal, action, resource)


def may_give(principal: Principal, role: RoleGrants | None) -> bool:
    """Nobody makes another mightier than themselves, nor changes one who is. A role that is gone grants nothing."""
    own = role_of(principal)
    return own is not None and (role is None or covers(own, role))
