"""A desk draws what patches add up to: if they do not add up, it shows a call that is not there."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from keryx.tenant_runtime.engine.live import Topics, difference

_values = st.recursive(
    st.none() | st.integers(0, 3) | st.text("ab", max_size=2) | st.lists(st.integers(0, 2), max_size=2),
    lambda inner: st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=8,
)
_views = st.dictionaries(st.sampled_from("abc"), _values, max_size=3)


def _patched(target: Any, patch: Any) -> Any:
    """RFC 7396, section 2, to the letter."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = _patched(result.get(name), value)
    return result


def _meaning(value: Any) -> Any:
    """Null and absent members mean the same."""
    if not isinstance(value, dict):
        return value
    return {name: _meaning(member) for name, member in value.items() if member is not None}


@given(_views, _views)
def test_a_view_and_its_patch_make_the_next_view(before: dict[str, Any], after: dict[str, Any]) -> None:
    assert _meaning(_patched(before, difference(before, after))) == _meaning(after)


@given(_views)
def test_what_did_not_change_is_not_told(view: dict[str, Any]) -> None:
    topics = Topics(epoch=3)
    first = topics.show("queues", view)
    assert first is not None
    assert (first.epoch, first.seq) == (3, 1)
    assert topics.show("queues", dict(view)) is None
    assert topics.heads() == {"queues": 1}


def test_each_change_is_one_further() -> None:
    topics = Topics(epoch=1)
    topics.show("agent:a", {"state": "available", "offer": None})
    patch = topics.show("agent:a", {"state": "offered", "offer": {"queue": "ventes"}})
    assert patch is not None
    assert (patch.seq, patch.patch) == (2, {"state": "offered", "offer": {"queue": "ventes"}})
    gone = topics.show("agent:a", {"state": "available", "offer": None})
    assert gone is not None
    assert gone.patch == {"state": "available", "offer": None}
    assert topics.snapshot("agent:b") is None


def test_a_topic_that_nobody_follows_costs_nothing_and_comes_back_whole() -> None:
    """Else each queue a supervisor ever looked at would be computed for ever."""
    made: list[str] = []

    def view_of(topic: str) -> dict[str, Any]:
        made.append(topic)
        return {"n": len(made)}

    topics = Topics(1, view_of)
    first = topics.snapshot("waiting:sales")
    assert first is not None
    topics.keep(frozenset({"queues"}))
    made.clear()
    topics.refresh(topics.followed())
    assert made == []
    second = topics.snapshot("waiting:sales")
    assert second is not None
    assert second.seq > first.seq + 1, "whoever still had the old view sees a gap and asks"
