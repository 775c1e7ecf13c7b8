"""A transferred conversation is recorded to its end, whoever talks."""

from __future__ import annotations

from keryx.core import facts as f
from keryx.core import inputs as i
from tests.core.acme import Play


def test_a_direct_transfer_is_recorded_like_the_talk_before() -> None:
    """Else the second agent of a recorded call is missing from its recording."""
    play = Play()
    play.ready("alice")
    leg = play.call("3901")
    play.answer(leg)
    play.ready("bob")
    interaction = play.of(leg).id
    play.give(i.TransferCall(agent="alice", by="alice", interaction=interaction, to_agent="bob"))
    play.answer(leg)
    tracks = play.all(f.RecordingStarted)
    assert [(one.role, one.policy) for one in tracks] == [("contact", "all"), ("agent", "all"), ("agent", "all")]
    assert len({one.leg for one in tracks}) == 3
