"""What happened between supervisors and agents, as the journal keeps it. Each names who did it: they are the audit of the floor."""

from __future__ import annotations

from keryx.core.fact import Fact


class QueueSwitched(Fact, frozen=True, kw_only=True, tag="agent.queue_switched"):
    """The agent is (not) offered this queue's contacts, whatever the directory says, until it is switched again."""

    agent: str
    queue: str
    enabled: bool
    by: str


class HelpAsked(Fact, frozen=True, kw_only=True, tag="help.asked"):
    """The agent asks a supervisor for help, or no longer."""

    agent: str
    asked: bool
    interaction: str | None = None


class ContactReleased(Fact, frozen=True, kw_only=True, tag="contact.released"):
    """A supervisor ends a contact that is stuck; what ends with it follows."""

    interaction: str
    agent: str | None = None
    by: str


class AgentMessaged(Fact, frozen=True, kw_only=True, tag="agent.messaged"):
    """A supervisor's words to an agent. They stand in the vault."""

    agent: str
    message: str
    by: str
    text_ref: str


class MessageRead(Fact, frozen=True, kw_only=True, tag="agent.message_read"):
    agent: str
    message: str
