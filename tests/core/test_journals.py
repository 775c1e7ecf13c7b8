"""Journals of releases replay to the state they gave then. If this fails, an upgrade loses the calls that are up.

`python -m tests.core.test_journals NAME` writes a new one, once a release; those that are there are never written again.
"""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec
import pytest

from keryx.core.evolve import evolve
from keryx.core.facts import encode_fact
from keryx.core.inputs import (
    DeskGone,
    DeskSeen,
    GiveDisposition,
    HoldCall,
    LegAnswered,
    PauseRecordingRequest,
    SiteLost,
    TakePause,
    TransferCall,
)
from keryx.core.state import Kept, State
from keryx.core.upcast import read_fact
from tests.core.acme import Play

JOURNALS = Path(__file__).parent / "journals"


@pytest.mark.parametrize("journal", sorted(JOURNALS.glob("*.jsonl")), ids=lambda path: path.stem)
def test_a_released_journal_replays_to_the_same_state(journal: Path) -> None:
    state = State()
    for line in journal.read_bytes().splitlines():
        fact = read_fact(line)
        if fact is not None:
            evolve(state, fact)
    then = msgspec.json.decode(journal.with_suffix(".state.json").read_bytes(), type=Kept)
    for name in Kept.__struct_fields__:
        assert getattr(state, name) == getattr(then, name), name


def a_day() -> Play:
    """A little of everything: talks, a transfer, a reload, a missed call, callers in the menu, outside and waiting."""
    play = Play()
    play.ready("alice", "bob")
    first = play.call("3901")
    play.answer(first)
    alice = {"agent": "alice", "by": "alice", "interaction": play.of(first).id}
    play.give(HoldCall(**alice, held=True))
    play.give(HoldCall(**alice, held=False))
    play.give(PauseRecordingRequest(**alice, paused=True))
    play.give(GiveDisposition(**alice, code="sold", comment="ok"))
    play.give(TransferCall(**alice, to_queue="support"))
    play.answer(first)
    play.give(DeskGone(agent="bob", by="engine"))
    play.wait(4)
    play.give(DeskSeen(agent="bob", by="bob"))
    replaced = play.of(first).talk
    assert replaced is not None
    assert replaced.new_leg is not None
    play.give(LegAnswered(leg=replaced.new_leg))
    for keys in ("1", "3", "4"):
        leg = play.call("3900")
        play.played(leg)
        play.press(leg, keys)
    play.press(leg, "1", "2")
    play.wait(27)
    play.call("3901")
    play.wait(25)
    play.give(TakePause(agent="alice", by="alice", reason="lunch"))
    play.call("0000")
    play.call("3900")
    play.give(SiteLost(site="paris", cause="connection"))
    return play


def write(name: str) -> None:
    """Keep what today's core decides and makes of it as the journal `name`."""
    play = a_day()
    journal = JOURNALS / f"{name}.jsonl"
    if journal.exists():
        raise FileExistsError(f"{journal} is of a release and stays as it is")
    journal.write_bytes(b"".join(encode_fact(fact) + b"\n" for fact in play.facts))
    kept = Kept(**{field: getattr(play.centre.state, field) for field in Kept.__struct_fields__})
    journal.with_suffix(".state.json").write_bytes(
        msgspec.json.format(msgspec.json.encode(kept, order="sorted")) + b"\n"
    )


if __name__ == "__main__":
    write(sys.argv[1])
