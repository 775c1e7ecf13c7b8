"""Walking through a flow: one handler a step kind, found by a table.

A step begins (StepStarted), does its own thing, and finishes with the name of the branch taken (StepFinished). Steps
that ask nothing of the caller are walked through within one turn. Words of the centre's own (welcome, closed,
overflow) are steps too, of a flow whose name says whose they are (`entry:main`, `queue:sales`), so that they show in
the timeline like all others.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from keryx.core import facts as f
from keryx.core import outside, queueing, recording
from keryx.core.ending import end, keys_ref
from keryx.core.inputs import KeyPressed, PlaybackEnded
from keryx.core.instant_steps import INSTANT_STEPS
from keryx.core.state import Interaction, Position
from keryx.core.turn import Turn
from keryx.crds.kinds.flow import Step

PROMPT_AT_MOST_MS = 600_000
"""A playback whose end is never reported ends its step after this."""
MAX_STEPS_A_TURN = 1_000
WORDS = "words"
"""Kind of the centre's own steps."""


def begin(turn: Turn, interaction: Interaction, flow: str) -> None:
    """Start a flow at its first step."""
    spec = turn.config_of(interaction).flows.get(flow) or turn.config.flows.get(flow)
    if spec is None:
        end(turn, interaction, "lost", cause="flow_missing", by="engine")
        return
    walk(turn, interaction, flow, spec.start)


def walk(turn: Turn, interaction: Interaction, flow: str, step_name: str | None) -> None:
    """Go on at `step_name`, through all steps that need no caller; None ends the flow."""
    for _ in range(MAX_STEPS_A_TURN):
        if step_name is None:
            end(turn, interaction, "contained", cause="flow_ended", by="flow")
            return
        step = find_step(turn, interaction, flow, step_name)
        if step is None:
            end(turn, interaction, "lost", cause="step_missing", by="engine")
            return
        kind = step.field
        if kind not in INSTANT_STEPS:
            _STARTS[kind](turn, interaction, flow, step, step.body)
            return
        start_step(turn, interaction, flow, step.name, kind)
        outcome, step_name = INSTANT_STEPS[kind](turn, interaction, step.body)
        finish_step(turn, interaction, outcome, step_name)
    end(turn, interaction, "lost", cause="flow_loops", by="engine")


def find_step(turn: Turn, interaction: Interaction, flow: str, name: str) -> Step | None:
    for config in (turn.config_of(interaction), turn.config):
        spec = config.flows.get(flow)
        found = None if spec is None else next((step for step in spec.steps if step.name == name), None)
        if found is not None:
            return found
    return None


def start_step(
    turn: Turn,
    interaction: Interaction,
    flow: str,
    step: str,
    kind: str,
    *,
    media: tuple[str, ...] = (),
    until: int | None = None,
    sensitive: bool = False,
    attempt: int = 1,
) -> None:
    """StepStarted, with the contact answered first when it must hear or key something."""
    if (media or until is not None) and interaction.answered_at is None:
        answer(turn, interaction)
    if sensitive:
        recording.pause(turn, interaction, "sensitive")
    turn.emit(
        f.StepStarted(
            at=turn.now,
            interaction=interaction.id,
            flow=flow,
            flow_version=interaction.config_version,
            step=step,
            kind=kind,
            leg=interaction.leg,
            playback=turn.new_id() if media else None,
            media=media,
            until=turn.now + PROMPT_AT_MOST_MS if media else until,
            sensitive=sensitive,
            language=interaction.language,
            attempt=attempt,
        )
    )


def answer(turn: Turn, interaction: Interaction) -> None:
    """The carrier bills from here: only when there is something to hear."""
    if interaction.answered_at is None:
        turn.emit(
            f.ContactAnswered(at=turn.now, interaction=interaction.id, leg=interaction.leg, bridge=interaction.bridge)
        )


def finish_step(
    turn: Turn, interaction: Interaction, outcome: str, next_step: str | None, *, label: str | None = None
) -> None:
    position = interaction.position
    if position is None:
        return
    turn.emit(
        f.StepFinished(
            at=turn.now,
            interaction=interaction.id,
            flow=position.flow,
            step=position.step,
            kind=position.kind,
            outcome=outcome,
            next=next_step,
            label=label,
            stopped_playback=position.playback,
            leg=interaction.leg,
        )
    )
    if position.sensitive:
        recording.resume(turn, interaction, "sensitive")


# --- what reaches a step ------------------------------------------------------------------------------------------


