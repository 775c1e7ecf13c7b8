"""What every pod of a tenant has in common: no privilege, no token, no writable root, keys as files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .names import COMPONENT, KEYS, RUNTIME, SECRETS, STORE, USER_ID, Object, labels
from .plan import TenantPlan, digest
from .runtime import KEYS_FOLDER, PASSWORD_KEY, SECRETS_FOLDER, SETTINGS_FILE, STORE_FOLDER, settings_text

_PASSWORD = {"name": "PGPASSWORD", "valueFrom": {"secretKeyRef": {"name": KEYS, "key": PASSWORD_KEY}}}
_POD_IP = {"name": "POD_IP", "valueFrom": {"fieldRef": {"apiVersion": "v1", "fieldPath": "status.podIP"}}}


def pod_template(plan: TenantPlan, component: str, spec: Object, **more: str) -> Object:
    """Template of the pods of a component; `more` are labels. New settings or keys make new pods."""
    annotations = {"keryx.dev/settings": digest(settings_text(plan))}
    if plan.rotation:
        annotations["keryx.dev/keys-rotated"] = plan.rotation
    return {"metadata": {"labels": labels(plan.id, component, **more), "annotations": annotations}, "spec": spec}


def pod_spec(
    plan: TenantPlan, component: str, containers: Sequence[Object], volumes: Sequence[Object], **more: Any
) -> Object:
    """The pod's spec; `more` are fields of it."""
    spec: Object = {
        "serviceAccountName": component,
        "automountServiceAccountToken": False,
        "enableServiceLinks": False,
        "securityContext": {
            "runAsNonRoot": True,
            "runAsUser": USER_ID,
            "runAsGroup": USER_ID,
            "fsGroup": USER_ID,
            "fsGroupChangePolicy": "OnRootMismatch",
            "seccompProfile": {"type": "RuntimeDefault"},
        },
        "containers": list(containers),
        "volumes": [*volumes, {"name": "tmp", "emptyDir": {}}],
        **more,
    }
    if plan.settings.image_pull_secrets:
        spec["imagePullSecrets"] = [{"name": name} for name in plan.settings.image_pull_secrets]
    return spec


def container(name: str, image: str, command: Sequence[str], memory: tuple[str, str], **more: Any) -> Object:
    """A container; `memory` is (request, limit). Processor time is asked for, never capped: a capped engine drops calls."""
    mounts = [*more.pop("volumeMounts", ()), {"name": "tmp", "mountPath": "/tmp"}]
    return {
        "name": name,
        "image": image,
        "command": list(command),
        "resources": {"requests": {"cpu": "50m", "memory": memory[0]}, "limits": {"memory": memory[1]}},
        "securityContext": {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        },
        "volumeMounts": mounts,
        **more,
    }


def python(plan: TenantPlan, name: str, module: Sequence[str], memory: tuple[str, str], **more: Any) -> Object:
    """One of Keryx's own programs with its settings file."""
    settings = {"name": "KERYX_RUNTIME", "value": SETTINGS_FILE}
    mounts = [*more.pop("volumeMounts", ()), {"name": "runtime", "mountPath": "/etc/keryx/runtime", "readOnly": True}]
    return container(
        name,
        plan.settings.images.keryx,
        ["python", "-m", *module],
        memory,
        imagePullPolicy=plan.settings.pull_policy,
        env=[settings, _POD_IP, *more.pop("env", ())],
        volumeMounts=mounts,
        **more,
    )


def database_password() -> Object:
    return _PASSWORD


def probes(port: int) -> dict[str, Object]:
    """Health and readiness as every program of ours tells them."""
    return {
        "startupProbe": _probe("/healthz", port, periodSeconds=1, failureThreshold=120),
        "livenessProbe": _probe("/healthz", port, periodSeconds=10, failureThreshold=6),
        "readinessProbe": _probe("/readyz", port, periodSeconds=2, failureThreshold=3),
    }


def _probe(path: str, port: int, **more: int) -> Object:
    return {"httpGet": {"path": path, "port": port}, "timeoutSeconds": 5, **more}


def settings_volume() -> Object:
    return {"name": "runtime", "configMap": {"name": RUNTIME}}


def keys_volume(*keys: str) -> Object:
    """Only the named keys of the tenant's Secret."""
    return {"name": "keys", "secret": {"secretName": KEYS, "items": [{"key": key, "path": key} for key in keys]}}


def keys_mount() -> Object:
    return {"name": "keys", "mountPath": KEYS_FOLDER, "readOnly": True}


def declared_volume(plan: TenantPlan, secrets: Mapping[str, Mapping[str, bytes]]) -> Object:
    """Secrets of the declarations as TENANT/SECRET/KEY."""
    items = [
        {"key": f"{name}.{key}", "path": f"{plan.id}/{name}/{key}"}
        for name, values in sorted(secrets.items())
        for key in sorted(values)
    ]
    return {
        "name": "declared",
        "secret": {"secretName": SECRETS, "optional": True, **({"items": items} if items else {})},
    }


def declared_mount() -> Object:
    return {"name": "declared", "mountPath": SECRETS_FOLDER, "readOnly": True}


def store_volume() -> Object:
    return {"name": "store", "persistentVolumeClaim": {"claimName": STORE}}


def store_mount() -> Object:
    return {"name": "store", "mountPath": STORE_FOLDER}


def selector(tenant_id: str, component: str, **more: str) -> dict[str, str]:
    """Which pods a Service, a policy or a budget is about."""
    chosen = labels(tenant_id, component, **more)
    return {key: value for key, value in chosen.items() if key == COMPONENT or key.startswith("keryx.dev/")}
