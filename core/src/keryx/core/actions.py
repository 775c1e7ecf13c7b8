"""What can be done, and what it takes: modules with levels, single rights, and the action of each route and command.

Everything here is data. A module or right that no action needs yet is one whose part of Keryx is still to come: roles may
already carry it, and nothing asks for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import Final

import msgspec


class Level(IntEnum):
    """How much of a module a role opens, in growing order."""

    NONE = 0
    READ = 1
    MODIFY = 2
    ALL = 3


class Action(msgspec.Struct, frozen=True):
    """What a route or command does. `what` ends the sentence "may …"; neither module nor right: everyone of the tenant may."""

    what: str
    module: str | None = None
    level: Level = Level.NONE
    right: str | None = None


MODULES: Final[Mapping[str, str]] = {
    "calls": "past and present calls and their timelines",
    "recordings": "recordings of calls",
    "queues": "queues as they are now",
    "people": "people, their teams, queues and skills",
    "roles": "roles and who has them",
    "security": "password policy, second factor and identity providers",
    "audit": "the audit trail",
    "configuration": "what is declared: sites, trunks, entries, flows, queues, schedules, prompts",
    "status": "what runs and what is wrong",
    "tenants": "the platform's tenants",
    "supervision": "agents at work",
    "contacts": "contacts and their history",
    "callbacks": "callbacks that were promised",
    "campaigns": "outbound campaigns",
    "lists": "contact lists and their rows",
    "scripts": "scripts and forms agents fill in",
    "messages": "written channels: chat, mail, short messages",
    "reports": "reports and dashboards",
    "wallboards": "wallboards",
    "quality": "quality evaluation",
    "planning": "forecasts and schedules of agents",
    "assistants": "voice and text assistants",
    "integrations": "API keys, webhooks and connectors",
    "retention": "retention, erasure and legal hold",
    "billing": "usage and invoices",
}
"""Module -> what it is about."""

RIGHTS: Final[Mapping[str, str]] = {
    "use_desk": "work at the desk",
    "transfer": "transfer a call to a queue or an agent",
    "transfer_outside": "transfer a call to an outside number",
    "manual_call": "call a number by hand",
    "choose_caller_number": "choose the number that is shown to who is called",
    "forward": "forward one's own calls",
    "record": "start recording a call",
    "stop_recording": "pause the recording of a call",
    "listen": "listen to a call under way",
    "whisper": "speak to the agent alone in a call under way",
    "join": "join a call under way",
    "take_over": "take over a call under way",
    "change_state_of_others": "change the state of other agents",
    "switch_queues": "turn one's own queues on and off",
    "change_dispositions": "change dispositions afterwards",
    "export": "export and download",
    "see_personal_data": "see numbers and names of contacts",
}
"""Single right -> what it allows, as the end of the sentence "may …"."""


def _in(module: str, level: Level, what: str) -> Action:
    return Action(what, module, level)


def _by(right: str, what: str) -> Action:
    return Action(what, right=right)


ACTIONS: Final[Mapping[str, Action]] = {
    "session.view": Action("see who one is signed in as"),
    "session.end": Action("sign out"),
    "account.use": Action("manage one's own account"),
    "reference.view": Action("see the names of queues, agents and codes"),
    "desk.use": _by("use_desk", "work at the desk"),
    "desk.transfer": _by("transfer", "transfer a call"),
    "desk.pause_recording": _by("stop_recording", "pause the recording of a call"),
    "desk.switch_queues": _by("switch_queues", "turn one's own queues on and off"),
    "supervision.view": _in("supervision", Level.READ, "watch agents and queues at work"),
    "supervision.change_state": _by("change_state_of_others", "change the state of other agents"),
    "supervision.switch_queues": _in("supervision", Level.MODIFY, "turn queues of agents on and off"),
    "supervision.release": _in("supervision", Level.MODIFY, "release a contact that is stuck"),
    "supervision.message": _in("supervision", Level.MODIFY, "send messages to agents"),
    "supervision.listen": _by("listen", "listen to a call under way"),
    "supervision.whisper": _by("whisper", "speak to the agent alone in a call under way"),
    "supervision.join": _by("join", "join a call under way"),
    "supervision.record": _by("record", "start recording a call"),
    "supervision.take_over": _by("take_over", "take over a call under way"),
    "calls.list": _in("calls", Level.READ, "list calls"),
    "calls.view": _in("calls", Level.READ, "see one call's timeline"),
    "calls.numbers": _by("see_personal_data", "see and look for contacts' numbers in past calls"),
    "contacts.view": _by("see_personal_data", "look for and open contacts"),
    "contacts.write": _in("contacts", Level.MODIFY, "add and change contacts"),
    "recordings.play": _in("recordings", Level.READ, "listen to recordings"),
    "recordings.download": _by("export", "download recordings"),
    "queues.view": _in("queues", Level.READ, "see the queues live"),
    "people.read": _in("people", Level.READ, "see people"),
    "people.write": _in("people", Level.MODIFY, "change people"),
    "people.manage": _in("people", Level.ALL, "add and deactivate people and give them passwords"),
    "people.export": _by("export", "export people"),
    "roles.read": _in("roles", Level.READ, "see roles and what people may do"),
    "roles.write": _in("roles", Level.MODIFY, "change roles"),
    "roles.manage": _in("roles", Level.ALL, "add and remove roles"),
    "security.read": _in("security", Level.READ, "see the password policy and whom another would touch"),
    "security.write": _in("security", Level.MODIFY, "say of which roles a second factor is required"),
    "tenants.read": _in("tenants", Level.READ, "see tenants"),
    "tenants.write": _in("tenants", Level.MODIFY, "add and change tenants"),
    "config.read": _in("configuration", Level.READ, "see the configuration"),
    "status.read": _in("status", Level.READ, "see what runs and what is wrong"),
    "audit.read": _in("audit", Level.READ, "read the audit trail"),
}
"""Action -> what it is and what it takes."""


def available_modules() -> frozenset[str]:
    """The modules that some action needs: those whose part of Keryx is there."""
    return frozenset(action.module for action in ACTIONS.values() if action.module)


def available_rights() -> frozenset[str]:
    """The single rights that some action needs."""
    return frozenset(action.right for action in ACTIONS.values() if action.right)