def on_key(turn: Turn, report: KeyPressed) -> None:
    """A key of the contact. One pressed during the words before a menu cuts them short; elsewhere keys mean nothing."""
    interaction = turn.of_leg(report.leg)
    if interaction is None or interaction.leg != report.leg or interaction.state != "in_flow":
        return
    position = interaction.position
    spec = _current_spec(turn, interaction)
    if position is None or spec is None or position.finished:
        return
    if position.kind in ("say", "play"):
        _key_ahead(turn, interaction, position, spec, report)
    elif position.kind == "menu":
        _menu_key(turn, interaction, position, spec, report.digit)
    elif position.kind == "read_keys":
        _read_key(turn, interaction, position, spec, report.digit)


def on_playback_ended(turn: Turn, report: PlaybackEnded) -> None:
    """A step's words, or an announcement of the wait, were heard (or could not be played)."""
    interaction = turn.state.interactions.get(turn.state.playbacks.get(report.playback, ""))
    if interaction is None:
        return
    if interaction.wait is not None:
        queueing.announcement_ended(turn, interaction, report.playback)
    elif interaction.position is not None and interaction.state == "in_flow":
        heard(turn, interaction, interaction.position)


def heard(turn: Turn, interaction: Interaction, position: Position) -> None:
    spec = _current_spec(turn, interaction)
    if position.kind == WORDS:
        queueing.after_words(turn, interaction, position)
    elif spec is None:
        end(turn, interaction, "lost", cause="step_missing", by="engine")
    elif position.kind in ("say", "play"):
        finish_step(turn, interaction, "next", spec.next)
        walk(turn, interaction, position.flow, spec.next)
    elif position.kind == "hang_up":
        finish_step(turn, interaction, "hang_up", None)
        end(turn, interaction, "contained", cause="flow_hung_up", by="flow")
    else:
        turn.emit(
            f.StepPrompted(
                at=turn.now,
                interaction=interaction.id,
                step=position.step,
                until=turn.now + spec.timeout_seconds * 1000,
            )
        )


def on_step_due(turn: Turn, interaction: Interaction) -> None:
    """No key in time, or a playback whose end was never told."""
    position = interaction.position
    spec = _current_spec(turn, interaction)
    if position is None:
        return
    if position.playback is not None or spec is None:
        heard(turn, interaction, position)
    elif position.kind == "menu":
        _again(turn, interaction, position, spec, "no_input", spec.no_input)
    elif position.kind == "read_keys":
        _keys_complete(turn, interaction, position, spec)
    else:
        heard(turn, interaction, position)


def begin_again(turn: Turn, interaction: Interaction, position: Position) -> None:
    """After a takeover neither what was heard nor the keys already read are known: the step is begun again."""
    finish_step(turn, interaction, "restarted", position.step)
    if position.kind != WORDS:
        walk(turn, interaction, position.flow, position.step)
        return
    words = queueing.words_of(turn, interaction, position)
    if words is None:
        queueing.after_words(turn, interaction, position)
    else:
        queueing.say(turn, interaction, position.flow, position.step, words)


def _current_spec(turn: Turn, interaction: Interaction) -> Any:
    position = interaction.position
    if position is None or position.kind == WORDS:
        return None
    step = find_step(turn, interaction, position.flow, position.step)
    return None if step is None or step.field != position.kind else step.body


# --- steps that speak ---------------------------------------------------------------------------------------------


def _speak(turn: Turn, interaction: Interaction, flow: str, step: Step, spec: Any) -> None:
    media = turn.media([announcement_of(spec)], interaction.language, turn.config_of(interaction))
    start_step(turn, interaction, flow, step.name, step.field, media=media)


def announcement_of(spec: Any) -> Any:
    """What a step says: its `announcement`, or the step itself where it is one (say, play)."""
    return getattr(spec, "announcement", spec)


def _ask(
    turn: Turn, interaction: Interaction, flow: str, step: Step, spec: Any, attempt: int = 1, first: Any = None
) -> None:
    kind = step.field
    media = turn.media([first, spec.announcement], interaction.language, turn.config_of(interaction))
    turn.state.personal.pop(keys_ref(interaction.id), None)
    start_step(
        turn,
        interaction,
        flow,
        step.name,
        kind,
        media=media,
        until=turn.now + spec.timeout_seconds * 1000,
        sensitive=getattr(spec, "sensitive", False),
        attempt=attempt,
    )


