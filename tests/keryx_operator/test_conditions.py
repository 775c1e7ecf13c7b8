"""What an object says of itself. A condition that flickers wakes people; one that lies lets a broken tenant pass for well."""

from keryx.crds import Problem
from keryx.operator import declared
from keryx.operator.conditions import Verdict, became, of_problems, status_of
from keryx.operator.reconcile import object_verdict
from keryx.operator.render.names import Object

_READY = Verdict("ready", "Live", "the calls are handled by it")
_MISSING = Problem("Queue", "sales", "acme", "spec.skills", "there is no Skill `x`", "ReferenceNotFound", "x")


def _queue(status: Object | None = None, generation: int = 1) -> Object:
    return {
        "kind": "Queue",
        "metadata": {"name": "sales", "generation": generation},
        "status": status or {"observedGeneration": -1},
    }


def test_an_object_nobody_looked_at_gets_a_status_once() -> None:
    status = status_of(_queue(), _READY, "2026-01-01T00:00:00Z")
    assert status is not None
    assert [(one["type"], one["status"]) for one in status["conditions"]] == [("Ready", "True")]
    assert status_of(_queue(status), _READY, "2026-02-02T00:00:00Z") is None


def test_the_moment_of_a_change_is_kept_until_it_changes() -> None:
    first = status_of(_queue(), _READY, "2026-01-01T00:00:00Z")
    second = status_of(_queue(first, 2), _READY, "2026-02-02T00:00:00Z")
    assert second is not None
    assert second["conditions"][0]["lastTransitionTime"] == "2026-01-01T00:00:00Z"
    assert second["observedGeneration"] == 2
    assert not became(_queue(first, 2), second)
    third = status_of(_queue(second, 3), of_problems([_MISSING]), "2026-03-03T00:00:00Z")
    assert third is not None
    assert third["conditions"][0]["lastTransitionTime"] == "2026-03-03T00:00:00Z"
    assert became(_queue(second, 3), third)


def test_what_is_named_and_not_there_is_no_failure_for_tools() -> None:
    """Within a namespace order does not matter: a queue before its skill becomes Ready by itself."""
    status = status_of(_queue(), of_problems([_MISSING, _MISSING]), "2026-01-01T00:00:00Z")
    assert status is not None
    (ready,) = status["conditions"]
    assert (ready["status"], ready["reason"]) == ("False", "ReferenceNotFound")
    assert ready["message"] == "spec.skills: there is no Skill `x` (and 1 more)"


def test_what_only_its_author_can_mend_is_stalled() -> None:
    problem = Problem("Queue", "sales", "acme", "spec.priority", "must be at most 99, not 500", "Invalid")
    status = status_of(_queue(), of_problems([problem]), "2026-01-01T00:00:00Z")
    assert status is not None
    assert [(one["type"], one["status"]) for one in status["conditions"]] == [("Ready", "False"), ("Stalled", "True")]


def test_an_engine_that_is_away_for_a_moment_makes_no_wave_of_statuses() -> None:
    """What was acknowledged at this generation stays Ready; what was changed since then waits."""
    live = status_of(_queue(), _READY, "2026-01-01T00:00:00Z")
    tenant = declared.read(
        {"apiVersion": "keryx.dev/v1alpha1", "kind": "Tenant", "metadata": {"name": "acme"}, "spec": _ACME}
    )
    assert isinstance(tenant, declared.DeclaredTenant)
    assert object_verdict(_queue(live), (), tenant, {}, "the engine is away").phase == "ready"
    assert object_verdict(_queue(live, 2), (), tenant, {}, "the engine is away").reason == "NotLive"


_ACME = {"id": "acme", "displayName": "Acme"}
