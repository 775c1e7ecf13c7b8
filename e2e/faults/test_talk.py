"""In the middle of a talk: whatever befalls Keryx's programs, the two people go on talking and the record is complete and single."""

from random import Random

import pytest

from e2e.faults.faults import VICTIMS
from e2e.faults.trial import Tell, talk_through
from e2e.support.stack import Stack

pytestmark = [pytest.mark.e2e, pytest.mark.fault, pytest.mark.timeout(300)]

ONLY_ENGINE = ("twice", "race")
FOR_ALL = ("kill", "sleep", "cut", "deaf")


async def test_everything_is_killed(centre: Stack, chance: Random, record_property: Tell) -> None:
    """If this fails, one crashed process costs a conversation, its recording or its record."""
    await talk_through(centre, _in_any_order([("kill", victim) for victim in VICTIMS], chance), chance, record_property)


async def test_the_engine_is_no_longer_the_one(centre: Stack, chance: Random, record_property: Tell) -> None:
    """If this fails, an engine that slept through its own replacement goes on deciding, and two lead."""
    await talk_through(centre, [("cut", "engine"), ("twice", "engine")], chance, record_property)


@pytest.mark.soak
@pytest.mark.parametrize("victim", VICTIMS)
async def test_all_that_can_befall(centre: Stack, victim: str, chance: Random, record_property: Tell) -> None:
    """If this fails, a program that dies, sleeps, loses its connections or is there twice costs a conversation or its record."""
    faults = FOR_ALL + (ONLY_ENGINE if victim == "engine" else ())
    await talk_through(centre, _in_any_order([(fault, victim) for fault in faults], chance), chance, record_property)


def _in_any_order(plan: list[tuple[str, str]], chance: Random) -> list[tuple[str, str]]:
    return chance.sample(plan, len(plan))
