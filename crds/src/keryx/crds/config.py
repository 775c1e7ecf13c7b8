"""TenantConfig: what runs. One validated, versioned value per tenant, defaults filled, references checked; Secrets by reference only."""

from __future__ import annotations

import hashlib
import json

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from .kinds.disposition_set import DispositionSetSpec
from .kinds.entry import EntrySpec
from .kinds.flow import FlowSpec
from .kinds.identity_provider import IdentityProviderSpec
from .kinds.pause_reason import PauseReasonSpec
from .kinds.prompt import PromptSpec
from .kinds.queue import QueueSpec
from .kinds.recording_policy import RecordingPolicySpec
from .kinds.schedule import ScheduleSpec
from .kinds.site import SiteSpec
from .kinds.skill import SkillSpec
from .kinds.tenant import TenantSpec
from .kinds.tenant_settings import TenantSettingsSpec
from .kinds.trunk import TrunkSpec
from .media import MediaSource as MediaSource
from .media import media as media
from .media import media_id as media_id


class TenantConfig(BaseModel):
    """All that one tenant declared, by kind and name. Every reference leads to something that is here."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid", frozen=True)

    tenant_id: str
    namespace: str
    tenant: TenantSpec
    settings: TenantSettingsSpec
    sites: dict[str, SiteSpec] = {}
    trunks: dict[str, TrunkSpec] = {}
    entries: dict[str, EntrySpec] = {}
    queues: dict[str, QueueSpec] = {}
    skills: dict[str, SkillSpec] = {}
    schedules: dict[str, ScheduleSpec] = {}
    flows: dict[str, FlowSpec] = {}
    prompts: dict[str, PromptSpec] = {}
    disposition_sets: dict[str, DispositionSetSpec] = {}
    pause_reasons: dict[str, PauseReasonSpec] = {}
    recording_policies: dict[str, RecordingPolicySpec] = {}
    identity_providers: dict[str, IdentityProviderSpec] = {}

    def time_zone(self, *, schedule: str | None = None, site: str | None = None) -> str:
        """IANA zone of a schedule or a site, else of the settings, else of the tenant."""
        own = self.schedules[schedule].time_zone if schedule else self.sites[site].time_zone if site else None
        return own or self.settings.time_zone or self.tenant.time_zone

    def languages(self) -> tuple[str, ...]:
        """Languages spoken to contacts, the default one first."""
        named = self.settings.languages or self.tenant.languages
        return tuple(dict.fromkeys((self.settings.default_language, *named)))


def canonical_json(config: TenantConfig) -> bytes:
    """The one spelling of `config`: camelCase, keys sorted, defaults written, no white space, UTF-8."""
    data = config.model_dump(mode="json", by_alias=True)
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def config_hash(config: TenantConfig) -> str:
    """SHA-256 of the canonical JSON, hexadecimal."""
    return hashlib.sha256(canonical_json(config)).hexdigest()


def read_config(data: bytes) -> TenantConfig:
    """The config that `canonical_json` wrote. pydantic.ValidationError when it is none."""
    return TenantConfig.model_validate_json(data)
