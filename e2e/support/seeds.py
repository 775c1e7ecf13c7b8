"""Chance that can be had again: one seed a run (KERYX_SEED), printed, from which every test draws its own numbers."""

from __future__ import annotations

import os
import random
import time

VARIABLE = "KERYX_SEED"
SEED = int(os.environ.get(VARIABLE) or time.time_ns() % 1_000_000)


def chance(subject: str) -> random.Random:
    """The chance of `subject` (a test's name): the same in every run with the same seed, whatever else runs."""
    return random.Random(f"{SEED}/{subject}")
