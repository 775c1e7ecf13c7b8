"""Telling an engine what a tenant's configuration or directory now is: signed, versioned, safe to repeat.

The engine stores a push only when its version is greater than the stored one; the same version again is no error. A
409 says that the engine holds something else and is raised as `PushConflict`, with what it holds.
"""

import json
from collections.abc import Sequence
from typing import Any

import httpx

from keryx.kit.tokens import sign_push

TIMEOUT_SECONDS = 30.0
"""A config is acknowledged only when every site has its prompts."""


class PushConflict(Exception):
    """The engine has another version; `stored` is its answer (`version`, `hash`, as far as it tells)."""

    def __init__(self, stored: dict[str, Any]) -> None:
        super().__init__(f"the engine holds version {stored.get('version')}")
        self.stored = stored


class PushFailed(Exception):
    """Nothing was stored as far as we know: the engine is away or refused. Trying again is right."""


class Pusher:
    """Pushes to one engine for one tenant, signed with the issuer's key (`operator` or `control-plane`)."""

    def __init__(self, client: httpx.AsyncClient, engine: str, tenant_id: str, issuer: str, private_pem: str) -> None:
        self._client, self._tenant_id, self._issuer, self._key = client, tenant_id, issuer, private_pem
        self._base = f"{engine.rstrip('/')}/internal/v1/tenants/{tenant_id}"

    async def declare_tenant(self, display_name: str, hosts: Sequence[str], engine: str | None) -> None:
        """Tell the control plane of this tenant. `engine`: URL that takes its directory, None while nothing runs. Raises as put_config."""
        body = {"displayName": display_name, "hosts": list(hosts), "engine": engine}
        await self._send("PUT", None, json.dumps(body).encode())

    async def put_config(self, version: int, config_hash: str, config: bytes) -> dict[str, Any]:
        """Push a compiled configuration (its canonical JSON). Raises PushConflict, PushFailed."""
        body = b'{"version":%d,"hash":%s,"config":%s}' % (version, json.dumps(config_hash).encode(), config)
        return await self._send("PUT", "config", body)

    async def put_directory(self, directory: bytes) -> dict[str, Any]:
        """Push the whole directory (core's JSON, which carries its version). Raises PushConflict, PushFailed."""
        return await self._send("PUT", "directory", directory)

    async def patch_directory(self, delta: bytes) -> dict[str, Any]:
        """Push one step, version n to n+1. Raises PushConflict (then send the whole), PushFailed."""
        return await self._send("PATCH", "directory", delta)

    async def stored(self, kind: str) -> dict[str, Any]:
        """What the engine says it has stored and active of `config` or `directory`. Raises PushFailed."""
        return await self._send("GET", kind, b"")

    async def _send(self, method: str, kind: str | None, body: bytes) -> dict[str, Any]:
        headers = {
            "Authorization": f"Bearer {sign_push(self._key, self._issuer, self._tenant_id, body)}",
            "Content-Type": "application/json",
        }
        url = f"{self._base}/{kind}" if kind else self._base
        try:
            answer = await self._client.request(method, url, content=body, headers=headers, timeout=TIMEOUT_SECONDS)
        except httpx.HTTPError as error:
            raise PushFailed(f"{method} {url}: {type(error).__name__} {error}") from error
        return _answer(answer)


def _answer(answer: httpx.Response) -> dict[str, Any]:
    data = _json(answer)
    if answer.status_code == httpx.codes.CONFLICT:
        raise PushConflict(data)
    if not answer.is_success:
        raise PushFailed(f"{answer.request.method} {answer.request.url}: HTTP {answer.status_code} {data}")
    return data


def _json(answer: httpx.Response) -> dict[str, Any]:
    try:
        data = answer.json()
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}
