"""The settings file of a tenant's programs (`keryx.kit.settings`). It names files for what is secret and holds none of it."""

from __future__ import annotations

import json
from typing import Any

from .names import (
    AGENT_PORT,
    ARI_PORT,
    ENGINE_PORT,
    GATEWAY_PORT,
    MANAGER_PORT,
    RUNTIME,
    SIP_PORT,
    WORKER_PORT,
    Object,
    made,
    namespace_of,
    site_service,
)
from .plan import TenantPlan

ETC = "/etc/keryx"
KEYS_FOLDER = f"{ETC}/keys"
SECRETS_FOLDER = f"{ETC}/secrets"
SETTINGS_FILE = f"{ETC}/runtime/runtime.json"
STORE_FOLDER = "/var/lib/keryx/store"
SPOOL_FOLDER = "/var/lib/keryx/spool"
SITE_FOLDER = "/var/lib/keryx/site"
ASTERISK_USER = "keryx"
PASSWORD_KEY = "database.password"
VALKEY_KEY = "valkey.password"


def config_map(plan: TenantPlan) -> Object:
    """`keryx-runtime` with `runtime.json`."""
    return made("v1", "ConfigMap", RUNTIME, plan.id, data={"runtime.json": settings_text(plan)})


def settings_text(plan: TenantPlan) -> str:
    """runtime.json; the same plan gives the same text."""
    return json.dumps(_settings(plan), indent=1, sort_keys=True) + "\n"


def _settings(plan: TenantPlan) -> dict[str, Any]:
    settings = plan.settings
    return {
        "tenants": [_tenant(plan)],
        "gateway_key": f"{KEYS_FOLDER}/gateway.key.pem",
        "valkey": settings.valkey.url,
        "valkey_password_file": f"{KEYS_FOLDER}/{VALKEY_KEY}" if settings.valkey.password_secret else None,
        "spool_dir": SPOOL_FOLDER,
        "web_dir": "/opt/keryx/web",
        "secrets_dir": SECRETS_FOLDER,
        "tts": {"command": "/usr/bin/espeak-ng", "data": "/usr/lib/x86_64-linux-gnu"},
        "log_level": settings.log_level,
        "otlp_endpoint": settings.otlp_endpoint,
    }


def _tenant(plan: TenantPlan) -> dict[str, Any]:
    names = ("operator", "control_plane", "gateway")
    return {
        "id": plan.id,
        "hosts": list(plan.hosts),
        "database": _conninfo(plan),
        "store": f"file://{STORE_FOLDER}",
        "vault_key": f"{KEYS_FOLDER}/vault.key",
        "signing_keys": {name: [f"{KEYS_FOLDER}/{name}.pub.pem"] for name in names},
        "sites": [_site(plan, name) for name in plan.sites],
        "engine": {"listen": f"0.0.0.0:{ENGINE_PORT}", "address": f"http://${{POD_IP}}:{ENGINE_PORT}"},
        "gateway": {"listen": f"0.0.0.0:{GATEWAY_PORT}"},
        "worker": {"listen": f"0.0.0.0:{WORKER_PORT}", "address": f"http://worker:{WORKER_PORT}"},
    }


def _conninfo(plan: TenantPlan) -> str:
    """Without the password: that comes to libpq by the variable PGPASSWORD."""
    server = plan.server
    return (
        f"host={server.host} port={server.port} dbname={plan.database} user={plan.database} sslmode={server.ssl_mode}"
    )


def _site(plan: TenantPlan, name: str) -> dict[str, Any]:
    host = f"{site_service(name)}.{namespace_of(plan.id)}.svc"
    return {
        "name": name,
        "ari_url": f"http://{host}:{ARI_PORT}",
        "ari_user": ASTERISK_USER,
        "ari_password_file": f"{KEYS_FOLDER}/ari.password",
        "ami_host": host,
        "ami_port": MANAGER_PORT,
        "ami_user": ASTERISK_USER,
        "ami_password_file": f"{KEYS_FOLDER}/ami.password",
        "sip_ws_url": f"ws://{host}:{ARI_PORT}/ws",
        "sip_address": f"{host}:{SIP_PORT}",
        "agent_url": f"http://{host}:{AGENT_PORT}",
        "agent_listen": f"0.0.0.0:{AGENT_PORT}",
        "sounds_dir": f"{SITE_FOLDER}/sounds",
        "recordings_dir": f"{SITE_FOLDER}/recordings",
    }
