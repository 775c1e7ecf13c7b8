"""`keryx validate`: what a person, or a pipeline, is told before anything runs."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from keryx.cli.main import app

_ROOT = Path(__file__).parents[2]
_CENTRE = _ROOT / "tests" / "crds" / "centre.yaml"
_BROKEN = _ROOT / "tests" / "crds" / "problems" / "missing-step.yaml"


def _validate(*arguments: str, stdin: str | None = None) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["validate", *arguments], input=stdin)
    return result.exit_code, result.stdout


def test_the_example_is_sound() -> None:
    """A newcomer's first command would complain."""
    code, said = _validate(str(_ROOT / "examples" / "acme"))
    assert (code, said) == (0, "no problems; tenants: acme\n")


def test_problems_for_programs() -> None:
    """A pipeline would let a broken flow through."""
    code, said = _validate(str(_CENTRE), str(_BROKEN), "--output", "json")
    assert code == 1
    assert json.loads(said) == [
        {
            "kind": "Flow",
            "name": "test",
            "path": "spec.steps[0].say.next",
            "message": "step `hello` leads by `next` to step `goodbye`, which the flow does not have",
        }
    ]


def test_problems_for_people_name_file_and_line() -> None:
    code, said = _validate(str(_CENTRE), str(_BROKEN))
    assert code == 1
    assert said.startswith(f"{_BROKEN}:8: Flow test, spec.steps[0].say.next: step `hello` leads")


def test_no_problem_is_an_empty_list() -> None:
    assert _validate(str(_CENTRE), "--output", "json") == (0, "[]\n")


def test_standard_input() -> None:
    assert _validate("-", stdin=_CENTRE.read_text())[0] == 0
    code, said = _validate("-", "--output", "json", stdin="kind: [")
    assert code == 1
    assert json.loads(said)[0]["name"] == "standard input"


def test_a_folder_that_is_not_there() -> None:
    code, said = _validate("/nowhere/at/all")
    assert (code, said) == (1, "/nowhere/at/all: /nowhere/at/all does not exist\n")
