"""Why an agent is not offered a waiting contact: the first rule that excludes it, with its figures. Told to routing's record, to the
agent and to the supervisor in the same words."""

from __future__ import annotations

from collections.abc import Mapping

from keryx.core.board import QueueBoard, why_not_free
from keryx.core.directory import Person
from keryx.core.state import Interaction, State


def why_excluded(
    state: State,
    people: Mapping[str, Person],
    queue: QueueBoard,
    interaction: Interaction,
    agent_id: str,
    now: int,
    chosen: str | None = None,
) -> tuple[str | None, str | None]:
    """(rule, figures) for a member of `queue`; (None, None) for the chosen one."""
    if agent_id == chosen:
        return None, None
    assignment, agent = queue.members[agent_id], state.agents.get(agent_id)
    if not assignment.enabled:
        return "disabled", None
    if agent is None:
        return "not_signed_in", None
    reason = why_not_free(agent, now)
    if reason is not None:
        return reason, agent.reason
    lacking = _lacking(people, interaction, agent_id)
    if lacking is not None:
        return "skill", lacking
    if interaction.site not in agent.endpoints:
        return "phone_unreachable", interaction.site
    if interaction.wait is not None and now - interaction.wait.entered_at < assignment.wait_threshold_s * 1000:
        return "wait_threshold", f"{assignment.wait_threshold_s} s"
    if chosen is not None and assignment.level < queue.members[chosen].level:
        return "lower_level", f"{assignment.level} < {queue.members[chosen].level}"
    return "less_idle", None


def _lacking(people: Mapping[str, Person], interaction: Interaction, agent_id: str) -> str | None:
    skills = people[agent_id].skills
    for skill, least in sorted(interaction.minima.items()):
        if skills.get(skill, -1) < least:
            return f"{skill} {skills.get(skill, 0)} < {least}"
    return None
