"""What desks and boards show, made from the centre as it is now. Pure; camelCase in JSON, times RFC 3339 UTC with
milliseconds.

Nothing in a view changes by the mere passing of time (waits are told by their beginning), so that two views differ
only when something happened.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from keryx.core import recording
from keryx.core.assigned import assigned
from keryx.core.centre import Centre
from keryx.core.directory import Assignment
from keryx.core.facts import AgentState
from keryx.core.queue_figures import longest_wait
from keryx.core.readiness import QueueReadiness, readiness
from keryx.core.state import Agent, Interaction, Offer, WrapUp
from keryx.core.view import View, rfc3339
from keryx.core.watch_views import Watcher, Watching, watchers, watching
from keryx.core.wrapup import dispositions_of
from keryx.crds.config import TenantConfig


class AgentName(View, frozen=True, kw_only=True):
    id: str
    name: str


class Phone(View, frozen=True, kw_only=True):
    kind: Literal["browser", "sip"]
    reachable: bool


class Asked(View, frozen=True, kw_only=True):
    """What the agent asked to be next, while busy."""

    next: Literal["ready", "pause", "sign_out"]
    reason: str | None
    by: str | None
    """Name of the supervisor who asked it; None: the agent."""


class Choice(View, frozen=True, kw_only=True):
    label: str


class Named(View, frozen=True, kw_only=True):
    name: str
    display_name: str


class OfferView(View, frozen=True, kw_only=True):
    """Who rings. `waited_ms` is the wait when the offer was made."""

    offer: str
    interaction: str
    channel: str
    queue: str | None
    queue_name: str | None
    caller_number: str | None
    caller_withheld: bool
    dialled: str
    entry: str | None
    entry_name: str | None
    choices: tuple[Choice, ...]
    waited_ms: int
    overflowed_from: str | None
    expires_at: str
    made_at: str
    direct_from: str | None


class Current(View, frozen=True, kw_only=True):
    """The call the agent is in."""

    interaction: str
    channel: str
    queue: str | None
    queue_name: str | None
    caller_number: str | None
    caller_withheld: bool
    dialled: str
    entry_name: str | None
    choices: tuple[Choice, ...]
    started_at: str
    talk_since: str
    held: bool
    hold_cause: str | None
    muted: bool
    recording: Literal["off", "on", "paused"]
    may_pause_recording: bool
    watchers: tuple[Watcher, ...]


class DispositionChoice(View, frozen=True, kw_only=True):
    code: str
    label: str
    kind: str
    ask_comment: bool


class Given(View, frozen=True, kw_only=True):
    code: str


class WrapUpView(View, frozen=True, kw_only=True):
    interaction: str
    queue: str | None
    queue_name: str | None
    caller_number: str | None
    until: str
    may_extend: bool
    extensions_left: int
    dispositions: tuple[DispositionChoice, ...]
    required: bool
    given: Given | None


class DeskQueue(View, frozen=True, kw_only=True):
    name: str
    display_name: str
    waiting: int
    longest_wait_since: str | None
    enabled: bool
    level: int


class DeskMessage(View, frozen=True, kw_only=True):
    """A supervisor's words, until they are read."""

    id: str
    by: str
    at: str
    text: str


class DeskView(View, frozen=True, kw_only=True):
    """All that an agent's desk shows."""

    agent: AgentName
    signed_in: bool
    login: str | None
    phone: Phone
    state: AgentState | None
    state_since: str | None
    pause_reason: str | None
    asked: Asked | None
    offer: OfferView | None
    current: Current | None
    wrap_up: WrapUpView | None
    pause_reasons: tuple[Named, ...]
    queues: tuple[DeskQueue, ...]
    changed_by: str | None
    """Name of the supervisor who brought about the state; None: the agent, or the centre."""
    help_since: str | None
    watching: Watching | None
    messages: tuple[DeskMessage, ...]
    ready: tuple[QueueReadiness, ...]


encode_view = msgspec.json.Encoder().encode


def desk_view(centre: Centre, agent_id: str, now: int) -> DeskView:
    """What the desk of `agent_id` shows at `now` (ms UTC); also of one who is not signed in or not in the directory."""
    person = centre.directory.people.get(agent_id)
    agent = centre.state.agents.get(agent_id) or Agent(id=agent_id)
    config = _config(centre)
    interaction = centre.state.interactions.get(agent.interaction or "")
    return DeskView(
        agent=AgentName(id=agent_id, name=agent_id if person is None else person.name),
        signed_in=agent.state is not None,
        login=agent.login,
        phone=Phone(kind=_phone(centre, agent), reachable=bool(agent.endpoints)),
        state=agent.state,
        state_since=None if agent.state is None else rfc3339(agent.since),
        pause_reason=agent.reason if agent.state == "paused" and agent.reason in config.pause_reasons else None,
        asked=_asked(centre, agent),
        offer=_offer(centre, config, agent, interaction),
        current=_current(centre, config, agent, interaction),
        wrap_up=None if agent.wrap_up is None else _wrap_up(centre, config, agent, agent.wrap_up),
        pause_reasons=_pause_reasons(config),
        queues=tuple(
            _desk_queue(centre, config, one)
            for one in (() if person is None else assigned(person, agent))
            if one.queue in config.queues
        ),
        changed_by=_name(centre, agent.changed_by),
        help_since=None if agent.help_since is None else rfc3339(agent.help_since),
        watching=watching(centre, agent),
        messages=tuple(
            DeskMessage(
                id=one.id,
                by=_name(centre, one.by) or "",
                at=rfc3339(one.at),
                text=_personal(centre, one.text_ref) or "",
            )
            for one in agent.messages
        ),
        ready=readiness(centre, config, agent_id, now),
    )


