"""NetworkPolicies: nothing reaches or leaves a tenant's pods but what is written out here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from keryx.operator.settings import Peers

from .names import (
    AGENT_PORT,
    ARI_PORT,
    COMPONENT,
    ENGINE_PORT,
    GATEWAY_PORT,
    MANAGER_PORT,
    MEDIA_PEER_LABEL,
    RTP_FIRST,
    RTP_LAST,
    SIP_PORT,
    WORKER_PORT,
    Object,
    made,
)
from .plan import TenantPlan
from .pods import selector

_NAMESPACE = "kubernetes.io/metadata.name"
_DATABASE_DEFAULT, _VALKEY_PORT = 5432, 6379


def policies(plan: TenantPlan) -> Iterator[Object]:
    own = {one: [{"podSelector": {"matchLabels": selector(plan.id, one)}}] for one in ("engine", "gateway", "site")}
    worker = [{"podSelector": {"matchLabels": selector(plan.id, "worker")}}]
    database = _to(plan.settings.database_pods, plan.server.port)
    valkey = _to(plan.settings.valkey_pods, _VALKEY_PORT)
    yield made(
        "networking.k8s.io/v1", "NetworkPolicy", "default-deny", plan.id,
        spec={"podSelector": {}, "policyTypes": ["Ingress", "Egress"], "egress": [_names()]},
    )  # fmt: skip
    yield _policy(
        plan, "engine",
        [_rule("from", [*own["gateway"], *_platform(plan)], _tcp(ENGINE_PORT))],
        [
            database, valkey, _rule("to", worker, _tcp(WORKER_PORT)),
            _rule("to", own["site"], _tcp(ARI_PORT, MANAGER_PORT, AGENT_PORT)),
        ],
    )  # fmt: skip
    yield _policy(
        plan, "gateway",
        [_rule("from", _browsers(plan), _tcp(GATEWAY_PORT))],
        [database, valkey, _rule("to", own["engine"], _tcp(ENGINE_PORT)), _rule("to", own["site"], _tcp(ARI_PORT))],
    )  # fmt: skip
    yield _policy(plan, "worker", [_rule("from", [*own["engine"], *own["site"]], _tcp(WORKER_PORT))], [database])
    media = _media(plan)
    yield _policy(
        plan, "site",
        [
            _rule("from", own["engine"], _tcp(ARI_PORT, MANAGER_PORT, AGENT_PORT)),
            _rule("from", own["gateway"], _tcp(ARI_PORT)),
            _rule("from", media, _sound()),
        ],
        [_rule("to", worker, _tcp(WORKER_PORT)), _rule("to", media, [_port(1, "UDP", 65535), _port(1, "TCP", 65535)])],
    )  # fmt: skip


def _policy(plan: TenantPlan, component: str, ingress: Sequence[Object], egress: Sequence[Object]) -> Object:
    return made(
        "networking.k8s.io/v1", "NetworkPolicy", component, plan.id,
        spec={
            "podSelector": {"matchLabels": selector(plan.id, component)},
            "policyTypes": ["Ingress", "Egress"],
            "ingress": list(ingress),
            "egress": list(egress),
        },
    )  # fmt: skip


def _platform(plan: TenantPlan) -> list[Object]:
    """Operator and control plane, who push."""
    chosen = {_NAMESPACE: plan.settings.namespace}
    return [
        {
            "namespaceSelector": {"matchLabels": chosen},
            "podSelector": {"matchExpressions": [{"key": COMPONENT, "operator": "In", "values": ["operator", "control-plane"]}]},
        }
    ]  # fmt: skip


def _browsers(plan: TenantPlan) -> list[Object]:
    """Those who bring browsers in; anyone when nobody is named."""
    names = plan.settings.routes.from_namespaces
    return [{"namespaceSelector": {"matchLabels": {_NAMESPACE: name}}} for name in names]


def _media(plan: TenantPlan) -> list[Object]:
    """Carriers, browsers, and the platform's own border controllers. Never another tenant's pods."""
    peers: list[Object] = [{"namespaceSelector": {"matchLabels": {MEDIA_PEER_LABEL: "true"}}}]
    for cidr in plan.settings.media_cidrs:
        block: Object = {"cidr": cidr}
        if plan.settings.pod_cidrs and cidr.endswith("/0"):
            block["except"] = list(plan.settings.pod_cidrs)
        peers.append({"ipBlock": block})
    return peers


def _names() -> Object:
    """Every pod may ask for names."""
    peer = {"namespaceSelector": {"matchLabels": {_NAMESPACE: "kube-system"}}}
    return _rule("to", [peer], [_port(53, "UDP"), _port(53, "TCP")])


def _to(peers: Peers, port: int) -> Object:
    if peers.cidr:
        return _rule("to", [{"ipBlock": {"cidr": peers.cidr}}], _tcp(port))
    peer: Object = {"namespaceSelector": {"matchLabels": {_NAMESPACE: peers.namespace} if peers.namespace else {}}}
    if peers.labels:
        peer["podSelector"] = {"matchLabels": peers.labels}
    return _rule("to", [peer], _tcp(port))


def _rule(direction: str, peers: Sequence[Object], ports: Sequence[Object]) -> Object:
    return {**({direction: list(peers)} if peers else {}), "ports": list(ports)}


def _sound() -> list[Object]:
    return [_port(SIP_PORT, "UDP"), _port(SIP_PORT, "TCP"), _port(RTP_FIRST, "UDP", RTP_LAST)]


def _tcp(*ports: int) -> list[Object]:
    return [_port(port, "TCP") for port in ports]


def _port(port: int, protocol: str, last: int | None = None) -> Object:
    return {"protocol": protocol, "port": port, **({"endPort": last} if last else {})}
