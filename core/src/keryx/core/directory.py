"""The people of a tenant as the runtime needs to know them: pushed by the control plane, whole or as a delta.

Logins, passwords and their audit stay in the control plane; here are names, roles (grants), queues, skills.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from keryx.core.roles import RoleGrants


class Assignment(msgspec.Struct, frozen=True, kw_only=True):
    """An agent in a queue."""

    queue: str
    level: int = 50
    """0-100, the highest free agent is offered first."""
    wait_threshold_s: int = 0
    """Counts as free in this queue only when the contact has waited this long (seconds)."""
    enabled: bool = True


class Person(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    """UUIDv7, never used again."""
    login: str
    name: str
    role: str
    """A built-in role, or one of the directory's own."""
    team: str | None = None
    site: str | None = None
    languages: tuple[str, ...] = ("fr",)
    extension: str | None = None
    phone: Literal["browser", "sip"] = "browser"
    skills: dict[str, int] = {}
    """Skill name -> level 0-10."""
    queues: tuple[Assignment, ...] = ()
    active: bool = True
    session_epoch: int = 0
    """Raised to end all sessions of the person at once (deactivation, password change)."""


class Directory(msgspec.Struct, frozen=True, kw_only=True):
    tenant: str
    version: int
    people: dict[str, Person] = {}
    """By id."""
    teams: tuple[str, ...] = ()
    roles: dict[str, RoleGrants] = {}
    """The tenant's own roles by id; built-in ones are known."""


class DirectoryDelta(msgspec.Struct, frozen=True, kw_only=True):
    """From version `base` to `base + 1`."""

    tenant: str
    base: int
    put: dict[str, Person] = {}
    removed: tuple[str, ...] = ()
    teams: tuple[str, ...] | None = None
    roles: dict[str, RoleGrants] | None = None


def apply_delta(directory: Directory, delta: DirectoryDelta) -> Directory:
    """The directory after `delta`. ValueError when it does not follow this version."""
    if delta.tenant != directory.tenant or delta.base != directory.version:
        raise ValueError(f"delta from version {delta.base} does not follow version {directory.version}")
    people = {key: person for key, person in directory.people.items() if key not in delta.removed} | delta.put
    teams = directory.teams if delta.teams is None else delta.teams
    roles = directory.roles if delta.roles is None else delta.roles
    return Directory(tenant=directory.tenant, version=delta.base + 1, people=people, teams=teams, roles=roles)


encode_directory = msgspec.json.Encoder(order="sorted").encode
decode_directory = msgspec.json.Decoder(Directory).decode
decode_delta = msgspec.json.Decoder(DirectoryDelta).decode
