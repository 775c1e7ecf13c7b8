"""If these fail, callers are lost between prompts and keys, or personal keys leak into the journal."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from keryx.core import commands as c
from keryx.core import facts as f
from keryx.core import inputs as i
from tests.core.acme import Play, config


def flow_of(*steps: Mapping[str, object], start: str = "first") -> Play:
    return Play(config(flows={"welcome": {"start": start, "steps": list(steps)}}))


QUEUE = {"name": "sales", "queue": {"queue": "sales"}}
BYE: dict[str, object] = {"name": "bye", "hangUp": {}}


def test_a_key_cuts_the_announcement_short() -> None:
    play = Play()
    leg = play.call()
    play.played(leg)
    playing = play.last(c.PlayTo).playback
    play.press(leg, "2")
    assert play.last(c.StopPlaying).playback == playing
    assert play.of(leg).wait is not None


def test_a_menu_is_offered_again_and_then_gives_up() -> None:
    play = Play()
    leg = play.call()
    play.played(leg)
    play.press(leg, "9")
    play.played(leg)
    play.wait(5)
    play.played(leg)
    play.wait(5)
    assert [one.outcome for one in play.all(f.StepFinished)] == ["next", "invalid", "no_input", "failure"]
    assert play.of(leg).position is not None
    play.played(leg)
    assert play.last(f.InteractionEnded).outcome == "contained"


def test_keyed_digits_are_in_the_vault_only() -> None:
    play = Play()
    leg = play.call()
    play.played(leg)
    play.press(leg, "4", "7", "3", "5", "8")
    interaction = play.of(leg)
    assert play.centre.state.personal[interaction.refs["code"]] == "7358"
    assert interaction.minima == {"english": 5}
    written = b"".join(f.encode_fact(fact) for fact in play.facts)
    assert b"7358" not in written
    assert b"33612345678" not in written


def test_too_few_keys_ask_again_then_fail() -> None:
    play = Play()
    leg = play.call()
    play.played(leg)
    play.press(leg, "4", "7", "#")
    assert play.last(f.StepFinished).outcome == "invalid"
    play.played(leg)
    play.wait(6)
    assert play.last(f.StepFinished).outcome == "failure"


def test_sensitive_keys_are_never_handed_to_the_vault() -> None:
    play = flow_of(
        {
            "name": "first",
            "readKeys": {
                "announcement": {"text": "Carte"},
                "variable": "card",
                "maxLength": 4,
                "sensitive": True,
                "next": "sales",
                "onFailure": "sales",
            },
        },
        QUEUE,
    )
    leg = play.call()
    kinds = []
    for digit in "1234":
        kinds += [one.kind for one in play.centre.handle(i.KeyPressed(leg=leg, digit=digit), play.now).personal]
    assert kinds == []
    assert play.of(leg).wait is not None


@pytest.mark.parametrize(
    ("operator", "value", "yes"),
    [
        ("eq", "3900", True),
        ("ne", "3900", False),
        ("startsWith", "39", True),
        ("gt", "4000", False),
        ("lt", "4000", True),
    ],
)
def test_conditions(operator: str, value: str, yes: bool) -> None:
    condition = {"variable": "dialled", "operator": operator, "value": value, "yes": "sales", "no": "bye"}
    play = flow_of({"name": "first", "condition": condition}, QUEUE, BYE)
    leg = play.call()
    assert (leg in play.centre.state.legs) == yes


def test_steps_that_ask_nobody_are_walked_in_one_turn() -> None:
    play = flow_of(
        {"name": "first", "setVariable": {"variable": "language", "value": "en", "next": "pick"}},
        {
            "name": "pick",
            "selector": {"variable": "language", "cases": [{"value": "en", "next": "mark"}], "otherwise": "bye"},
        },
        {"name": "mark", "marker": {"marker": "english", "next": "prio"}},
        {"name": "prio", "setPriority": {"priority": 90, "next": "there"}},
        {"name": "there", "agentsAvailable": {"queue": "sales", "yes": "bye", "no": "sales"}},
        QUEUE,
        BYE,
    )
    leg = play.call()
    interaction = play.of(leg)
    assert interaction.language == "en"
    assert interaction.wait is not None
    assert interaction.wait.priority == 90 + 50
    assert play.last(f.MarkerPassed).marker == "english"
    assert [one.outcome for one in play.all(f.StepFinished)][-2:] == ["no", "queued"]


def test_a_transfer_outside_that_answers_and_ends() -> None:
    play = Play()
    leg = play.call()
    play.played(leg)
    play.press(leg, "3")
    dialled = play.last(c.CallOutside)
    play.give(i.LegAnswered(leg=dialled.leg))
    assert play.last(c.Join).leg == dialled.leg
    play.give(i.LegEnded(leg=dialled.leg, cause="normal"))
    assert play.last(f.InteractionEnded).outcome == "contained"
    assert play.last(c.HangUp).leg == leg


def test_a_transfer_outside_that_nobody_answers_goes_on_by_its_branch() -> None:
    play = Play()
    leg = play.call()
    play.played(leg)
    play.press(leg, "3")
    play.wait(30)
    assert play.last(f.OutsideEnded).hang_up_leg
    position = play.of(leg).position
    assert position is not None
    assert position.step == "bye"


def test_an_interaction_keeps_the_flow_it_began_with() -> None:
    play = Play()
    old, new = play.call(), None
    changed = config(
        flows={"welcome": {"start": "bye", "steps": [{"name": "bye", "hangUp": {"announcement": {"text": "Non"}}}]}}
    )
    play.take(play.centre.use_config(changed, 2, "h2", play.now))
    new = play.call()
    play.played(old)
    play.press(old, "1")
    assert play.of(old).wait is not None
    position = play.of(new).position
    assert position is not None
    assert position.step == "bye"


def test_a_playback_whose_end_is_never_told_does_not_hold_the_call_for_ever() -> None:
    play = Play()
    leg = play.call()
    play.wait(601)
    position = play.of(leg).position
    assert position is not None
    assert position.step == "choose"
