"""Handing a configuration to those who run by it: the tenant's engine and the control plane."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx

from keryx.crds import canonical_json
from keryx.kit.push import PushConflict, Pusher, PushFailed
from keryx.operator.stored import Stored

_ASKED_AT_MOST = 6
"""Only the leading engine knows what is active, and a Service leads to any of them."""


class NotLive(Exception):
    """What keeps the configuration from being live, as a sentence; trying again is right."""


class Outdated(Exception):
    """A receiver holds this version or a later one with other contents: ours must be greater than `version`."""

    def __init__(self, version: int) -> None:
        super().__init__(f"version {version} is stored there")
        self.version = version


class Receivers:
    """Pushes of one operator. What was acknowledged is asked again only after `forget`."""

    def __init__(self, client: httpx.AsyncClient, control_plane: str, private_key: str) -> None:
        self._client, self._control_plane, self._key = client, control_plane, private_key
        self._known: dict[tuple[str, str], object] = {}

    def forget(self) -> None:
        """Ask everybody again: a database may have been replaced."""
        self._known.clear()

    async def declare(self, tenant_id: str, name: str, hosts: tuple[str, ...], engine: str | None) -> None:
        """Tell the control plane of the tenant. NotLive."""
        wanted = (name, hosts, engine)
        if self._known.get(("declared", tenant_id)) == wanted:
            return
        try:
            await self._pusher(self._control_plane, tenant_id).declare_tenant(name, hosts, engine)
        except PushConflict as conflict:
            raise NotLive(
                f"the control plane refuses the tenant: {conflict.stored.get('detail', conflict)}"
            ) from conflict
        except PushFailed as failed:
            raise NotLive(f"the control plane does not answer: {failed}") from failed
        self._known["declared", tenant_id] = wanted

    async def control_plane(self, tenant_id: str, stored: Stored) -> None:
        """NotLive, Outdated."""
        await self._offer("control plane", self._control_plane, tenant_id, stored)

    async def engine(self, tenant_id: str, url: str, stored: Stored) -> None:
        """Until the leading engine works by it. NotLive, Outdated."""
        answer = await self._offer("engine", url, tenant_id, stored)
        if answer is None:
            return
        for _ in range(_ASKED_AT_MOST):
            active = answer.get("active")
            if active is not None and active >= stored.version:
                return
            answer = await self._ask(url, tenant_id)
        self._known.pop(("engine", tenant_id), None)
        raise NotLive(
            f"the engine has stored version {stored.version} and works by {answer.get('active') or 'none'} yet"
        )

    async def _offer(self, who: str, url: str, tenant_id: str, stored: Stored) -> Mapping[str, Any] | None:
        """The answer; None when it is known to be there."""
        if self._known.get((who, tenant_id)) == (url, stored.version, stored.hash) or stored.config is None:
            return None
        try:
            content = canonical_json(stored.config)
            answer = await self._pusher(url, tenant_id).put_config(stored.version, stored.hash, content)
        except PushConflict as conflict:
            version = conflict.stored.get("version")
            raise Outdated(version if isinstance(version, int) else stored.version) from conflict
        except PushFailed as failed:
            raise NotLive(f"the {who} does not take the configuration: {failed}") from failed
        self._known[who, tenant_id] = (url, stored.version, stored.hash)
        return answer

    async def _ask(self, url: str, tenant_id: str) -> Mapping[str, Any]:
        """On a connection of its own, so that another engine may answer."""
        try:
            async with httpx.AsyncClient(trust_env=False) as client:
                return await Pusher(client, url, tenant_id, "operator", self._key).stored("config")
        except PushFailed as failed:
            raise NotLive(f"the engine does not answer: {failed}") from failed

    def _pusher(self, url: str, tenant_id: str) -> Pusher:
        return Pusher(self._client, url, tenant_id, "operator", self._key)
