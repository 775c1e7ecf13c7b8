"""Into a queue, what is told while waiting, and out of it by the overflow rules."""

from __future__ import annotations

from typing import Literal

from keryx.core import facts as f
from keryx.core import flow, recording, schedule
from keryx.core.ending import end
from keryx.core.estimate import expected_wait_ms
from keryx.core.state import Interaction, Position
from keryx.core.turn import Turn
from keryx.crds.announcements import position_media, wait_media
from keryx.crds.kinds.announcement import Announcement
from keryx.crds.kinds.queue import OverflowAction, QueueSpec

Cause = Literal["flow", "entry", "overflow", "transfer", "returned"]
MAX_OVERFLOWS = 5
"""A contact handed from queue to queue more often than this is let go: rules that point at each other must end."""
RECORDING_NOTICE = "recording_notice"


def enter(
    turn: Turn,
    interaction: Interaction,
    queue: str,
    *,
    cause: Cause,
    entered_at: int | None = None,
    ahead: bool = False,
) -> None:
    """Wait in `queue`, unless one of its rules sends the contact elsewhere at once. One that returns always gets in."""
    spec = turn.config.queues.get(queue)
    if spec is None:
        _let_go(turn, interaction, queue, "queue_missing")
        return
    rule = None if ahead else _rule_at_the_door(turn, queue, spec)
    if rule is not None:
        _overflow(turn, interaction, queue, rule[1], rule[0])
        return
    notice = None if ahead else _recording_notice(turn, interaction, queue)
    if notice is not None:
        say(turn, interaction, f"queue:{queue}", RECORDING_NOTICE, notice)
        return
    flow.answer(turn, interaction)
    _wait(turn, interaction, queue, spec, cause, turn.now if entered_at is None else entered_at, ahead)


def _recording_notice(turn: Turn, interaction: Interaction, queue: str) -> Announcement | None:
    """What a contact is told, once, before a conversation that will be recorded."""
    policy = recording.policy_of(turn.config, interaction, queue)
    if policy is None or interaction.told_of_recording or policy[1].mode == "never":
        return None
    wanted = policy[1].mode == "onDemand" or recording.wants_recording(interaction, policy[1])
    return policy[1].announce if wanted else None


def _rule_at_the_door(turn: Turn, queue: str, spec: QueueSpec) -> tuple[str, OverflowAction | None] | None:
    """The first rule that keeps a contact out, with what it says to do."""
    rules, board = spec.overflow, turn.board.queue(queue)
    if spec.schedule is not None and not schedule.is_open_by_name(turn.config, spec.schedule, turn.now):
        return "closed", rules.closed
    if rules.nobody_logged_in is not None and board.signed_in <= 0:
        return "nobody_logged_in", rules.nobody_logged_in
    if rules.waiting_count is not None and len(board.waiting) > rules.waiting_count.over:
        return "waiting_count", rules.waiting_count.then
    if spec.max_waiting is not None and len(board.waiting) >= spec.max_waiting:
        return "full", rules.waiting_count.then if rules.waiting_count is not None else None
    return None


def _wait(
    turn: Turn, interaction: Interaction, queue: str, spec: QueueSpec, cause: Cause, entered_at: int, ahead: bool
) -> None:
    waiting = spec.overflow.waiting_seconds
    announced = spec.announcements.position or spec.announcements.expected_wait
    turn.emit(
        f.QueueEntered(
            at=turn.now,
            interaction=interaction.id,
            queue=queue,
            priority=interaction.priority + spec.priority,
            entered_at=entered_at,
            ahead=ahead,
            cause=cause,
            minima=_minima(interaction, spec),
            overflow_at=None if waiting is None or ahead else turn.now + waiting.after * 1000,
            announce_at=turn.now + spec.announcements.first_after_seconds * 1000 if announced else None,
            music=turn.music(queue),
            leg=interaction.leg,
            from_queue=interaction.queues[-1] if cause == "overflow" and interaction.queues else None,
        )
    )


def _minima(interaction: Interaction, spec: QueueSpec) -> dict[str, int]:
    """Both the queue's and the flow's minima hold: the higher one of each skill."""
    skills = dict(spec.skills)
    for skill, level in interaction.minima.items():
        skills[skill] = max(level, skills.get(skill, 0))
    return skills


