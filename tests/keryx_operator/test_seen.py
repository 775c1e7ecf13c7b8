"""What was seen of the cluster. A list that undoes a newer watch event would push a configuration without a queue that is there."""

from typing import Any

from keryx.operator.seen import Seen


def _queue(name: str, version: int, **spec: Any) -> dict[str, Any]:
    metadata = {"name": name, "namespace": "acme", "resourceVersion": str(version)}
    return {"apiVersion": "keryx.dev/v1alpha1", "kind": "Queue", "metadata": metadata, "spec": spec}


def test_older_news_never_replace_newer_ones() -> None:
    seen = Seen()
    assert seen.put(_queue("sales", 5, priority=2))
    assert not seen.put(_queue("sales", 4, priority=1))
    found = seen.get("Queue", "acme", "sales")
    assert found is not None
    assert found["spec"] == {"priority": 2}


def test_a_list_removes_what_is_gone_and_not_what_came_after_it() -> None:
    seen = Seen()
    for one in (_queue("gone", 3), _queue("late", 12)):
        seen.put(one)
    changed = seen.replace_kind("Queue", [_queue("sales", 7)], 10)
    assert {place[2] for place in changed} == {"gone", "sales"}
    assert [one["metadata"]["name"] for one in seen.within("acme")] == ["late", "sales"]


def test_a_deleted_object_is_not_brought_back_by_older_news() -> None:
    seen = Seen()
    seen.put(_queue("sales", 5))
    seen.drop(_queue("sales", 8))
    assert not seen.put(_queue("sales", 6))
    assert seen.put(_queue("sales", 9))
