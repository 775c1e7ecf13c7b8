"""Skill: something agents are more or less good at."""

from __future__ import annotations

from pydantic import Field

from .base import DisplayName, Spec


class SkillSpec(Spec):
    """Something agents are more or less good at, level 0-10."""

    display_name: DisplayName = Field(description="Name, for people.")
    group: DisplayName | None = Field(None, description="Group it is shown in, such as Langues.")
