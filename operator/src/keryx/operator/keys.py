"""Keys and passwords: made once, kept in Secrets, read by nobody else's account. A missing one is made, one that is there stays."""

from __future__ import annotations

import base64
import os
import secrets
from collections.abc import Callable, Mapping

from keryx.kit.tokens import generate_key_pair
from keryx.operator.api import Cluster
from keryx.operator.render.names import KEYS, Object, made
from keryx.operator.render.runtime import PASSWORD_KEY, VALKEY_KEY

_VAULT_BYTES = 32
ROTATED = "keryx.dev/rotated"
PASSWORDS = ("ari.password", "ami.password", PASSWORD_KEY)
"""What a rotation replaces. The vault's key is never replaced: it opens what was written."""

Values = dict[str, str]


def password() -> str:
    return secrets.token_urlsafe(24)


async def ensure(cluster: Cluster, namespace: str, name: str, wanted: Mapping[str, Callable[[], str]]) -> Values:
    """The Secret with at least the keys of `wanted`; the missing ones are made."""
    found = await cluster.get("Secret", namespace, name)
    values = decoded(found)
    missing = {key: make() for key, make in wanted.items() if key not in values}
    if not missing:
        return values
    secret = secret_of(namespace, name, values | missing)
    if found is None:
        await cluster.create(secret)
    else:
        await cluster.merge("Secret", namespace, name, {"data": secret["data"]})
    return values | missing


async def platform_keys(cluster: Cluster, namespace: str) -> Values:
    """The operator's and the control plane's key pairs, and the token of `keryx admin`."""
    pairs: Values = {}
    for one in ("operator", "control_plane"):
        pairs[f"{one}.key.pem"], pairs[f"{one}.pub.pem"] = generate_key_pair()
    found = decoded(await cluster.get("Secret", namespace, KEYS))
    for one in ("operator", "control_plane"):
        if f"{one}.key.pem" in found:  # halves of different pairs are worse than none
            pairs |= {key: value for key, value in found.items() if key.startswith(f"{one}.")}
    made_now: dict[str, Callable[[], str]] = {key: (lambda value=value: value) for key, value in pairs.items()}  # type: ignore[misc]
    return await ensure(cluster, namespace, KEYS, {**made_now, "bootstrap.token": password})


async def tenant_keys(cluster: Cluster, tenant_id: str, shared: Mapping[str, str], rotation: str) -> Values:
    """The tenant's own Secret. `shared`: what it is given by the platform (public keys); another `rotation` makes new passwords."""
    place = made("v1", "Secret", KEYS, tenant_id)
    namespace = place["metadata"]["namespace"]
    found = await cluster.get("Secret", namespace, KEYS)
    before = decoded(found)
    rotated = bool(rotation) and ((found or {}).get("metadata", {}).get("annotations") or {}).get(ROTATED) != rotation
    values = {**_fresh(), **before, **shared}
    if rotated and before:
        values |= {key: password() for key in PASSWORDS}
    if values == before and not rotated:
        return values
    data = secret_of(namespace, KEYS, values)["data"]
    place["metadata"]["annotations"] = {ROTATED: rotation}
    await cluster.apply({**place, "type": "Opaque", "data": data})
    return values


def _fresh() -> Values:
    private, public = generate_key_pair()
    return {
        "vault.key": base64.b64encode(os.urandom(_VAULT_BYTES)).decode(),
        "gateway.key.pem": private,
        "gateway.pub.pem": public,
        **{key: password() for key in PASSWORDS},
    }


def shared_keys(platform: Mapping[str, str], valkey_password: str | None) -> Values:
    """What every tenant's programs are told by the platform."""
    public = {key: platform[key] for key in ("operator.pub.pem", "control_plane.pub.pem")}
    return public | ({VALKEY_KEY: valkey_password} if valkey_password else {})


def secret_of(namespace: str, name: str, values: Mapping[str, str]) -> Object:
    data = {key: base64.b64encode(value.encode()).decode() for key, value in values.items()}
    metadata = {"name": name, "namespace": namespace}
    return {"apiVersion": "v1", "kind": "Secret", "metadata": metadata, "type": "Opaque", "data": data}


def decoded(secret: Object | None) -> Values:
    """The values of a Secret; none when there is none."""
    return {key: base64.b64decode(value).decode() for key, value in ((secret or {}).get("data") or {}).items()}
