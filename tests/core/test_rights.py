"""If these fail, someone reads calls or changes people they have no business with."""

import pytest

from keryx.core.rights import ACTIONS, GRANTS, Principal, Resource, allowed


def _principal(role: str, **more: str) -> Principal:
    return Principal(person_id="p1", tenant="acme", role=role, **more)  # type: ignore[arg-type]  # parametrised


def test_grants_name_only_actions_of_the_table() -> None:
    assert {action for grants in GRANTS.values() for action in grants} == set(ACTIONS)


@pytest.mark.parametrize("role", sorted(GRANTS))
def test_nobody_reaches_into_another_tenant(role: str) -> None:
    foreign = Resource(tenant="globex", people=("p1",), site="paris", team="sales")
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
    assert not allowed(root, "calls.list").allowed
    assert not allowed(root, "recordings.play").allowed


def test_an_unknown_action_is_a_fault_and_no_refusal() -> None:
    with pytest.raises(KeyError):
        allowed(_principal("agent"), "calls.delete")
