"""The Kubernetes API as the operator uses it: read, list, server-side apply, delete. Every kind it touches is a row here."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

from kubernetes.aio import client, config
from kubernetes.aio.dynamic import DynamicClient
from kubernetes.aio.dynamic.exceptions import DynamicApiError

from keryx.crds.kinds.base import API_VERSION
from keryx.crds.kinds.table import KINDS
from keryx.operator.render.names import MANAGER, Object

_PAGE = 500
_NOT_FOUND = 404
_SECONDS = 30


class ApiError(Exception):
    """The API server refused; the message is its sentence, `status` its HTTP status."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class Kind(NamedTuple):
    """Where objects of a kind are found."""

    api_version: str
    plural: str
    namespaced: bool = True


_BUILT_IN = {
    "Namespace": Kind("v1", "namespaces", namespaced=False),
    "Secret": Kind("v1", "secrets"),
    "ConfigMap": Kind("v1", "configmaps"),
    "Service": Kind("v1", "services"),
    "ServiceAccount": Kind("v1", "serviceaccounts"),
    "PersistentVolumeClaim": Kind("v1", "persistentvolumeclaims"),
    "ResourceQuota": Kind("v1", "resourcequotas"),
    "LimitRange": Kind("v1", "limitranges"),
    "Event": Kind("v1", "events"),
    "Deployment": Kind("apps/v1", "deployments"),
    "PodDisruptionBudget": Kind("policy/v1", "poddisruptionbudgets"),
    "NetworkPolicy": Kind("networking.k8s.io/v1", "networkpolicies"),
    "Ingress": Kind("networking.k8s.io/v1", "ingresses"),
    "HTTPRoute": Kind("gateway.networking.k8s.io/v1", "httproutes"),
    "Role": Kind("rbac.authorization.k8s.io/v1", "roles"),
    "RoleBinding": Kind("rbac.authorization.k8s.io/v1", "rolebindings"),
    "Lease": Kind("coordination.k8s.io/v1", "leases"),
}
ALL_KINDS = {**_BUILT_IN, **{one.name: Kind(API_VERSION, one.plural, one.namespaced) for one in KINDS.values()}}


class Cluster:
    """One API server. Whatever it refuses or does not answer is raised as `ApiError` or the transport's own error."""

    def __init__(self, api_client: Any) -> None:
        self._dynamic = DynamicClient(api_client)  # type: ignore[no-untyped-call]
        self.may_write: Callable[[], bool] = lambda: True
        """Asked before each change: an operator that is not sure of its Lease changes nothing."""

    async def get(self, kind: str, namespace: str | None, name: str) -> Object | None:
        """None when there is no such object."""
        try:
            return await self._send("get", _path(kind, namespace, name))
        except ApiError as error:
            if error.status == _NOT_FOUND:
                return None
            raise

    async def list(
        self, kind: str, namespace: str | None = None, selector: str | None = None
    ) -> tuple[list[Object], int]:
        """All objects of a kind, page by page, and the resource version of the list."""
        found: list[Object] = []
        token: str | None = None
        while True:
            more = {"_continue": token} if token else {}
            page = await self._send("get", _path(kind, namespace), limit=_PAGE, label_selector=selector, **more)
            found += [{"apiVersion": ALL_KINDS[kind].api_version, "kind": kind, **one} for one in page["items"]]
            token = page["metadata"].get("continue")
            if not token:
                return found, int(page["metadata"].get("resourceVersion") or 0)

    async def apply(self, one: Object, *, status: bool = False, dry_run: bool = False) -> Object:
        """Server-side apply with our field manager; what others own of these fields becomes ours."""
        metadata = one["metadata"]
        path = _path(one["kind"], metadata.get("namespace"), metadata["name"]) + ("/status" if status else "")
        self._check()
        more = {"dry_run": "All"} if dry_run else {}
        return await self._send(
            "patch", path, body=one, content_type="application/apply-patch+yaml", field_manager=MANAGER,
            force_conflicts="true", **more,
        )  # fmt: skip

    async def merge(self, kind: str, namespace: str | None, name: str, change: Mapping[str, Any]) -> Object:
        """A JSON merge patch (RFC 7386)."""
        self._check()
        content_type = "application/merge-patch+json"
        return await self._send("patch", _path(kind, namespace, name), body=change, content_type=content_type)

    async def create(self, one: Object) -> Object:
        """A new object. `ApiError` with status 409 when there is one already."""
        return await self._send("post", _path(one["kind"], one["metadata"].get("namespace")), body=one)

    async def replace(self, one: Object) -> Object:
        """Replace what was read; 409 when somebody was faster."""
        metadata = one["metadata"]
        return await self._send("put", _path(one["kind"], metadata.get("namespace"), metadata["name"]), body=one)

    async def delete(self, kind: str, namespace: str | None, name: str) -> None:
        """One that is gone already is no error."""
        self._check()
        try:
            await self._send("delete", _path(kind, namespace, name), propagation_policy="Background")
        except ApiError as error:
            if error.status != _NOT_FOUND:
                raise

    def _check(self) -> None:
        if not self.may_write():
            raise ApiError(0, "this operator does not hold the Lease right now")

    async def _send(self, method: str, path: str, **given: Any) -> Object:
        try:
            answer = await self._dynamic.request(method, path, serialize=False, _request_timeout=_SECONDS, **given)
        except DynamicApiError as error:
            raise ApiError(error.status or 0, _sentence(error)) from error
        found: Object = await answer.json()
        return found


@asynccontextmanager
async def connected(context: str | None = None, *, in_cluster: bool = False) -> AsyncIterator[Cluster]:
    """The cluster this pod runs in, or that of the kubeconfig."""
    settings = client.Configuration()
    if in_cluster:
        config.load_incluster_config(client_configuration=settings)  # type: ignore[no-untyped-call]
    else:
        await config.load_kube_config(context=context, client_configuration=settings)  # type: ignore[no-untyped-call]
    async with client.ApiClient(settings) as api_client:
        yield Cluster(api_client)


def _path(kind: str, namespace: str | None, name: str | None = None) -> str:
    row = ALL_KINDS[kind]
    base = f"/api/{row.api_version}" if "/" not in row.api_version else f"/apis/{row.api_version}"
    within = f"/namespaces/{namespace}" if row.namespaced and namespace else ""
    return f"{base}{within}/{row.plural}" + (f"/{name}" if name else "")


def _sentence(error: DynamicApiError) -> str:
    """The message of the Status object that comes with a refusal."""
    try:
        return str(json.loads(error.body or "")["message"])
    except (ValueError, TypeError, KeyError):
        return f"HTTP {error.status} {error.reason}"
