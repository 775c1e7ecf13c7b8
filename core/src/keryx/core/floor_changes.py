"""What facts between supervisors and agents change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from keryx.core import floor_facts as ff
from keryx.core.fact import Fact
from keryx.core.state import Message, State, agent_of

KEPT_MESSAGES = 20
"""Unread messages of an agent; the oldest go."""


def _switched(state: State, fact: ff.QueueSwitched) -> None:
    agent_of(state, fact.agent).switched[fact.queue] = fact.enabled


def _help(state: State, fact: ff.HelpAsked) -> None:
    agent_of(state, fact.agent).help_since = fact.at if fact.asked else None


def _messaged(state: State, fact: ff.AgentMessaged) -> None:
    messages = agent_of(state, fact.agent).messages
    messages.append(Message(id=fact.message, by=fact.by, at=fact.at, text_ref=fact.text_ref))
    del messages[:-KEPT_MESSAGES]


def _read(state: State, fact: ff.MessageRead) -> None:
    agent = agent_of(state, fact.agent)
    agent.messages = [one for one in agent.messages if one.id != fact.message]


FLOOR_CHANGES: dict[type[Fact], Callable[[State, Any], None]] = {
    ff.QueueSwitched: _switched,
    ff.HelpAsked: _help,
    ff.AgentMessaged: _messaged,
    ff.MessageRead: _read,
}
