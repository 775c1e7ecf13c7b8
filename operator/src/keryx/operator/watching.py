"""Watches, by kopf and nothing of it but `on.event`: timers, daemons and change handlers would write to every object they see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import kopf

from keryx.crds.kinds.base import GROUP, VERSION
from keryx.crds.kinds.table import KINDS
from keryx.operator.api import Cluster
from keryx.operator.render.names import TENANT_LABEL, Object
from keryx.operator.seen import Place, Seen

_DRIFTING = (
    ("apps", "v1", "deployments"), ("", "v1", "services"), ("networking.k8s.io", "v1", "networkpolicies"),
    ("policy", "v1", "poddisruptionbudgets"), ("", "v1", "resourcequotas"), ("", "v1", "limitranges"),
)  # fmt: skip
"""Built-in kinds whose change by another hand is noticed at once; the rest is found by the sweep."""
Ask = Callable[[str | None, str | None], None]
"""Called with the namespace of declarations, or with the id of a tenant; (None, None) for every tenant."""


class Watcher:
    """Feeds `seen`, and asks for the tenants that changes are about."""

    def __init__(self, cluster: Cluster, seen: Seen, ask: Ask) -> None:
        self._cluster, self._seen, self._ask = cluster, seen, ask

    async def look(self) -> None:
        """List every kind whole. What a watch missed is found, and asked for."""
        for kind in KINDS:
            found, at = await self._cluster.list(kind)
            for place in self._seen.replace_kind(kind, [_slim(one) for one in found], at):
                self._ask_for(place)

    async def run(self) -> None:
        """Until cancelled, or until SIGTERM or SIGINT, which kopf takes over."""
        await kopf.operator(registry=self._registry(), settings=_settings(), standalone=True, clusterwide=True)

    def _registry(self) -> kopf.OperatorRegistry:
        registry = kopf.OperatorRegistry()
        kopf.on.login(registry=registry)(_log_in)
        for kind in KINDS.values():
            kopf.on.event(GROUP, VERSION, kind.plural, registry=registry)(self._declared)
        for group, version, plural in _DRIFTING:
            mine = {TENANT_LABEL: kopf.PRESENT}
            kopf.on.event(group, version, plural, labels=mine, registry=registry)(self._drifted)
        return registry

    async def _declared(self, type: str | None, body: kopf.Body, **_: Any) -> None:  # noqa: A002 - kopf's own name
        one = _slim(_plain(body))
        if type == "DELETED":
            self._seen.drop(one)
        elif not self._seen.put(one):
            return
        self._ask_for((one["kind"], one["metadata"].get("namespace"), one["metadata"]["name"]))

    async def _drifted(self, body: kopf.Body, **_: Any) -> None:
        self._ask(None, body["metadata"]["labels"][TENANT_LABEL])

    def _ask_for(self, place: Place) -> None:
        kind, namespace, name = place
        if kind == "Tenant":
            tenant = self._seen.get("Tenant", None, name)
            self._ask(str(((tenant or {}).get("spec") or {}).get("namespace") or name), None)
        else:
            self._ask(namespace, None)


async def _log_in(**given: Any) -> kopf.ConnectionInfo | None:
    return kopf.login_with_service_account(**given) or kopf.login_with_kubeconfig(**given)


def _settings() -> kopf.OperatorSettings:
    settings = kopf.OperatorSettings()
    settings.posting.enabled = False
    settings.watching.server_timeout = 300
    settings.watching.client_timeout = 310
    settings.networking.error_backoffs = [0.1, 0.5, 1, 2]
    settings.scanning.disabled = True
    settings.batching.batch_window = 0.02
    return settings


def _plain(body: Any) -> Object:
    return {key: body[key] for key in body}


def _slim(one: Object) -> Object:
    """Without what only the API server needs."""
    metadata = {key: value for key, value in one["metadata"].items() if key != "managedFields"}
    return {**one, "metadata": metadata}
