"""What all specs share: camelCase in YAML, snake_case in Python, frozen, unknown fields refused."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel

GROUP = "keryx.dev"
VERSION = "v1alpha1"
API_VERSION = f"{GROUP}/{VERSION}"

NAME_PATTERN = r"^[a-z0-9]([a-z0-9-]*[a-z0-9])?$"


class Refers(NamedTuple):
    """Marks a field that names an object of this kind in the same namespace: the compiler finds references by it."""

    kind: str


STEP = "step"
"""What a branch refers to: a step of the same flow, no object."""


class Spec(BaseModel):
    """Base of all specs and their parts."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid", frozen=True)


def rules(*each: tuple[str, str]) -> ConfigDict:
    """Model configuration with CEL rules for the API server, (rule, sentence) each: the same as the model's own validators."""
    return ConfigDict(
        json_schema_extra={"x-kubernetes-validations": [{"rule": rule, "message": message} for rule, message in each]}
    )


def exactly_one(*fields: str) -> str:
    """CEL for: one of these fields is there and no other."""
    return f"[{', '.join(f'has(self.{field})' for field in fields)}].filter(x, x).size() == 1"


Name = Annotated[str, StringConstraints(pattern=NAME_PATTERN, max_length=40)]
"""Name of another object of the same namespace, or of a step."""
SiteName = Annotated[Name, Refers("Site")]
TrunkName = Annotated[Name, Refers("Trunk")]
QueueName = Annotated[Name, Refers("Queue")]
SkillName = Annotated[Name, Refers("Skill")]
ScheduleName = Annotated[Name, Refers("Schedule")]
FlowName = Annotated[Name, Refers("Flow")]
PromptName = Annotated[Name, Refers("Prompt")]
DispositionSetName = Annotated[Name, Refers("DispositionSet")]
RecordingPolicyName = Annotated[Name, Refers("RecordingPolicy")]
Text = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
DisplayName = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[A-Z]{2})?$", max_length=5)]
TimeZone = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_+/-]*$", max_length=64)]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$", max_length=2)]
Number = Annotated[str, StringConstraints(pattern=r"^\+?[0-9*#]{1,20}$", max_length=21)]
HostName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$", max_length=253)]
Priority = Annotated[int, Field(ge=1, le=99)]
SkillLevel = Annotated[int, Field(ge=0, le=10)]
Percent = Annotated[int, Field(ge=0, le=100)]
