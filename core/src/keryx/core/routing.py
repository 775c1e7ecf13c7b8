"""Bringing contacts and agents together, and saying why.

Between two inputs nobody waits whom a free agent could take: so only those who just came free or just began to wait
are looked at. Agents are matched first, the longest idle first, each with the contact that is first in one order over
all its queues; then the contacts that began to wait.
"""

from __future__ import annotations

from keryx.core import facts as f
from keryx.core import offers
from keryx.core.board import QueueBoard, why_not_free
from keryx.core.evolve_contacts import reasons_of
from keryx.core.exclusion import why_excluded
from keryx.core.state import Agent, Interaction
from keryx.core.turn import Turn

LISTED = 16
"""Agents a decision names; how many more each rule excluded is counted in `left_out`."""
_OTHERS_FREE = 6
_SCANNED = 40
MAX_UNMET_DECISIONS = 20
"""Decisions for nobody that are written of one wait."""


def route(turn: Turn) -> None:
    """Offer whatever can be offered now."""
    board = turn.board
    while board.fresh_agents:
        agents = sorted(board.fresh_agents, key=lambda one: (turn.state.agents[one].idle_since, one))
        board.fresh_agents.clear()
        for agent_id in agents:
            _find_contact(turn, turn.state.agents[agent_id])
    while board.fresh_contacts:
        contacts = [one for one in board.fresh_contacts if one in turn.state.interactions]
        board.fresh_contacts.clear()
        for interaction_id in sorted(contacts, key=lambda one: _order(turn, one)):
            find_agent(turn, turn.state.interactions[interaction_id])


def on_route_due(turn: Turn, interaction: Interaction) -> None:
    """A wait threshold is reached: agents who did not count as free before do now."""
    find_agent(turn, interaction)


def _order(turn: Turn, interaction: str) -> tuple[int, int, int, str]:
    wait = turn.state.interactions[interaction].wait
    if wait is None:
        return (0, 0, 0, interaction)
    return (-wait.priority, 0 if wait.ahead else 1, wait.entered_at, interaction)


def _find_contact(turn: Turn, agent: Agent) -> None:
    """The first contact for an agent goes to the best agent for it, mostly this one; then the agent's next best."""
    while why_not_free(agent, turn.now) is None:
        contact = turn.board.best_contact(agent.id, turn.now, turn.is_site_up)
        if contact is None or not find_agent(turn, turn.state.interactions[contact]):
            return


def find_agent(turn: Turn, interaction: Interaction) -> bool:
    """Offer a waiting contact to the best fit agent; True when somebody fits."""
    wait = interaction.wait
    if wait is None or interaction.state != "waiting" or turn.board.bucket_of(interaction.id) is None:
        return False
    if not turn.is_site_up(interaction.site) or wait.queue not in turn.config.queues:
        return False
    chosen = turn.board.best_agent(interaction.id, turn.now)
    decision = _decision(turn, interaction, wait.queue, chosen)
    if chosen is not None:
        turn.emit(decision)
        offers.make(turn, interaction, turn.state.agents[chosen], wait.queue)
        return True
    turn.deadlines.arm(interaction.id, "route", turn.board.next_threshold(interaction.id))
    unheard = wait.decisions == 0 or tuple(sorted(reasons_of(decision))) != wait.reasons
    if unheard and wait.decisions < MAX_UNMET_DECISIONS:
        turn.emit(decision)
    return False


# --- why ----------------------------------------------------------------------------------------------------------


def _decision(turn: Turn, interaction: Interaction, queue_name: str, chosen: str | None) -> f.RoutingDecided:
    queue = turn.board.queue(queue_name)
    considered = _considered(turn, interaction, queue, chosen)
    return f.RoutingDecided(
        at=turn.now,
        interaction=interaction.id,
        queue=queue_name,
        chosen=chosen,
        considered=considered,
        left_out=_left_out(turn, interaction, queue, considered),
    )


def _considered(
    turn: Turn, interaction: Interaction, queue: QueueBoard, chosen: str | None
) -> tuple[f.Considered, ...]:
    """The chosen, those who came nearest, then the queue's best others, each with the first rule that excluded it."""
    bucket = turn.board.bucket_of(interaction.id)
    fit = [] if bucket is None else [rank[2] for rank in bucket.free[: _OTHERS_FREE + 1]]
    names = dict.fromkeys(([chosen] if chosen is not None else []) + fit)
    for _, agent_id in queue.by_level[:_SCANNED]:
        if len(names) >= LISTED:
            break
        names.setdefault(agent_id)
    return tuple(_consider(turn, interaction, queue, agent_id, chosen) for agent_id in names)


def _consider(
    turn: Turn, interaction: Interaction, queue: QueueBoard, agent_id: str, chosen: str | None
) -> f.Considered:
    assignment = queue.members[agent_id]
    agent = turn.state.agents.get(agent_id)
    rule, detail = why_excluded(turn.state, turn.board.people, queue, interaction, agent_id, turn.now, chosen)
    idle = turn.now - agent.idle_since if agent is not None and agent.state == "available" else None
    return f.Considered(agent=agent_id, excluded_by=rule, detail=detail, level=assignment.level, idle_ms=idle)


def _left_out(
    turn: Turn, interaction: Interaction, queue: QueueBoard, considered: tuple[f.Considered, ...]
) -> dict[str, int]:
    """How many agents beyond the listed ones each rule excluded. Free ones who fit are `less_suited`."""
    bucket = turn.board.bucket_of(interaction.id)
    fit = 0 if bucket is None else len(bucket.free)
    counts = {rule: count for rule, count in queue.standing.items() if rule is not None}
    counts["skill"] = queue.free - fit
    counts["less_suited"] = fit
    for one in considered:
        rule = one.excluded_by
        listed = "less_suited" if rule in _SUITED or rule is None else rule
        if listed == "phone_unreachable" and counts.get(listed, 0) <= 0:
            listed = "skill"
        counts[listed] = counts.get(listed, 0) - 1
    return {rule: count for rule, count in sorted(counts.items()) if count > 0}


_SUITED = frozenset({"lower_level", "less_idle", "wait_threshold"})
