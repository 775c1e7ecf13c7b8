"""Tenants beside each other: who has a name first keeps it, and not all are rolled out at once."""

from typing import Any

from keryx.operator.declared import DeclaredTenant, clash, read
from keryx.operator.placing import choose
from keryx.operator.progress import Progress
from keryx.operator.seen import Seen


def _tenant(name: str, created: str, **spec: Any) -> dict[str, Any]:
    metadata = {"name": name, "creationTimestamp": created, "resourceVersion": "1"}
    told = {"id": name, "displayName": name, **spec}
    return {"apiVersion": "keryx.dev/v1alpha1", "kind": "Tenant", "metadata": metadata, "spec": told}


def _read(one: dict[str, Any]) -> DeclaredTenant:
    found = read(one)
    assert isinstance(found, DeclaredTenant)
    return found


def test_the_younger_of_two_tenants_that_want_the_same_is_told_which_it_is() -> None:
    old = _tenant("acme", "2026-01-01T00:00:00Z", hosts=["a.example.com"])
    seen = Seen()
    seen.put(old)
    assert clash(_read(old), seen) is None
    young = "2026-01-02T00:00:00Z"
    assert "namespace `acme` belongs to Tenant `acme`" in str(
        clash(_read(_tenant("umbra", young, namespace="acme")), seen)
    )
    assert "has the id `acme`" in str(clash(_read(_tenant("other", young, id="acme")), seen))
    assert "a.example.com" in str(clash(_read(_tenant("umbra", young, hosts=["a.example.com"])), seen))
    assert clash(_read(_tenant("umbra", young)), seen) is None


def test_only_so_many_are_rolled_out_at_once() -> None:
    progress = Progress(2)
    assert [progress.begin(name) for name in ("a", "b", "c", "a")] == [True, True, False, True]
    progress.end("a")
    assert progress.begin("c")


def test_a_new_tenant_goes_where_there_is_most_room() -> None:
    seen = Seen()
    for name, capacity in (("small", 1), ("large", 3)):
        metadata = {"name": name, "resourceVersion": "1"}
        seen.put({"kind": "DatabaseServer", "metadata": metadata, "spec": {"capacity": capacity}})
    assert choose(seen) == "large"
    for name in ("a", "b"):
        one = _tenant(name, "2026-01-01T00:00:00Z")
        seen.put({**one, "status": {"databaseServer": "large"}})
    assert choose(seen) in ("large", "small")
