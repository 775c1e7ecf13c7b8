"""What the dialplan does with a call while no engine lives, kept in the site's AstDB. Pure."""

from __future__ import annotations

from keryx.crds.config import TenantConfig, media_id
from keryx.tenant_runtime.telephony.provisioning import trunk_endpoint

Entries = dict[str, dict[str, str]]
"""Number -> key -> value, as `telephony/asterisk_conf` describes them."""


def outage(config: TenantConfig, site: str) -> Entries:
    """For every number that ends at `site`."""
    return {
        number: _plan(config, name)
        for name, entry in config.entries.items()
        if entry.site == site
        for number in entry.numbers
    }


def _plan(config: TenantConfig, name: str) -> dict[str, str]:
    entry = config.entries[name]
    plan = entry.on_outage
    if plan.kind == "announcement" and plan.announcement is not None:
        language = entry.language or config.sites[entry.site].default_language or config.settings.default_language
        return {"kind": "announcement", "media": f"keryx/{media_id(plan.announcement, config, language)}"}
    if plan.kind == "number" and plan.trunk is not None:
        return {"kind": "number", "dial": f"PJSIP/{plan.number}@{trunk_endpoint(plan.trunk)}"}
    return {"kind": "reject", "code": str(plan.code)}
