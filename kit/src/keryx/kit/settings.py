"""What a runtime program is told by whoever starts it (the operator, or `keryx up`): one JSON file, named by the variable KERYX_RUNTIME.

Declarations are not here: they are pushed. Here is where things are: databases, Asterisks, keys, folders.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Literal, TypeVar
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

RUNTIME_VARIABLE = "KERYX_RUNTIME"
CONTROL_PLANE_VARIABLE = "KERYX_CONTROL_PLANE"
_POD_IP = "${POD_IP}"


class SettingsError(Exception):
    """The settings cannot be used; the message is one sentence that names the file and the field."""


class _Settings(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


_T = TypeVar("_T", bound=_Settings)


class SiteSettings(_Settings):
    """One site's Asterisk and the site agent beside it."""

    name: str
    ari_url: str
    ari_user: str
    ari_password_file: Path
    ami_host: str
    ami_port: int
    ami_user: str
    ami_password_file: Path
    sip_ws_url: str
    """Where the SIP proxy for desks connects to."""
    sip_address: str
    """host:port at which phones and carriers reach the site."""
    agent_url: str
    """Where the engine reaches the site agent."""
    agent_listen: str | None = None
    """host:port the site agent listens at; that of `agent_url` when absent."""
    sounds_dir: Path
    recordings_dir: Path


class EngineSettings(_Settings):
    listen: str
    """host:port."""
    address: str
    """What the lease row tells others: where the leader is reached. `${POD_IP}` stands for that variable: replicas share a file."""

    @field_validator("address")
    @classmethod
    def _of_this_pod(cls, address: str) -> str:
        if _POD_IP not in address:
            return address
        if not (own := os.environ.get("POD_IP")):
            raise ValueError(f"names {_POD_IP}, and the variable POD_IP is not set")
        return address.replace(_POD_IP, own)


class ListenSettings(_Settings):
    listen: str


class WorkerSettings(_Settings):
    listen: str
    """host:port."""
    address: str | None = None
    """URL at which the tenant's other programs reach it; made of `listen` when absent."""

    @property
    def url(self) -> str:
        return self.address or f"http://{self.listen}"


class SigningKeys(_Settings):
    """Public keys (PEM files) of those who may push or link; two at a time while one replaces the other."""

    operator: tuple[Path, ...]
    control_plane: tuple[Path, ...]
    gateway: tuple[Path, ...]


class TenantRuntimeSettings(_Settings):
    id: str
    hosts: tuple[str, ...]
    database: str
    """libpq connection string."""
    store: str
    """fsspec URL of the tenant's prefix in the object store."""
    vault_key: Path
    """32 bytes, base64."""
    signing_keys: SigningKeys
    sites: tuple[SiteSettings, ...]
    engine: EngineSettings
    gateway: ListenSettings
    worker: WorkerSettings


class TtsSettings(_Settings):
    """The embedded speech engine, espeak-ng."""

    command: Path
    data: Path


class RuntimeSettings(_Settings):
    tenants: Annotated[tuple[TenantRuntimeSettings, ...], Field(min_length=1)]
    gateway_key: Path
    valkey: str
    """redis.asyncio URL, without its password when that stands in a file."""
    valkey_password_file: Path | None = None
    spool_dir: Path
    web_dir: Path | None = None
    secrets_dir: Path
    """Files <tenant>/<secret>/<key>."""
    tts: TtsSettings
    log_level: str = "info"
    otlp_endpoint: str | None = None

    def valkey_url(self) -> str:
        """The URL with the password. OSError when its file cannot be read."""
        if self.valkey_password_file is None:
            return self.valkey
        password = quote(self.valkey_password_file.read_text(encoding="utf-8").strip(), safe="")
        scheme, _, rest = self.valkey.partition("://")
        return f"{scheme}://:{password}@{rest}"

    def tenant(self, tenant_id: str) -> TenantRuntimeSettings:
        """SettingsError when there is no such tenant here."""
        for tenant in self.tenants:
            if tenant.id == tenant_id:
                return tenant
        raise SettingsError(f"tenant {tenant_id!r} is not among the tenants of this program")


class MailSettings(_Settings):
    """The server that takes our mail (SMTP submission, RFC 6409)."""

    host: str
    port: int = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str | None = None
    password_file: Path | None = None
    ca_file: Path | None = None
    """PEM of who vouches for the server; the machine's own when absent."""
    sender: str
    """Address mails come from."""


class ControlPlaneTenant(_Settings):
    id: str
    hosts: tuple[str, ...]
    engine: str
    """URL of an engine that takes pushes."""


class ControlPlaneSettings(_Settings):
    database: str
    """libpq connection string of the role that owns the schema. Requests take on `keryx_control_plane`, which owns nothing."""
    listen: str
    key: Path
    """Private key (PEM) that signs admitting and push tokens."""
    tenants: tuple[ControlPlaneTenant, ...]
    operator_keys: tuple[Path, ...]
    console_host: str
    bootstrap_token_file: Path
    """What `keryx admin` and `keryx people` present as bearer token."""
    secrets_dir: Path | None = None
    """Files <tenant>/<secret>/<key>: clients' secrets at identity providers."""
    allow_http_providers: bool = False
    """Whether identity providers may be spoken with unencrypted: on one machine, never across a network."""
    audit_heads: Path | None = None
    """Folder, outside the database, of the signed ends of the audit trails; without it a tail that is cut is not found."""
    mail: MailSettings | None = None
    """Without it no mail is sent, and administrators hand out links."""
    log_level: str = "info"
    otlp_endpoint: str | None = None


def runtime_settings() -> RuntimeSettings:
    """The settings of this process. SettingsError says what is wrong with them."""
    return _read(RuntimeSettings, RUNTIME_VARIABLE)


def control_plane_settings() -> ControlPlaneSettings:
    """The settings of this process. SettingsError says what is wrong with them."""
    return _read(ControlPlaneSettings, CONTROL_PLANE_VARIABLE)


def split_listen(listen: str) -> tuple[str, int]:
    """host and port of `host:port`."""
    host, _, port = listen.rpartition(":")
    if not host or not port.isdigit():
        raise SettingsError(f"{listen!r} is not of the form host:port")
    return host, int(port)


def _read(shape: type[_T], variable: str) -> _T:
    name = os.environ.get(variable)
    if not name:
        raise SettingsError(f"the variable {variable} names no settings file")
    try:
        return shape.model_validate_json(Path(name).read_bytes())
    except OSError as error:
        raise SettingsError(f"{name} cannot be read: {error.strerror}") from error
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise SettingsError(f"{name}: {field}: {first['msg']}") from error
