"""What a new config or directory, or an agent's leaving, means for those who are waiting and working now."""

from __future__ import annotations

from keryx.core import agents, offers, queueing
from keryx.core import facts as f
from keryx.core.directory import Directory
from keryx.core.inputs import SignOut
from keryx.core.turn import Turn
from keryx.crds.config import TenantConfig


def config_changed(turn: Turn, before: TenantConfig | None) -> None:
    """Queue settings apply at once; a removed queue sends its waiting contacts away."""
    for interaction in list(turn.state.interactions.values()):
        wait = interaction.wait
        if wait is not None and interaction.state == "waiting" and wait.queue not in turn.config.queues:
            last = None if before is None else before.queues.get(wait.queue)
            queueing.send_away_removed(turn, interaction, last)


def directory_changed(turn: Turn, before: Directory) -> None:
    """Whoever was removed or deactivated is signed out, after the call they are in."""
    for agent in list(turn.state.agents.values()):
        person = turn.person(agent.id)
        if agent.state is not None and (person is None or not person.active):
            _dismiss(turn, agent.id)
    for queue in list(turn.board.queues):
        queueing.send_away_if_nobody(turn, queue)


def after_sign_outs(turn: Turn) -> None:
    """Somebody signed out in this turn: queues that nobody serves any more send their contacts away."""
    gone = [fact.agent for fact in turn.facts if isinstance(fact, f.AgentSignedOut)]
    people = [person for person in map(turn.person, gone) if person is not None]
    for queue in sorted({assignment.queue for person in people for assignment in person.queues}):
        queueing.send_away_if_nobody(turn, queue)


def _dismiss(turn: Turn, agent_id: str) -> None:
    agent = turn.state.agents[agent_id]
    interaction = turn.state.interactions.get(agent.interaction or "")
    if agent.state == "offered" and interaction is not None:
        offers.fail(turn, interaction, "withdrawn", leg_up=True)
    if agent.state == "talking":
        agents.on_sign_out(turn, SignOut(agent=agent_id, by=agent_id, cause="deactivated"))
    elif agent.state is not None:
        agents.sign_out(turn, agent, "deactivated")
