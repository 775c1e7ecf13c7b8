"""`keryx audit verify` on exports and signed heads. If it fails, an auditor believes a trail that was tampered with."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from keryx.cli.main import app
from keryx.core.audit import START, Event, Head, link
from keryx.kit.audit import line, sign_head
from keryx.kit.tokens import generate_key_pair

CHAIN = "acme/control-plane"


@pytest.fixture
def trail(tmp_path: Path) -> Path:
    """An export of three events, the head that was signed of it, and the key."""
    private, public = generate_key_pair()
    previous, lines = START, []
    for seq in (1, 2, 3):
        event = Event(
            chain=CHAIN, seq=seq, at=1_790_000_000_000 + seq, actor_kind="person", actor="p", actor_login="lea",
            address="", session="", action="people.write", object_kind="person", object_id="q", object_name="max",
            before={"team": "a"}, after={"team": "b"}, why="",
        )  # fmt: skip
        previous = link(previous, event)
        lines.append(line(event, previous, "jsonl"))
    (tmp_path / "trail.jsonl").write_text("".join(lines))
    (tmp_path / "key.pem").write_text(public)
    head = Head(chain=CHAIN, seq=3, hash=previous.hex())
    (tmp_path / "acme.heads").write_text(sign_head(private, "control-plane", head) + "\n")
    return tmp_path


def _verify(folder: Path) -> tuple[int, str]:
    options = ["--export", folder / "trail.jsonl", "--heads", folder / "acme.heads", "--key", folder / "key.pem"]
    result = CliRunner().invoke(app, ["audit", "verify", *map(str, options)])
    return result.exit_code, result.output


def test_a_trail_nobody_touched_is_right(trail: Path) -> None:
    assert _verify(trail) == (0, f"{CHAIN}: 3 events, 1 signed heads, nothing changed or missing\n")


def test_a_changed_event_and_a_cut_end_are_told(trail: Path) -> None:
    file = trail / "trail.jsonl"
    first, second, _ = file.read_text().splitlines()
    changed = json.loads(second) | {"actor_login": "somebody"}
    file.write_text(f"{first}\n{json.dumps(changed)}\n")
    code, told = _verify(trail)
    assert code == 1
    assert "event 2: the event was changed" in told
    assert "event 3: the end was cut: there were events up to 3" in told


def test_a_head_of_a_strange_key_and_garbage_are_told_in_a_sentence(trail: Path) -> None:
    (trail / "key.pem").write_text(generate_key_pair()[1])
    assert _verify(trail) == (1, f"keryx: {trail}/acme.heads holds a head that none of the given keys signed\n")
    (trail / "trail.jsonl").write_text("what is this\n")
    (trail / "acme.heads").write_text("")
    code, told = _verify(trail)
    assert (code, told.startswith("keryx: line 1 is no event")) == (1, True)
