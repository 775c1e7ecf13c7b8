"""TenantSettings: what a tenant's own administrators set, within the Tenant's bounds. One object, named `settings`."""

from __future__ import annotations

from pydantic import Field

from .base import Language, Spec, TimeZone
from .password_policy import PasswordPolicy

SETTINGS_NAME = "settings"


class TenantSettingsSpec(Spec):
    """Settings of the whole tenant."""

    languages: tuple[Language, ...] = Field(
        (), max_length=20, description="Languages spoken to contacts; when absent those of the Tenant."
    )
    default_language: Language = Field("fr", description="Language of a contact whose own is not known.")
    time_zone: TimeZone | None = Field(None, description="IANA time zone; when absent the Tenant's.")
    retention_months: int = Field(12, ge=1, le=120, description="How long records and recordings are kept, in months.")
    password_policy: PasswordPolicy = Field(PasswordPolicy(), description="Rules for passwords.")
    wrap_up_seconds: int = Field(
        30, ge=0, le=3600, description="Wrap-up after a call of no queue (transferred directly), in seconds."
    )
    presence_grace_seconds: int = Field(
        20,
        ge=5,
        le=120,
        description="How long a vanished desk may stay away before its caller returns to the queue, in seconds.",
    )
    dispositions_required: bool = Field(False, description="Whether an agent must give a disposition to end wrap-up.")
