"""What a tenant runs by, kept where a restart finds it: its last good configuration, its version, its place.

It stands in the ConfigMap `keryx-config` of the runtime namespace, compressed: a ConfigMap has at most 1 MiB.
"""

from __future__ import annotations

import base64
import gzip
import time
from dataclasses import dataclass, replace

from pydantic import ValidationError

from keryx.crds import TenantConfig, canonical_json, read_config
from keryx.kit.signals import log
from keryx.operator.api import Cluster
from keryx.operator.render.names import Object, made, namespace_of

NAME = "keryx-config"
_CONFIG = "config.json.gz"


@dataclass(frozen=True)
class Stored:
    """`config` is None before the first one, and when another release wrote one that this one cannot read."""

    server: str
    version: int = 0
    hash: str = ""
    secrets: str = ""
    config: TenantConfig | None = None

    def with_config(self, config: TenantConfig, config_hash: str, secrets: str) -> Stored:
        """The next version; the same one when nothing changed."""
        if (self.hash, self.secrets) == (config_hash, secrets) and self.config is not None:
            return self
        return replace(self, version=self.after(self.version), hash=config_hash, secrets=secrets, config=config)

    @staticmethod
    def after(version: int) -> int:
        """A version greater than `version`; milliseconds since 1970, so that a lost store does not go back."""
        return max(time.time_ns() // 1_000_000, version + 1)


async def load(cluster: Cluster, tenant_id: str) -> Stored | None:
    """None when there is none yet."""
    found = await cluster.get("ConfigMap", namespace_of(tenant_id), NAME)
    if found is None:
        return None
    data = found.get("data") or {}
    return Stored(
        server=data["databaseServer"],
        version=int(data.get("version", 0)),
        hash=data.get("hash", ""),
        secrets=data.get("secrets", ""),
        config=_config((found.get("binaryData") or {}).get(_CONFIG)),
    )


async def save(cluster: Cluster, tenant_id: str, stored: Stored) -> None:
    await cluster.apply(_config_map(tenant_id, stored))


def _config_map(tenant_id: str, stored: Stored) -> Object:
    data = {
        "databaseServer": stored.server,
        "version": str(stored.version),
        "hash": stored.hash,
        "secrets": stored.secrets,
    }
    one = made("v1", "ConfigMap", NAME, tenant_id, data=data)
    if stored.config is not None:
        packed = gzip.compress(canonical_json(stored.config), mtime=0)
        one["binaryData"] = {_CONFIG: base64.b64encode(packed).decode()}
    return one


def _config(packed: str | None) -> TenantConfig | None:
    if packed is None:
        return None
    try:
        return read_config(gzip.decompress(base64.b64decode(packed)))
    except (ValidationError, OSError) as error:
        log.warning("last_good_unreadable", reason=str(error))
        return None