def _asked(centre: Centre, agent: Agent) -> Asked | None:
    if agent.next is None:
        return None
    return Asked(next=agent.next, reason=agent.next_reason, by=_name(centre, agent.next_by))


def _config(centre: Centre) -> TenantConfig:
    if centre.config is None:
        raise RuntimeError("the centre has no config yet")
    return centre.config


def _phone(centre: Centre, agent: Agent) -> Literal["browser", "sip"]:
    person = centre.directory.people.get(agent.id)
    return agent.phone if agent.state is not None or person is None else person.phone


def _offer(centre: Centre, config: TenantConfig, agent: Agent, interaction: Interaction | None) -> OfferView | None:
    offer = None if interaction is None else interaction.offer
    if interaction is None or offer is None or offer.agent != agent.id:
        return None
    wait = interaction.wait
    return OfferView(
        offer=offer.offer,
        interaction=interaction.id,
        channel=offer.channel,
        queue=offer.queue,
        queue_name=_queue_name(config, offer.queue),
        caller_number=_personal(centre, interaction.caller_ref),
        caller_withheld=interaction.caller_withheld,
        dialled=interaction.dialled,
        entry=interaction.entry,
        entry_name=_entry_name(config, interaction.entry),
        choices=tuple(Choice(label=label) for label in interaction.choices),
        waited_ms=_waited(interaction, offer),
        overflowed_from=None if wait is None else wait.from_queue,
        expires_at=rfc3339(offer.until),
        made_at=rfc3339(offer.made_at),
        direct_from=_name(centre, offer.direct_from),
    )


def _waited(interaction: Interaction, offer: Offer) -> int:
    return 0 if interaction.wait is None else max(0, offer.made_at - interaction.wait.entered_at)


def _current(centre: Centre, config: TenantConfig, agent: Agent, interaction: Interaction | None) -> Current | None:
    talk = None if interaction is None else interaction.talk
    if interaction is None or talk is None or talk.agent != agent.id:
        return None
    return Current(
        interaction=interaction.id,
        channel=interaction.channel,
        queue=talk.queue,
        queue_name=_queue_name(config, talk.queue),
        caller_number=_personal(centre, interaction.caller_ref),
        caller_withheld=interaction.caller_withheld,
        dialled=interaction.dialled,
        entry_name=_entry_name(config, interaction.entry),
        choices=tuple(Choice(label=label) for label in interaction.choices),
        started_at=rfc3339(interaction.started_at),
        talk_since=rfc3339(talk.since),
        held=talk.held is not None,
        hold_cause=talk.held,
        muted=talk.muted,
        recording=recording.recording_of(interaction),
        may_pause_recording=recording.may_pause(config, interaction),
        watchers=watchers(centre, interaction),
    )


def _wrap_up(centre: Centre, config: TenantConfig, agent: Agent, wrap_up: WrapUp) -> WrapUpView:
    choices = dispositions_of(config, wrap_up.queue)
    left = max(0, wrap_up.max_extensions - wrap_up.extensions)
    last = agent.last
    return WrapUpView(
        interaction=wrap_up.interaction,
        queue=wrap_up.queue,
        queue_name=_queue_name(config, wrap_up.queue),
        caller_number=None if last is None else _personal(centre, last.caller_ref),
        until=rfc3339(wrap_up.until),
        may_extend=left > 0,
        extensions_left=left,
        dispositions=tuple(
            DispositionChoice(code=one.code, label=one.label, kind=one.kind, ask_comment=one.ask_comment)
            for one in choices
        ),
        required=config.settings.dispositions_required and bool(choices),
        given=None if last is None or last.disposition is None else Given(code=last.disposition),
    )


def _pause_reasons(config: TenantConfig) -> tuple[Named, ...]:
    reasons = sorted(config.pause_reasons.items())
    return tuple(Named(name=name, display_name=spec.display_name) for name, spec in reasons)


def _desk_queue(centre: Centre, config: TenantConfig, assignment: Assignment) -> DeskQueue:
    board = centre.board.queue(assignment.queue)
    return DeskQueue(
        name=assignment.queue,
        display_name=config.queues[assignment.queue].display_name,
        waiting=len(board.waiting),
        longest_wait_since=longest_wait(board),
        enabled=assignment.enabled,
        level=assignment.level,
    )


def _personal(centre: Centre, ref: str) -> str | None:
    return centre.state.personal.get(ref) or None


def _name(centre: Centre, agent_id: str | None) -> str | None:
    person = centre.directory.people.get(agent_id or "")
    return agent_id if person is None else person.name


def _queue_name(config: TenantConfig, queue: str | None) -> str | None:
    spec = None if queue is None else config.queues.get(queue)
    return queue if spec is None else spec.display_name


def _entry_name(config: TenantConfig, entry: str | None) -> str | None:
    spec = None if entry is None else config.entries.get(entry)
    return entry if spec is None else spec.display_name
