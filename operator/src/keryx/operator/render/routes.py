"""How a tenant's host names lead in: `/` to its gateway, `/api/platform/` to the control plane."""

from __future__ import annotations

from collections.abc import Iterator

from .names import GATEWAY_PORT, Object, made
from .plan import TenantPlan

_PLATFORM, _GATEWAY_API = "/api/platform/", "gateway.networking.k8s.io"


def routes(plan: TenantPlan) -> Iterator[Object]:
    kind = plan.settings.routes.kind
    if kind == "HTTPRoute":
        yield _http_route(plan)
    elif kind == "Ingress":
        yield _control_plane_name(plan)
        yield _ingress(plan)


def _http_route(plan: TenantPlan) -> Object:
    """The chart's ReferenceGrant lets it lead to the control plane's Service in another namespace."""
    settings = plan.settings
    parent = settings.routes.gateway
    control_plane = {
        "kind": "Service",
        "group": "",
        "name": settings.control_plane.service,
        "namespace": settings.namespace,
    }
    return made(
        f"{_GATEWAY_API}/v1", "HTTPRoute", "tenant", plan.id,
        spec={
            "hostnames": list(plan.hosts),
            "parentRefs": [
                {"group": _GATEWAY_API, "kind": "Gateway", "name": parent.name, "namespace": parent.namespace}
            ] if parent else [],
            "rules": [
                _rule(_PLATFORM, {**control_plane, "port": settings.control_plane.port, "weight": 1}),
                _rule("/", {"kind": "Service", "group": "", "name": "gateway", "port": GATEWAY_PORT, "weight": 1}),
            ],
        },
    )  # fmt: skip


def _rule(prefix: str, backend: Object) -> Object:
    return {"matches": [{"path": {"type": "PathPrefix", "value": prefix}}], "backendRefs": [backend]}


def _control_plane_name(plan: TenantPlan) -> Object:
    """An Ingress cannot lead to another namespace; this name stands for the control plane here."""
    settings = plan.settings
    address = f"{settings.control_plane.service}.{settings.namespace}.svc.cluster.local"
    return made("v1", "Service", "control-plane", plan.id, spec={"type": "ExternalName", "externalName": address})


def _ingress(plan: TenantPlan) -> Object:
    paths = [
        _path(_PLATFORM, "control-plane", plan.settings.control_plane.port),
        _path("/", "gateway", GATEWAY_PORT),
    ]
    spec: Object = {"rules": [{"host": host, "http": {"paths": paths}} for host in plan.hosts]}
    if plan.settings.routes.ingress_class:
        spec["ingressClassName"] = plan.settings.routes.ingress_class
    return made("networking.k8s.io/v1", "Ingress", "tenant", plan.id, spec=spec)


def _path(prefix: str, service: str, port: int) -> Object:
    backend = {"service": {"name": service, "port": {"number": port}}}
    return {"path": prefix, "pathType": "Prefix", "backend": backend}
