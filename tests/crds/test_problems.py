"""What the author of a wrong manifest is told. Should one of these change, somebody would search longer for a mistake."""

import os
from pathlib import Path

import pytest

from keryx import crds

_HERE = Path(__file__).parent
_CASES = sorted((_HERE / "problems").glob("*.yaml"))


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case.stem)
def test_a_mistake_is_told_in_a_sentence(case: Path) -> None:
    result = crds.compile(crds.load([_HERE / "centre.yaml", case]))
    told = "".join(
        f"{problem.kind or 'File'} {problem.name} {problem.path or '-'} line {problem.line} {problem.reason}"
        f"{f' missing={problem.missing}' if problem.missing else ''}: {problem.message}\n"
        for problem in result.problems
    )
    golden = case.with_suffix(".txt")
    if os.environ.get("KERYX_GOLDEN") == "write":
        golden.write_text(told)
    assert told == golden.read_text()


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case.stem)
def test_a_mistake_does_not_stop_the_others(case: Path) -> None:
    """A wrong object beside a sound centre leaves the centre running."""
    result = crds.compile(crds.load([_HERE / "centre.yaml", case]))
    config, _ = result.tenants["acme"]
    assert config.entries["main"].numbers == ("3900", "+33142000000")
    assert "sales" in config.queues


def test_the_sound_centre_has_no_problem() -> None:
    assert crds.compile(crds.load([_HERE / "centre.yaml"])).problems == ()
