"""A view that is patched must equal the view that was meant: an agent would otherwise see a call that is not there."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keryx.tenant_runtime.gateway.topics import KEPT_DELTAS, At, Patch, Topic, merge

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("target", "patch", "merged"),
    [
        ({"a": "b"}, {"a": "c"}, {"a": "c"}),
        ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
        ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
        ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
        ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
        ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
        (["a", "b"], {"a": 1}, {"a": 1}),
        ({"a": "foo"}, None, None),
        ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
        ([1, 2], {"a": "b", "c": None}, {"a": "b"}),
        ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
    ],
)
def test_the_examples_of_rfc_7396(target: Any, patch: Any, merged: Any) -> None:
    assert merge(target, patch) == merged


@given(JSON, JSON)
def test_merging_twice_changes_nothing_more(target: Any, patch: Any) -> None:
    once = merge(target, patch)
    assert merge(once, patch) == once


def at(seq: int, epoch: int = 1) -> At:
    return At(epoch, seq)


def test_a_reader_that_missed_a_little_is_given_the_patches() -> None:
    topic = Topic("queues")
    topic.whole(at(5), {"n": 5})
    for seq in (6, 7):
        topic.advance(Patch(at(seq), {"n": seq}))
    assert [delta.at.seq for delta in topic.since(at(5)) or []] == [6, 7]
    assert topic.since(at(7)) == []
    assert topic.data == {"n": 7}


@pytest.mark.parametrize("seen", [None, At(1, 4), At(0, 6), At(2, 1), At(1, 99)])
def test_a_reader_that_cannot_be_caught_up_is_given_all(seen: At | None) -> None:
    """A gap that went unnoticed would leave a desk wrong until its next reload."""
    topic = Topic("queues")
    topic.whole(at(5), {"n": 5})
    topic.advance(Patch(at(6), {"n": 6}))
    assert topic.since(seen) is None


def test_old_patches_are_not_kept_for_ever() -> None:
    topic = Topic("queues")
    topic.whole(at(0), {})
    for seq in range(1, KEPT_DELTAS + 2):
        topic.advance(Patch(at(seq), {"n": seq}))
    assert topic.since(at(0)) is None
    assert len(topic.since(at(1)) or []) == KEPT_DELTAS


@pytest.mark.parametrize("next_at", [At(1, 7), At(1, 5), At(2, 6)])
def test_a_patch_that_does_not_follow_is_not_applied(next_at: At) -> None:
    topic = Topic("queues")
    topic.whole(at(5), {"n": 5})
    with pytest.raises(ValueError):
        topic.advance(Patch(next_at, {"n": 0}))
    assert topic.data == {"n": 5}


def test_an_older_snapshot_does_not_turn_time_back() -> None:
    topic = Topic("queues")
    topic.whole(At(2, 1), {"n": "new"})
    assert not topic.whole(At(1, 900), {"n": "old"})
    assert topic.data == {"n": "new"}
