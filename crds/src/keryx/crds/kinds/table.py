"""All kinds, as a table: the compiler, the CRD generator, the reference and the loader read it."""

from __future__ import annotations

from typing import Literal, NamedTuple

from .base import Spec
from .database_server import DatabaseServerSpec
from .disposition_set import DispositionSetSpec
from .entry import EntrySpec
from .flow import FlowSpec
from .identity_provider import IdentityProviderSpec
from .pause_reason import PauseReasonSpec
from .prompt import PromptSpec
from .queue import QueueSpec
from .recording_policy import RecordingPolicySpec
from .schedule import ScheduleSpec
from .site import SiteSpec
from .skill import SkillSpec
from .tenant import TenantSpec
from .tenant_settings import TenantSettingsSpec
from .trunk import TrunkSpec


class Column(NamedTuple):
    """A column of `kubectl get`."""

    name: str
    type: Literal["string", "integer", "boolean", "date"]
    path: str


class StatusField(NamedTuple):
    """A field of the status that the operator writes."""

    name: str
    type: Literal["string", "integer"]
    description: str


class Kind(NamedTuple):
    """One kind. `field`: where TenantConfig holds its objects, None for what is no part of it as a list."""

    name: str
    plural: str
    short: tuple[str, ...]
    spec: type[Spec]
    field: str | None
    columns: tuple[Column, ...]
    namespaced: bool = True
    status: tuple[StatusField, ...] = ()
    """What its status tells beside conditions."""


def _column(name: str, path: str, type_: Literal["string", "integer", "boolean", "date"] = "string") -> Column:
    return Column(name, type_, f".spec.{path}")


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "Tenant", "tenants", ("ktn",), TenantSpec, None,
            (_column("Id", "id"), _column("Display name", "displayName"), _column("Suspended", "suspended", "boolean")),
            namespaced=False,
            status=(
                StatusField("runtimeNamespace", "string", "Namespace of the tenant's pods."),
                StatusField("databaseServer", "string", "DatabaseServer that holds the tenant's database."),
                StatusField("configVersion", "integer", "Version of the configuration that runs."),
            ),
        ),
        Kind(
            "DatabaseServer", "databaseservers", ("kdb",), DatabaseServerSpec, None,
            (
                _column("Host", "host"), Column("Tenants", "integer", ".status.tenants"), _column("Capacity", "capacity", "integer"),
            ),
            namespaced=False,
            status=(StatusField("tenants", "integer", "Tenants placed here."),),
        ),
        Kind(
            "TenantSettings", "tenantsettings", ("kset",), TenantSettingsSpec, None,
            (_column("Language", "defaultLanguage"), _column("Retention", "retentionMonths", "integer")),
        ),
        Kind(
            "Site", "sites", ("ksite",), SiteSpec, "sites",
            (_column("Display name", "displayName"), _column("Country", "country")),
        ),
        Kind(
            "Trunk", "trunks", ("ktrunk",), TrunkSpec, "trunks",
            (_column("Site", "site"), _column("Host", "host"), _column("Auth", "auth.kind")),
        ),
        Kind(
            "Entry", "entries", ("kentry",), EntrySpec, "entries",
            (_column("Numbers", "numbers"), _column("Flow", "flow"), _column("Queue", "queue")),
        ),
        Kind(
            "Queue", "queues", ("kq",), QueueSpec, "queues",
            (_column("Display name", "displayName"), _column("Priority", "priority", "integer")),
        ),
        Kind(
            "Skill", "skills", ("kskill",), SkillSpec, "skills",
            (_column("Display name", "displayName"), _column("Group", "group")),
        ),
        Kind(
            "Schedule", "schedules", ("ksched",), ScheduleSpec, "schedules",
            (_column("Display name", "displayName"), _column("Time zone", "timeZone")),
        ),
        Kind("Flow", "flows", ("kflow",), FlowSpec, "flows", (_column("Display name", "displayName"), _column("Start", "start"))),
        Kind("Prompt", "prompts", ("kprompt",), PromptSpec, "prompts", (_column("Display name", "displayName"),)),
        Kind(
            "DispositionSet", "dispositionsets", ("kdisp",), DispositionSetSpec, "disposition_sets",
            (_column("Display name", "displayName"),),
        ),
        Kind(
            "PauseReason", "pausereasons", ("kpause",), PauseReasonSpec, "pause_reasons",
            (_column("Display name", "displayName"), _column("Kind", "kind")),
        ),
        Kind(
            "IdentityProvider", "identityproviders", ("kidp",), IdentityProviderSpec, "identity_providers",
            (_column("Display name", "displayName"), _column("Issuer", "issuer")),
        ),
        Kind(
            "RecordingPolicy", "recordingpolicies", ("krec",), RecordingPolicySpec, "recording_policies",
            (_column("Mode", "mode"), _column("Percent", "percent", "integer")),
        ),
    )
}  # fmt: skip
