"""What the operator is told by whoever installed it: one JSON file, named by the variable KERYX_OPERATOR."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from keryx.crds.kinds.database_server import DatabaseServerSpec
from keryx.kit.settings import SettingsError

VARIABLE = "KERYX_OPERATOR"


class _Settings(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Images(_Settings):
    """Image references, by tag or by digest."""

    keryx: str = "keryx:0.1.0"
    asterisk: str = "keryx-asterisk:0.1.0"


class ControlPlane(_Settings):
    """Where the control plane is, for pushes and for routes."""

    url: str = "http://keryx-control-plane.keryx-system.svc:80"
    service: str = "keryx-control-plane"
    port: int = 80
    console_host: str = "console.localhost"


class Valkey(_Settings):
    """`password_secret`: Secret of the operator's namespace with the key `password`."""

    url: str = "redis://keryx-valkey.keryx-system.svc:6379/0"
    password_secret: str | None = None


class Peers(_Settings):
    """Who is at the other end of an opening: pods of a namespace with these labels, or addresses."""

    namespace: str | None = None
    labels: dict[str, str] = {}
    cidr: str | None = None


class Store(_Settings):
    """Where a tenant's recordings and prompts lie: a volume that its pods share."""

    kind: Literal["Volume"] = "Volume"
    storage_class: str | None = None
    access_mode: Literal["ReadWriteOnce", "ReadWriteMany"] = "ReadWriteOnce"


class GatewayReference(_Settings):
    namespace: str
    name: str


class Routes(_Settings):
    """How browsers come in. `from_namespaces`: whose pods may reach a tenant's gateway; anyone when empty."""

    kind: Literal["None", "Ingress", "HTTPRoute"] = "None"
    ingress_class: str | None = None
    gateway: GatewayReference | None = None
    from_namespaces: tuple[str, ...] = ()


class BundledSecrets(_Settings):
    """Secrets the operator makes once for the chart's own Postgres and Valkey; None where they are somebody else's."""

    postgres: str | None = None
    valkey: str | None = None


class OperatorSettings(_Settings):
    """All of it. The defaults are those of the chart, so that `keryx render` needs no file."""

    namespace: str = "keryx-system"
    listen: str = "0.0.0.0:8080"
    """host:port of health and metrics."""
    images: Images = Images()
    pull_policy: Literal["Always", "IfNotPresent", "Never"] = "IfNotPresent"
    image_pull_secrets: tuple[str, ...] = ()
    control_plane: ControlPlane = ControlPlane()
    valkey: Valkey = Valkey()
    database_pods: Peers = Peers(namespace="keryx-system")
    valkey_pods: Peers = Peers(namespace="keryx-system")
    store: Store = Store()
    routes: Routes = Routes()
    media_cidrs: tuple[str, ...] = ("0.0.0.0/0",)
    """Who may send SIP and media to sites on the cluster's network, beside namespaces with the label `keryx.dev/media-peer`."""
    pod_cidrs: tuple[str, ...] = ()
    """The cluster's pods, whom `media_cidrs` does not mean."""
    database_servers: dict[str, DatabaseServerSpec] = {}
    """DatabaseServers the operator applies at its start."""
    bundled_secrets: BundledSecrets = BundledSecrets()
    platform_database: str = "default"
    max_progressing: Annotated[int, Field(ge=1)] = 5
    engine_replicas: Annotated[int, Field(ge=1, le=3)] = 2
    log_level: str = "info"
    otlp_endpoint: str | None = None


def operator_settings() -> OperatorSettings:
    """The settings of this process. SettingsError says what is wrong with them."""
    name = os.environ.get(VARIABLE)
    if not name:
        raise SettingsError(f"the variable {VARIABLE} names no settings file")
    return read_settings(Path(name))


def read_settings(path: Path) -> OperatorSettings:
    """The settings in a file. SettingsError says what is wrong with them."""
    try:
        return OperatorSettings.model_validate_json(path.read_bytes())
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}") from error
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise SettingsError(f"{path}: {field}: {first['msg']}") from error
