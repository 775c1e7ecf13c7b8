"""Drift. An operator that sees drift where there is none writes for ever; one that is blind leaves a broken tenant broken."""

from typing import Any

import pytest

from keryx.operator.compare import difference

_DEPLOYMENT = {"spec": {"replicas": 2, "template": {"spec": {"containers": [{"name": "engine", "ports": []}]}}}}


def test_what_the_server_adds_is_no_difference() -> None:
    live = {
        "metadata": {"uid": "1"},
        "spec": {
            "replicas": 2,
            "template": {"spec": {"containers": [{"name": "engine", "image": "x"}], "dnsPolicy": "y"}},
        },
    }
    assert difference(live, _DEPLOYMENT) is None


@pytest.mark.parametrize(
    ("live", "said"),
    [
        ({}, "spec is missing"),
        ({"spec": {"replicas": 0}}, "spec.replicas is 0, not 2"),
        ({"spec": {"replicas": 2, "template": {"spec": {"containers": []}}}}, "containers has 0 entries, not 1"),
        (
            {"spec": {"replicas": 2, "template": {"spec": {"containers": [{"name": "x"}]}}}},
            "containers[0].name is 'x', not 'engine'",
        ),
    ],
)
def test_the_first_difference_is_told_in_words(live: dict[str, Any], said: str) -> None:
    assert said in (difference(live, _DEPLOYMENT) or "")
