"""If these fail, someone reads calls or changes people they have no business with."""

import msgspec
import pytest

from keryx.core.actions import ACTIONS, MODULES, RIGHTS, Level
from keryx.core.directory import Directory, DirectoryDelta, apply_delta, decode_directory, encode_directory
from keryx.core.rights import Principal, Resource, allowed
from keryx.core.roles import BUILT_IN, Reach, RoleGrants, Scope, covers

NIGHT = RoleGrants(
    id="night",
    name="night lead",
    levels={"calls": Level.READ, "people": Level.MODIFY},
    rights=frozenset({"use_desk"}),
    scope=Scope(reach=Reach.TEAM, sites=("lyon",), queues=("support",)),
    exceptions={"use_desk": Scope()},
)


def _principal(role: str, grants: RoleGrants | None = None, **more: str) -> Principal:
    return Principal(person_id="p1", tenant="acme", role=role, grants=grants, **more)  # type: ignore[arg-type]  # parametrised


def test_actions_and_roles_name_only_modules_and_rights_of_the_tables() -> None:
    for action in ACTIONS.values():
        assert action.module is None or action.module in MODULES
        assert action.right is None or action.right in RIGHTS
        assert action.module is None or action.right is None, "one of both is needed, not two"
    for role in BUILT_IN.values():
        assert role.levels.keys() <= MODULES.keys()
        assert role.rights <= RIGHTS.keys()
        assert role.exceptions.keys() <= MODULES.keys() | RIGHTS.keys()


def test_each_action_is_granted_to_some_built_in_role() -> None:
    assert all(any(role.scope_for(action) for role in BUILT_IN.values()) for action in ACTIONS.values())


@pytest.mark.parametrize("role", sorted(BUILT_IN))
def test_nobody_reaches_into_another_tenant(role: str) -> None:
    foreign = Resource(tenant="globex", people=("p1",), site="paris", team="sales", queues=("support",))
    person = _principal(role, site="paris", team="sales")
    assert not any(allowed(person, action, foreign).allowed for action in ACTIONS)


def test_an_agent_sees_own_calls_only() -> None:
    agent = _principal("agent", team="sales")
    assert allowed(agent, "calls.view", Resource(tenant="acme", people=("p2", "p1"))).allowed
    refused = allowed(agent, "calls.view", Resource(tenant="acme", people=("p2",), team="sales"))
    assert not refused.allowed
    assert refused.reason == "Your role, agent, may see one call's timeline only within your own."


def test_a_supervisor_without_team_sees_nobodys_account() -> None:
    assert not allowed(_principal("supervisor"), "people.read", Resource(tenant="acme", people=("p2",))).allowed
    lead = _principal("supervisor", team="sales")
    assert allowed(lead, "people.read", Resource(tenant="acme", people=("p2",), team="sales")).allowed
    assert not allowed(lead, "people.read", Resource(tenant="acme", people=("p2",), team="support")).allowed


def test_the_platform_administrator_sees_no_customers_calls() -> None:
    root = _principal("root_administrator")
    assert allowed(root, "tenants.write").allowed
    assert not any(allowed(root, action).allowed for action in ("calls.list", "calls.numbers", "recordings.play"))


def test_an_unknown_action_is_a_fault_and_no_refusal() -> None:
    with pytest.raises(KeyError):
        allowed(_principal("agent"), "calls.delete")


@pytest.mark.parametrize(
    ("resource", "within"),
    [
        (Resource(tenant="acme", team="blue"), True),
        (Resource(tenant="acme", site="lyon"), True),
        (Resource(tenant="acme", queues=("support", "sales")), True),
        (Resource(tenant="acme", people=("p1",)), True),
        (Resource(tenant="acme", team="red", site="paris", queues=("sales",)), False),
    ],
)
def test_a_role_of_ones_own_holds_within_its_scope(resource: Resource, within: bool) -> None:
    lead = _principal("night", NIGHT, team="blue")
    assert allowed(lead, "calls.view", resource).allowed is within


def test_a_level_grants_what_needs_less_and_no_more() -> None:
    lead = _principal("night", NIGHT)
    assert allowed(lead, "people.read").allowed
    assert allowed(lead, "people.write").allowed
    refused = allowed(lead, "people.manage")
    assert refused.reason == "Your role, night lead, may not add and deactivate people and give them passwords."


def test_a_role_that_is_gone_grants_nothing_not_even_a_look() -> None:
    assert not any(allowed(_principal("night"), action).allowed for action in ACTIONS)


def test_a_role_of_ones_own_cannot_take_a_built_in_roles_name() -> None:
    """A tenant that names a role "agent" must not make every agent an administrator."""
    false = msgspec.structs.replace(BUILT_IN["company_administrator"], id="agent")
    assert not allowed(_principal("agent", false), "people.manage").allowed


def test_nobody_gives_more_than_they_have() -> None:
    site, company = BUILT_IN["site_administrator"], BUILT_IN["company_administrator"]
    assert covers(company, NIGHT)
    assert not covers(site, NIGHT), "its scope names a site that is not the administrator's own"
    assert covers(site, msgspec.structs.replace(NIGHT, scope=Scope(reach=Reach.TEAM)))
    assert not covers(NIGHT, msgspec.structs.replace(NIGHT, levels={"people": Level.ALL}))
    assert not covers(NIGHT, msgspec.structs.replace(NIGHT, rights=frozenset({"listen"})))
    assert not covers(company, msgspec.structs.replace(NIGHT, levels={"tenants": Level.READ}))
    assert not covers(NIGHT, BUILT_IN["agent"])
    assert [role for role in BUILT_IN.values() if covers(site, role)] == list(BUILT_IN.values())[:3]


def test_roles_travel_with_the_directory() -> None:
    directory = Directory(tenant="acme", version=1, roles={"night": NIGHT})
    assert decode_directory(encode_directory(directory)) == directory
    kept = apply_delta(directory, DirectoryDelta(tenant="acme", base=1))
    assert kept.roles == {"night": NIGHT}
    assert apply_delta(kept, DirectoryDelta(tenant="acme", base=2, roles={})).roles == {}