# --- told while waiting -------------------------------------------------------------------------------------------


def on_announce_due(turn: Turn, interaction: Interaction) -> None:
    """Position and expected wait, in the contact's language; music goes on afterwards."""
    wait = interaction.wait
    spec = None if wait is None else turn.config.queues.get(wait.queue)
    if wait is None or spec is None:
        return
    if wait.playback is not None:  # its end was never told
        announcement_ended(turn, interaction, wait.playback)
    position = turn.board.position(interaction.id)
    expected = expected_wait_ms(turn, wait.queue, position)
    media: tuple[str, ...] = ()
    if spec.announcements.position:
        media += tuple(position_media(interaction.language, position))
    if spec.announcements.expected_wait and expected is not None:
        media += tuple(wait_media(interaction.language, expected))
    if not media:
        return
    turn.emit(
        f.WaitAnnounced(
            at=turn.now,
            interaction=interaction.id,
            queue=wait.queue,
            position=position,
            expected_ms=expected,
            leg=interaction.leg,
            playback=turn.new_id(),
            media=media,
            next_at=turn.now + spec.announcements.every_seconds * 1000,
        )
    )


def announcement_ended(turn: Turn, interaction: Interaction, playback: str) -> None:
    wait = interaction.wait
    if wait is None or wait.playback != playback:
        return
    turn.emit(
        f.WaitAnnouncementEnded(
            at=turn.now, interaction=interaction.id, playback=playback, leg=interaction.leg, music=wait.music
        )
    )


# --- out by a rule ------------------------------------------------------------------------------------------------


def on_overflow_due(turn: Turn, interaction: Interaction) -> None:
    """It has waited too long, by its queue's rule of today."""
    wait = interaction.wait
    spec = None if wait is None else turn.config.queues.get(wait.queue)
    if wait is None or spec is None:
        return
    rule = spec.overflow.waiting_seconds
    if rule is None:
        return
    _leave(turn, interaction, "overflowed")
    _act(turn, interaction, wait.queue, rule.then, "waiting_seconds", entered_at=wait.entered_at)


def send_away_if_nobody(turn: Turn, queue: str) -> None:
    """The last agent of a queue left: its waiting contacts follow the rule for nobody there."""
    spec = turn.config.queues.get(queue)
    board = turn.board.queue(queue)
    if spec is None or spec.overflow.nobody_logged_in is None or board.signed_in > 0:
        return
    for order in list(board.waiting):
        interaction = turn.state.interactions.get(order[3])
        if interaction is not None and interaction.state == "waiting":
            _leave(turn, interaction, "overflowed")
            _act(turn, interaction, queue, spec.overflow.nobody_logged_in, "nobody_logged_in")


def send_away_removed(turn: Turn, interaction: Interaction, last: QueueSpec | None) -> None:
    """The queue is not declared any more: its last overflow rule decides."""
    wait = interaction.wait
    if wait is None:
        return
    _leave(turn, interaction, "queue_removed")
    _act(turn, interaction, wait.queue, None if last is None else _last_rule(last), "queue_removed")


def _last_rule(spec: QueueSpec) -> OverflowAction | None:
    rules = ("waiting_seconds", "waiting_count", "nobody_logged_in", "closed")
    return next((action for action in (_action_of(spec, rule) for rule in rules) if action is not None), None)


def _leave(turn: Turn, interaction: Interaction, cause: Literal["overflowed", "queue_removed"]) -> None:
    """Out of the queue by a rule; music and announcement end."""
    wait = interaction.wait
    if wait is not None:
        turn.emit(
            f.QueueLeft(
                at=turn.now,
                interaction=interaction.id,
                queue=wait.queue,
                cause=cause,
                leg=interaction.leg,
                stopped_playback=wait.playback,
            )
        )


