"""Ids order the journal's interactions and the clock orders its facts: neither may ever go back."""

import random
import uuid

from hypothesis import given
from hypothesis import strategies as st

from keryx.kit.clock import Clock
from keryx.kit.ids import Ids


@given(st.lists(st.integers(min_value=0, max_value=2**47), min_size=2, max_size=50), st.integers())
def test_ids_grow_whatever_the_clock_does(times: list[int], seed: int) -> None:
    remaining = iter(times)
    ids = Ids(lambda: next(remaining), random.Random(seed).getrandbits)
    made = [uuid.UUID(ids()) for _ in times]
    assert [value.int for value in made] == sorted({value.int for value in made})
    assert all(value.version == 7 and value.variant == uuid.RFC_4122 for value in made)


def test_many_ids_within_one_millisecond_stay_in_order() -> None:
    ids = Ids(lambda: 1_000)
    made = [ids() for _ in range(10_000)]
    assert made == sorted(set(made))


def test_a_seed_makes_the_same_ids_again() -> None:
    one, other = (Ids(lambda: 5, random.Random(3).getrandbits) for _ in range(2))
    assert [one() for _ in range(5)] == [other() for _ in range(5)]


def test_the_clock_ignores_a_wall_clock_that_is_set_back_and_starts_behind_no_earlier_leader() -> None:
    wall, monotonic = [10_000_000_000], [5_000_000]
    clock = Clock(wall_ns=lambda: wall[0], monotonic_ns=lambda: monotonic[0])
    assert clock.now() == 10_000
    wall[0], monotonic[0] = 0, 7_000_000
    assert clock.now() == 10_002
    late = Clock(wall_ns=lambda: wall[0], monotonic_ns=lambda: monotonic[0], not_before=10_500)
    assert late.now() == 10_500
