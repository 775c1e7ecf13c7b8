"""The chain of the audit trail. If these fail, somebody can cover up what they did."""

import msgspec
import pytest

from keryx.core.audit import START, Event, Head, link, verify

CHAIN = "acme/runtime"


def _chain(length: int = 5) -> list[tuple[Event, str]]:
    chained, previous = [], START
    for seq in range(1, length + 1):
        event = Event(
            chain=CHAIN, seq=seq, at=1_790_000_000_000 + seq, actor_kind="person", actor="p1", actor_login="léa",
            address="10.0.0.1", session="s", action="recordings.play", object_kind="recording", object_id=f"r{seq}",
            object_name="", before=None, after={"n": seq, "z": [1, {"b": None}]}, why="Your role may.",
        )  # fmt: skip
        previous = link(previous, event)
        chained.append((event, previous.hex()))
    return chained


def _faults(chained: list[tuple[Event, str]], *heads: Head) -> list[int]:
    return [fault.seq for fault in verify(CHAIN, chained, heads)]


def _head(chained: list[tuple[Event, str]], seq: int) -> Head:
    return Head(chain=CHAIN, seq=seq, hash=chained[seq - 1][1])


def test_a_whole_chain_is_right() -> None:
    chained = _chain()
    assert _faults(chained, _head(chained, 3), _head(chained, 5)) == []
    assert _faults([]) == []


@pytest.mark.parametrize("field", [name for name in Event.__struct_fields__ if name not in ("chain", "seq")])
def test_whatever_is_changed_in_an_event_is_found(field: str) -> None:
    chained = _chain()
    event, kept = chained[2]
    changed: object = {"n": 9} if field in ("before", "after") else 7 if field == "at" else "other"
    chained[2] = (msgspec.structs.replace(event, **{field: changed}), kept)
    assert 3 in _faults(chained)


def test_a_removed_event_is_found_also_when_it_was_the_first() -> None:
    assert 2 in _faults(_chain()[:1] + _chain()[2:])
    assert 1 in _faults(_chain()[1:])


def test_a_chain_that_was_made_anew_is_found_by_a_head_that_was_signed() -> None:
    chained = _chain()
    forged, previous = [], START
    for event, _ in chained:
        changed = msgspec.structs.replace(event, actor="somebody else")
        previous = link(previous, changed)
        forged.append((changed, previous.hex()))
    assert _faults(forged) == []
    assert _faults(forged, _head(chained, 4)) == [4]


def test_an_end_that_was_cut_is_found_by_a_head_that_was_signed() -> None:
    chained = _chain()
    assert _faults(chained[:3]) == []
    assert _faults(chained[:3], _head(chained, 5)) == [4]
    assert _faults([], _head(chained, 5)) == [1]


def test_heads_of_another_chain_say_nothing() -> None:
    chained = _chain()
    assert _faults(chained, Head(chain="globex/runtime", seq=9, hash="ff")) == []
