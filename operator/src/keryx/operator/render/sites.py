"""A site: one pod with Asterisk and its site agent, and the name that leads to it.

A pod that has to go (another template, a drained node) goes on taking calls until none is left, for an hour at most; only then the next one
starts. The site agent is a sidecar: it starts before Asterisk and ends after it, so that the last recordings come home.
"""

from __future__ import annotations

from collections.abc import Iterator

from .names import (
    AGENT_PORT,
    ARI_PORT,
    MANAGER_PORT,
    RTP_FIRST,
    RTP_LAST,
    SIP_PORT,
    SITE_LABEL,
    Object,
    labels,
    made,
    site_service,
)
from .plan import TenantPlan
from .pods import (
    container,
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
from .runtime import ASTERISK_USER, KEYS_FOLDER, SITE_FOLDER

_ETC, _RUN = "/etc/keryx/asterisk", "/run/keryx"
_DRAIN_SECONDS = 3600
_DRAIN = "until {console} 'core show channels count' | grep -q '^0 active channels'; do sleep 1; done"
_EQUIPPED = "KERYX_EQUIPPED"
"""The engine sets this global variable once it has told an Asterisk of trunks and phones, and the prompts are there (telephony/ami.py)."""
_SITE_AGENT = "keryx.tenant_runtime.site_agent"


def sites(plan: TenantPlan) -> Iterator[Object]:
    for name in plan.sites:
        yield _deployment(plan, name)
        yield _service(plan, name)
        yield _budget(plan, name)


def _deployment(plan: TenantPlan, site: str) -> Object:
    """`Recreate`: two pods of one site would both register its trunks."""
    chosen = selector(plan.id, "site", **{SITE_LABEL: site})
    deployment = made(
        "apps/v1", "Deployment", site_service(site), plan.id,
        spec={
            "replicas": 1,
            "revisionHistoryLimit": 1,
            "selector": {"matchLabels": chosen},
            "strategy": {"type": "Recreate"},
            "template": _template(plan, site),
        },
    )  # fmt: skip
    deployment["metadata"]["labels"] = labels(plan.id, "site", **{SITE_LABEL: site})
    return deployment


def _service(plan: TenantPlan, site: str) -> Object:
    """Headless: the name is the pod's own address, as SIP and media need it. A pod that drains keeps its name."""
    rows = [
        ("sip-udp", SIP_PORT, "UDP"), ("sip-tcp", SIP_PORT, "TCP"), ("http", ARI_PORT, "TCP"),
        ("manager", MANAGER_PORT, "TCP"), ("agent", AGENT_PORT, "TCP"),
    ]  # fmt: skip
    ports = [{"name": name, "protocol": protocol, "port": port, "targetPort": port} for name, port, protocol in rows]
    chosen = selector(plan.id, "site", **{SITE_LABEL: site})
    return made(
        "v1", "Service", site_service(site), plan.id,
        spec={"clusterIP": "None", "publishNotReadyAddresses": True, "selector": chosen, "ports": ports},
    )  # fmt: skip


def _budget(plan: TenantPlan, site: str) -> Object:
    """Nobody evicts an Asterisk: its calls would end."""
    chosen = {"matchLabels": selector(plan.id, "site", **{SITE_LABEL: site})}
    return made(
        "policy/v1", "PodDisruptionBudget", site_service(site), plan.id,
        spec={"selector": chosen, "maxUnavailable": 0},
    )  # fmt: skip


def _template(plan: TenantPlan, site: str) -> Object:
    spec = pod_spec(
        plan, "site", [_asterisk(plan)], _volumes(),
        initContainers=[_configuration(plan, site), _site_agent(plan, site)], terminationGracePeriodSeconds=_DRAIN_SECONDS,
    )  # fmt: skip
    template = pod_template(plan, "site", spec, **{SITE_LABEL: site})
    # An Asterisk needs nothing of the settings: those of other sites or hosts must not replace it.
    del template["metadata"]["annotations"]["keryx.dev/settings"]
    return template


def _volumes() -> list[Object]:
    folders = ("asterisk-configuration", "asterisk-run", "site")
    return [
        settings_volume(),
        keys_volume("vault.key", "ari.password", "ami.password", "gateway.key.pem"),
        store_volume(),
        *({"name": name, "emptyDir": {}} for name in folders),
    ]


def _configuration(plan: TenantPlan, site: str) -> Object:
    """Writes Asterisk's configuration once the pod has its address. Asterisk is shown that and no key."""
    words = [
        "keryx.tenant_runtime.telephony.asterisk_conf", _ETC, "--state", SITE_FOLDER, "--run", _RUN,
        "--modules", "/usr/lib/x86_64-linux-gnu/asterisk/modules", "--data", "/usr/share/asterisk",
        "--country", plan.config.sites[site].country, "--address", "$(POD_IP)",
        "--sip-port", str(SIP_PORT), "--http-port", str(ARI_PORT), "--manager-port", str(MANAGER_PORT),
        "--rtp", str(RTP_FIRST), str(RTP_LAST), "--user", ASTERISK_USER,
        "--ari-password-file", f"{KEYS_FOLDER}/ari.password", "--ami-password-file", f"{KEYS_FOLDER}/ami.password",
    ]  # fmt: skip
    mounts = [
        keys_mount(),
        {"name": "asterisk-configuration", "mountPath": _ETC},
        {"name": "site", "mountPath": SITE_FOLDER},
    ]
    return python(plan, "configuration", words, ("64Mi", "256Mi"), volumeMounts=mounts)


def _asterisk(plan: TenantPlan) -> Object:
    console = f"asterisk -C {_ETC}/asterisk.conf -rx"
    return container(
        "asterisk", plan.settings.images.asterisk, ["asterisk", "-f", "-n", "-C", f"{_ETC}/asterisk.conf"],
        ("128Mi", "1Gi"),
        imagePullPolicy=plan.settings.pull_policy,
        env=[{"name": "RES_OPTIONS", "value": "timeout:1 attempts:1"}],
        volumeMounts=[
            {"name": "asterisk-configuration", "mountPath": _ETC, "readOnly": True},
            {"name": "asterisk-run", "mountPath": _RUN},
            {"name": "site", "mountPath": SITE_FOLDER},
        ],
        lifecycle={"preStop": _shell(_DRAIN.format(console=console))},
        startupProbe={
            **_shell(f"{console} 'core waitfullybooted' | grep -q 'fully booted'"),
            "timeoutSeconds": 5, "periodSeconds": 1, "failureThreshold": 60,
        },
        readinessProbe={
            **_shell(f"{console} 'dialplan show globals' | grep -q {_EQUIPPED}=1"),
            "timeoutSeconds": 5, "periodSeconds": 2, "failureThreshold": 3,
        },
    )  # fmt: skip


def _shell(command: str) -> Object:
    return {"exec": {"command": ["sh", "-c", command]}}


def _site_agent(plan: TenantPlan, site: str) -> Object:
    mounts = [keys_mount(), store_mount(), {"name": "site", "mountPath": SITE_FOLDER}]
    words = [_SITE_AGENT, "--tenant", plan.id, "--site", site]
    return python(
        plan, "site-agent", words, ("64Mi", "256Mi"), volumeMounts=mounts, restartPolicy="Always", **probes(AGENT_PORT)
    )
