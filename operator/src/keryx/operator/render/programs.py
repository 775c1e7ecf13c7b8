"""Engine, gateway and worker: Deployments, Services, budgets."""

from __future__ import annotations

from collections.abc import Iterator

from .names import ENGINE_PORT, GATEWAY_PORT, WORKER_PORT, Object, made
from .plan import TenantPlan
from .pods import (
    database_password,
    declared_mount,
    declared_volume,
    keys_mount,
    keys_volume,
    pod_spec,
    pod_template,
    probes,
    python,
    selector,
    settings_volume,
    store_mount,
    store_volume,
)
from .runtime import SPOOL_FOLDER, VALKEY_KEY

_PUBLIC = ("operator.pub.pem", "control_plane.pub.pem", "gateway.pub.pem")


def programs(plan: TenantPlan) -> Iterator[Object]:
    yield deployment(plan, "engine", plan.settings.engine_replicas, _engine(plan))
    yield service(plan, "engine", ENGINE_PORT)
    yield budget(plan, "engine", {"minAvailable": 1} if plan.settings.engine_replicas > 1 else {"maxUnavailable": 1})
    yield deployment(plan, "gateway", 1, _gateway(plan))
    yield service(plan, "gateway", GATEWAY_PORT)
    yield deployment(plan, "worker", 1, _worker(plan))
    yield service(plan, "worker", WORKER_PORT)


def deployment(plan: TenantPlan, component: str, replicas: int, spec: Object) -> Object:
    """Pods that are replaced one by one, the new one first."""
    return made(
        "apps/v1", "Deployment", component, plan.id,
        spec={
            "replicas": replicas,
            "revisionHistoryLimit": 3,
            "selector": {"matchLabels": selector(plan.id, component)},
            "strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1, "maxUnavailable": 0}},
            "template": pod_template(plan, component, spec),
        },
    )  # fmt: skip


def service(plan: TenantPlan, component: str, port: int) -> Object:
    ports = [{"name": "http", "protocol": "TCP", "port": port, "targetPort": port}]
    return made(
        "v1", "Service", component, plan.id, spec={"selector": selector(plan.id, component), "ports": ports}
    )  # fmt: skip


def budget(plan: TenantPlan, component: str, allowed: Object) -> Object:
    chosen = {"matchLabels": selector(plan.id, component)}
    return made("policy/v1", "PodDisruptionBudget", component, plan.id, spec={"selector": chosen, **allowed})


def _valkey_keys(plan: TenantPlan) -> tuple[str, ...]:
    return (VALKEY_KEY,) if plan.settings.valkey.password_secret else ()


def _engine(plan: TenantPlan) -> Object:
    """The schema is brought up to date by an engine's pod before its engine starts; the others wait for it."""
    volumes = [
        settings_volume(),
        keys_volume("vault.key", "ari.password", "ami.password", *_PUBLIC, *_valkey_keys(plan)),
        declared_volume(plan, plan.secrets),
        {"name": "spool", "emptyDir": {"sizeLimit": "1Gi"}},
    ]
    mounts = [keys_mount(), declared_mount(), {"name": "spool", "mountPath": SPOOL_FOLDER}]
    memory = ("96Mi", "512Mi")
    program = python(
        plan, "engine", ["keryx.tenant_runtime.engine"], memory,
        env=[database_password()], volumeMounts=mounts, ports=_ports(ENGINE_PORT), **probes(ENGINE_PORT),
    )  # fmt: skip
    upgrade = python(
        plan, "schema", ["keryx.tenant_runtime.database", "upgrade"], memory, env=[database_password()]
    )  # fmt: skip
    return pod_spec(
        plan, "engine", [program], volumes, initContainers=[upgrade], terminationGracePeriodSeconds=15
    )  # fmt: skip


def _gateway(plan: TenantPlan) -> Object:
    volumes = [
        settings_volume(),
        keys_volume("vault.key", "gateway.key.pem", *_PUBLIC, *_valkey_keys(plan)),
        store_volume(),
    ]
    program = python(
        plan, "gateway", ["keryx.tenant_runtime.gateway"], ("96Mi", "512Mi"),
        env=[database_password()], volumeMounts=[keys_mount(), {**store_mount(), "readOnly": True}],
        ports=_ports(GATEWAY_PORT), **probes(GATEWAY_PORT),
    )  # fmt: skip
    return pod_spec(plan, "gateway", [program], volumes, terminationGracePeriodSeconds=15)


def _worker(plan: TenantPlan) -> Object:
    volumes = [settings_volume(), keys_volume("vault.key"), store_volume()]
    program = python(
        plan, "worker", ["keryx.tenant_runtime.worker"], ("128Mi", "1Gi"),
        env=[database_password()], volumeMounts=[keys_mount(), store_mount()],
        ports=_ports(WORKER_PORT), **probes(WORKER_PORT),
    )  # fmt: skip
    return pod_spec(plan, "worker", [program], volumes, terminationGracePeriodSeconds=30)


def _ports(port: int) -> list[Object]:
    return [{"name": "http", "containerPort": port, "protocol": "TCP"}]
