"""What supervisors do with agents and contacts, each within the scope of their right; and an agent's call for help."""

from __future__ import annotations

from keryx.core import agents, queueing
from keryx.core import facts as f
from keryx.core.ending import end
from keryx.core.floor_inputs import AskHelp, ChangeState, ReadMessage, ReleaseContact, SendMessage, SwitchQueue
from keryx.core.inputs import Refused
from keryx.core.sight import require, require_contact
from keryx.core.state import Agent
from keryx.core.turn import Turn

MAX_MESSAGE = 500
MAX_RECIPIENTS = 500


def on_change_state(turn: Turn, request: ChangeState) -> None:
    """Another person's state: at once when they are free, else after what they are in."""
    require(turn, request.by, "supervision.change_state", request.agent)
    agent = turn.state.agents.get(request.agent)
    if agent is None or agent.state is None:
        raise Refused("agent_not_signed_in", "This agent is not signed in.")
    if request.state == "paused" and request.reason not in turn.config.pause_reasons:
        raise Refused("pause_reason_unknown", f"There is no pause reason {request.reason}.")
    if request.state == "available":
        _make_available(turn, agent, request.by)
    elif agent.state in agents.BUSY:
        wish: agents.Wish = "pause" if request.state == "paused" else "sign_out"
        agents.ask(turn, agent, wish, request.reason if wish == "pause" else "supervisor", by=request.by)
    elif request.state == "paused":
        agents.set_state(turn, agent, "paused", reason=request.reason, by=request.by)
    else:
        agents.sign_out(turn, agent, "supervisor", by=request.by)


def _make_available(turn: Turn, agent: Agent, by: str) -> None:
    """Wrap-up is ended for the agent, with or without a disposition; a desk that is not there stays unreachable."""
    if agent.state in ("offered", "talking"):
        agents.ask(turn, agent, "ready", None, by=by)
    elif agent.watching is not None:
        raise Refused("supervising", "This person is in somebody else's call.")
    elif agent.phone == "browser" and not agent.desk:
        raise Refused("desk_absent", "The agent's desk is not connected.")
    elif agent.state != "available":
        agents.set_state(turn, agent, "available", by=by)


def on_switch_queue(turn: Turn, request: SwitchQueue) -> None:
    action = "desk.switch_queues" if request.by == request.agent else "supervision.switch_queues"
    person = require(turn, request.by, action, request.agent)
    if request.queue not in {assignment.queue for assignment in person.queues}:
        raise Refused("queue_not_assigned", f"This agent is not in the queue {request.queue}.")
    turn.emit(
        f.QueueSwitched(at=turn.now, agent=request.agent, queue=request.queue, enabled=request.enabled, by=request.by)
    )
    turn.board.reassign(turn.state, request.agent, turn.now)
    if not request.enabled:
        queueing.send_away_if_nobody(turn, request.queue)


def on_release(turn: Turn, request: ReleaseContact) -> None:
    """End the contact and all that hangs on it; the agent goes on to wrap-up."""
    interaction = turn.interaction(request.interaction)
    require_contact(turn, request.by, "supervision.release", interaction)
    holder = interaction.talk or interaction.offer
    turn.emit(
        f.ContactReleased(
            at=turn.now, interaction=interaction.id, agent=None if holder is None else holder.agent, by=request.by
        )
    )
    end(turn, interaction, "lost", cause="released", by="supervisor")


def on_message(turn: Turn, request: SendMessage) -> None:
    text = request.text.strip()
    if not text or len(text) > MAX_MESSAGE:
        raise Refused("message_length", f"A message has 1 to {MAX_MESSAGE} characters.")
    if not request.agents or len(request.agents) > MAX_RECIPIENTS:
        raise Refused("message_to_nobody", f"A message goes to 1 to {MAX_RECIPIENTS} agents.")
    for agent in request.agents:
        require(turn, request.by, "supervision.message", agent)
    for agent in dict.fromkeys(request.agents):
        message = turn.new_id()
        ref = turn.keep(message, "message", text)
        turn.emit(f.AgentMessaged(at=turn.now, agent=agent, message=message, by=request.by, text_ref=ref))


def on_read(turn: Turn, request: ReadMessage) -> None:
    found = next((one for one in turn.agent(request.agent).messages if one.id == request.message), None)
    if found is not None:
        turn.emit(f.MessageRead(at=turn.now, agent=request.agent, message=found.id))
        turn.state.personal.pop(found.text_ref, None)


def on_help(turn: Turn, request: AskHelp) -> None:
    agent = agents.signed_in(turn, request.agent)
    if (agent.help_since is not None) != request.asked:
        turn.emit(f.HelpAsked(at=turn.now, agent=agent.id, asked=request.asked, interaction=agent.interaction))