def _key_ahead(turn: Turn, interaction: Interaction, position: Position, spec: Any, report: KeyPressed) -> None:
    """Who knows the centre does not wait for its welcome: the key is the next step's, if that step reads keys."""
    following = None if spec.next is None else find_step(turn, interaction, position.flow, spec.next)
    if following is not None and following.field in ("menu", "read_keys"):
        finish_step(turn, interaction, "next", spec.next)
        walk(turn, interaction, position.flow, spec.next)
        on_key(turn, report)


def _menu_key(turn: Turn, interaction: Interaction, position: Position, spec: Any, digit: str) -> None:
    choice = next((one for one in spec.choices if one.key == digit), None)
    if choice is None:
        _again(turn, interaction, position, spec, "invalid", spec.invalid)
        return
    finish_step(turn, interaction, digit, choice.next, label=choice.label)
    walk(turn, interaction, position.flow, choice.next)


def _again(turn: Turn, interaction: Interaction, position: Position, spec: Any, outcome: str, words: Any) -> None:
    """Ask again, or give up after the last attempt."""
    if position.attempt >= spec.attempts:
        finish_step(turn, interaction, "failure", spec.on_failure)
        walk(turn, interaction, position.flow, spec.on_failure)
        return
    finish_step(turn, interaction, outcome, position.step)
    step = find_step(turn, interaction, position.flow, position.step)
    if step is not None:
        _ask(turn, interaction, position.flow, step, spec, position.attempt + 1, words)


def _read_key(turn: Turn, interaction: Interaction, position: Position, spec: Any, digit: str) -> None:
    ref = keys_ref(interaction.id)
    if digit == spec.terminator:
        _keys_complete(turn, interaction, position, spec)
        return
    keys = turn.state.personal.get(ref, "") + digit
    turn.state.personal[ref] = keys
    turn.emit(
        f.KeyTaken(
            at=turn.now,
            interaction=interaction.id,
            step=position.step,
            count=len(keys),
            stopped_playback=position.playback,
            leg=interaction.leg,
            until=turn.now + spec.timeout_seconds * 1000,
        )
    )
    if len(keys) >= spec.max_length:
        _keys_complete(turn, interaction, position, spec)


def _keys_complete(turn: Turn, interaction: Interaction, position: Position, spec: Any) -> None:
    keys = turn.state.personal.pop(keys_ref(interaction.id), "")
    if len(keys) < spec.min_length:
        _again(turn, interaction, position, spec, "no_input" if not keys else "invalid", None)
        return
    turn.emit(
        f.VariableSet(
            at=turn.now,
            interaction=interaction.id,
            name=spec.variable,
            value_ref=_keys_kept(turn, interaction, keys, sensitive=spec.sensitive),
        )
    )
    finish_step(turn, interaction, "next", spec.next)
    walk(turn, interaction, position.flow, spec.next)


def _keys_kept(turn: Turn, interaction: Interaction, keys: str, *, sensitive: bool) -> str:
    """Sensitive keys (a card number) live in memory only, for as long as the interaction."""
    if not sensitive:
        return turn.keep(interaction.id, "keys", keys)
    ref = turn.new_id()
    turn.state.personal[ref] = keys
    return ref


def _queue(turn: Turn, interaction: Interaction, flow: str, step: Step, spec: Any) -> None:
    start_step(turn, interaction, flow, step.name, "queue")
    if spec.priority is not None:
        turn.emit(f.PrioritySet(at=turn.now, interaction=interaction.id, priority=spec.priority))
    finish_step(turn, interaction, "queued", None)
    queueing.enter(turn, interaction, spec.queue, cause="flow")


def _transfer(turn: Turn, interaction: Interaction, flow: str, step: Step, spec: Any) -> None:
    start_step(turn, interaction, flow, step.name, "transfer")
    answer(turn, interaction)
    outside.dial(turn, interaction, step.name, spec)


def _hang_up(turn: Turn, interaction: Interaction, flow: str, step: Step, spec: Any) -> None:
    media = turn.media([spec.announcement], interaction.language, turn.config_of(interaction))
    start_step(turn, interaction, flow, step.name, "hang_up", media=media)
    if not media and interaction.position is not None:
        heard(turn, interaction, interaction.position)


_STARTS: dict[str, Callable[[Turn, Interaction, str, Step, Any], None]] = {
    "say": _speak,
    "play": _speak,
    "menu": _ask,
    "read_keys": _ask,
    "queue": _queue,
    "transfer": _transfer,
    "hang_up": _hang_up,
}