def _overflow(turn: Turn, interaction: Interaction, queue: str, action: OverflowAction | None, rule: str) -> None:
    """Turned away at the door: it entered and left in the same instant, so that the record says so."""
    spec = turn.config.queues[queue]
    turn.emit(
        f.QueueEntered(
            at=turn.now,
            interaction=interaction.id,
            queue=queue,
            priority=interaction.priority + spec.priority,
            entered_at=turn.now,
            cause="overflow" if interaction.overflows else "flow",
            minima=dict(interaction.minima),
            leg=interaction.leg,
            turned_away=True,
        )
    )
    turn.emit(
        f.QueueLeft(
            at=turn.now, interaction=interaction.id, queue=queue, cause="closed" if rule == "closed" else "overflowed"
        )
    )
    _act(turn, interaction, queue, action, rule)


def _act(
    turn: Turn,
    interaction: Interaction,
    queue: str,
    action: OverflowAction | None,
    rule: str,
    entered_at: int | None = None,
) -> None:
    """Do what an overflow rule says; no rule, or too many in a row, ends the call. The time waited so far counts on."""
    if action is None or len(interaction.overflows) > MAX_OVERFLOWS:
        _let_go(turn, interaction, queue, rule)
    elif action.queue is not None:
        enter(turn, interaction, action.queue, cause="overflow", entered_at=entered_at)
    elif action.flow is not None:
        flow.begin(turn, interaction, action.flow)
    elif action.announcement is not None:
        say(turn, interaction, f"queue:{queue}", rule, action.announcement)
    else:
        _let_go(turn, interaction, queue, rule)


def _let_go(turn: Turn, interaction: Interaction, queue: str, rule: str) -> None:
    outcome: f.Outcome = "closed" if rule == "closed" else "overflowed"
    end(turn, interaction, outcome, cause=rule, by="overflow")


# --- the centre's own words ---------------------------------------------------------------------------------------


def say(turn: Turn, interaction: Interaction, whose: str, what: str, announcement: Announcement) -> None:
    """Words that are no step of a declared flow: welcome, closed, an overflow's last words."""
    media = turn.media([announcement], interaction.language)
    flow.start_step(turn, interaction, whose, what, flow.WORDS, media=media)


def words_of(turn: Turn, interaction: Interaction, position: Position) -> Announcement | None:
    """The announcement behind a step of the centre's own, as it is declared now."""
    _, _, name = position.flow.partition(":")
    if position.flow.startswith("entry:"):
        entry = turn.config.entries.get(name)
        return None if entry is None else entry.welcome if position.step == "welcome" else entry.closed
    if position.step == RECORDING_NOTICE:
        policy = recording.policy_of(turn.config, interaction, name)
        return None if policy is None else policy[1].announce
    spec = turn.config.queues.get(name)
    action = None if spec is None else _action_of(spec, position.step)
    return None if action is None else action.announcement


def _action_of(spec: QueueSpec, rule: str) -> OverflowAction | None:
    """What a rule, by the name facts give it, says to do."""
    rules = spec.overflow
    by_time = rules.waiting_seconds.then if rules.waiting_seconds is not None else None
    by_count = rules.waiting_count.then if rules.waiting_count is not None else None
    named = {"closed": rules.closed, "nobody_logged_in": rules.nobody_logged_in, "waiting_seconds": by_time}
    return named.get(rule, by_count)


def after_words(turn: Turn, interaction: Interaction, position: Position) -> None:
    """The centre's own words were heard: on to the entry's target, or the end."""
    flow.finish_step(turn, interaction, "next", None)
    _, _, name = position.flow.partition(":")
    if position.step == "welcome":
        enter_target(turn, interaction)
        return
    if position.step == RECORDING_NOTICE:
        enter(turn, interaction, name, cause="flow")
        return
    outcome: f.Outcome = "closed" if position.step == "closed" else "overflowed"
    end(turn, interaction, outcome, cause=position.step, by="overflow")


def enter_target(turn: Turn, interaction: Interaction) -> None:
    """Where the entry leads: a flow or a queue."""
    name = interaction.entry
    entry = turn.config.entries.get(name) if name is not None else None
    if entry is None and name is not None:
        entry = turn.config_of(interaction).entries.get(name)
    if entry is not None and entry.flow is not None:
        flow.begin(turn, interaction, entry.flow)
    elif entry is not None and entry.queue is not None:
        enter(turn, interaction, entry.queue, cause="entry")
    else:
        end(turn, interaction, "lost", cause="entry_missing", by="engine")
