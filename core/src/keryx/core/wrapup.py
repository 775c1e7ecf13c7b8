"""After the talk: the server keeps the timer, the agent gives a disposition, extends, or is done."""

from __future__ import annotations

from keryx.core import agents
from keryx.core import facts as f
from keryx.core.inputs import ExtendWrapUp, FinishWrapUp, GetReady, GiveDisposition, Refused
from keryx.core.state import Agent, WrapUp
from keryx.core.turn import Turn
from keryx.crds.config import TenantConfig
from keryx.crds.kinds.disposition_set import Disposition

MAX_COMMENT = 4_000


def dispositions_of(config: TenantConfig, queue: str | None) -> tuple[Disposition, ...]:
    """The codes of a queue's interactions, in order."""
    spec = None if queue is None else config.queues.get(queue)
    name = None if spec is None else spec.disposition_set
    found = None if name is None else config.disposition_sets.get(name)
    return () if found is None else found.dispositions


def on_disposition(turn: Turn, request: GiveDisposition) -> None:
    """During the talk, in wrap-up, or later as a correction of the agent's last interaction."""
    queue = _queue_of(turn, request)
    codes = {one.code for one in dispositions_of(turn.config, queue)}
    if request.code not in codes:
        raise Refused("disposition_unknown", f"There is no disposition {request.code} here.")
    comment = request.comment.strip() if request.comment else ""
    if len(comment) > MAX_COMMENT:
        raise Refused("comment_too_long", f"A comment has at most {MAX_COMMENT} characters.")
    ref = turn.keep(request.interaction, "comment", comment, in_memory=False) if comment else None
    turn.emit(
        f.DispositionGiven(
            at=turn.now,
            interaction=request.interaction,
            agent=request.agent,
            code=request.code,
            comment_ref=ref,
        )
    )


def _queue_of(turn: Turn, request: GiveDisposition) -> str | None:
    agent = turn.state.agents.get(request.agent)
    interaction = turn.state.interactions.get(request.interaction)
    if interaction is not None and interaction.talk is not None and interaction.talk.agent == request.agent:
        return interaction.talk.queue
    if agent is not None and agent.last is not None and agent.last.interaction == request.interaction:
        return agent.last.queue
    raise Refused("not_your_interaction", "This is not your last interaction.")


def on_finish(turn: Turn, request: FinishWrapUp) -> None:
    agent, _ = _wrap_up(turn, request.agent, request.interaction)
    finish(turn, agent)


def on_ready(turn: Turn, request: GetReady) -> None:
    """Ready in wrap-up means: done with it."""
    agent = agents.signed_in(turn, request.agent)
    if agent.wrap_up is None:
        agents.on_ready(turn, request)
        return
    _check_disposition(turn, agent, agent.wrap_up)
    turn.emit(f.AgentAsked(at=turn.now, agent=agent.id, next="ready"))
    agents.come_free(turn, agent)


def finish(turn: Turn, agent: Agent) -> None:
    """The agent is done. Refused while a required disposition is missing."""
    if agent.wrap_up is not None:
        _check_disposition(turn, agent, agent.wrap_up)
        agents.come_free(turn, agent)


def _check_disposition(turn: Turn, agent: Agent, wrap_up: WrapUp) -> None:
    required = turn.config.settings.dispositions_required and dispositions_of(turn.config, wrap_up.queue)
    if required and (agent.last is None or agent.last.disposition is None):
        raise Refused("disposition_required", "Give a disposition first.")


def on_extend(turn: Turn, request: ExtendWrapUp) -> None:
    agent, wrap_up = _wrap_up(turn, request.agent, request.interaction)
    if wrap_up.extensions >= wrap_up.max_extensions:
        raise Refused("no_extension_left", "This wrap-up cannot be extended again.")
    turn.emit(
        f.WrapUpExtended(
            at=turn.now,
            agent=agent.id,
            interaction=wrap_up.interaction,
            until=wrap_up.until + wrap_up.extension_ms,
        )
    )


def on_due(turn: Turn, agent: Agent) -> None:
    """Time is up, with or without a disposition: never before, never stuck."""
    if agent.wrap_up is not None:
        agents.come_free(turn, agent)


def _wrap_up(turn: Turn, agent_id: str, interaction: str) -> tuple[Agent, WrapUp]:
    agent = agents.signed_in(turn, agent_id)
    if agent.wrap_up is None or agent.wrap_up.interaction != interaction:
        raise Refused("not_in_wrap_up", "You are not in wrap-up of this interaction.")
    return agent, agent.wrap_up
