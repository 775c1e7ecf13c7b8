"""Supervisors in calls under way: listen, whisper, join, take over.

The supervisor's leg is in the call's own bridge in every mode and hears both; what differs is who hears the supervisor. Who watches is
paused, and is offered nothing until they are ready again. A watch ends with the talk, unless the supervisor takes it over.
"""

from __future__ import annotations

from keryx.core import facts as f
from keryx.core import recording, talk, watches
from keryx.core.agents import set_state
from keryx.core.ending import end_talk
from keryx.core.inputs import Refused
from keryx.core.sight import require
from keryx.core.state import Interaction, Watch
from keryx.core.turn import Turn
from keryx.core.watch_inputs import RecordCall, StopWatching, TakeOverCall, WatchCall

RING_MS = 15_000
"""How long a supervisor's phone rings that is meant to answer by itself."""
WATCHING = "supervising"
_FREE = ("available", "paused", "not_answering")


def on_watch(turn: Turn, request: WatchCall) -> None:
    """Come in, or change the mode. Each mode takes its own right, over this agent."""
    require(turn, request.by, f"supervision.{request.mode}", request.agent)
    interaction = _call_of(turn, request.agent)
    watch = interaction.watches.get(request.by)
    if watch is not None:
        if watch.up and watch.mode != request.mode:
            watches.place(turn, interaction, watch, request.mode)
        return
    _come_in(turn, interaction, request)


def _come_in(turn: Turn, interaction: Interaction, request: WatchCall) -> None:
    supervisor = turn.state.agents.get(request.by)
    if supervisor is None or supervisor.state is None:
        raise Refused("supervisor_not_signed_in", "Sign in at your desk first: the call comes to your phone.")
    if supervisor.state not in _FREE or supervisor.watching is not None:
        raise Refused("supervisor_busy", "End what you are in first.")
    endpoint = supervisor.endpoints.get(interaction.site)
    if endpoint is None:
        raise Refused("phone_unreachable", "Your phone cannot be reached from the call's site.")
    if supervisor.state != "paused":
        set_state(turn, supervisor, "paused", reason=WATCHING)
    turn.emit(
        f.WatchStarted(
            at=turn.now,
            interaction=interaction.id,
            agent=request.agent,
            supervisor=request.by,
            site=interaction.site,
            leg=turn.new_id(),
            endpoint=endpoint,
            mode=request.mode,
            until=turn.now + RING_MS,
        )
    )


def on_stop(turn: Turn, request: StopWatching) -> None:
    interaction = turn.state.interactions.get(turn.agent(request.by).watching or "")
    watch = None if interaction is None else interaction.watches.get(request.by)
    if interaction is not None and watch is not None:
        watches.end(turn, interaction, watch, "supervisor", leg_up=True)


def on_take_over(turn: Turn, request: TakeOverCall) -> None:
    """The supervisor has the contact from here; the agent goes on to wrap-up."""
    require(turn, request.by, "supervision.take_over", request.agent)
    interaction = _call_of(turn, request.agent)
    watch, current = interaction.watches.get(request.by), interaction.talk
    if watch is None or not watch.up or current is None:
        raise Refused("not_watching", "Come into the call first.")
    if current.held is not None:
        talk.unhold(turn, interaction, current)
    _end_watch(turn, interaction, watch)
    end_talk(turn, interaction, "supervisor", person=request.by)
    turn.emit(
        f.TalkTakenOver(
            at=turn.now,
            interaction=interaction.id,
            agent=request.by,
            taken_from=request.agent,
            party=turn.new_id(),
            leg=watch.leg,
            contact_leg=interaction.leg,
            bridge=interaction.bridge,
            ended_coach=watch.coach,
            queue=current.queue,
            wrap_up_ms=current.wrap_up_ms,
            max_extensions=current.max_extensions,
            extension_ms=current.extension_ms,
            offer=current.offer,
        )
    )
    set_state(turn, turn.state.agents[request.by], "talking", interaction=interaction.id)
    recording.begin(turn, interaction)


def on_record(turn: Turn, request: RecordCall) -> None:
    """Start or stop the recording of the agent's call."""
    require(turn, request.by, "supervision.record", request.agent)
    recording.by_supervisor(turn, _call_of(turn, request.agent), recorded=request.recorded)


def _end_watch(turn: Turn, interaction: Interaction, watch: Watch) -> None:
    """Before the talk ends, so that the leg is kept."""
    watches.end(turn, interaction, watch, "took_over", leg_up=False)


def _call_of(turn: Turn, agent: str) -> Interaction:
    interaction = turn.state.interactions.get(turn.agent(agent).interaction or "")
    if interaction is None or interaction.talk is None or interaction.talk.agent != agent:
        raise Refused("agent_not_talking", "This agent is not talking.")
    return interaction
