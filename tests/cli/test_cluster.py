"""A cluster as the commands see it: which tenant is meant, and one plain sentence when there is no answer. What a real one answers is
tried in e2e/kubernetes."""

import json
from pathlib import Path
from typing import Any

import pytest

from keryx.cli import cluster_status
from keryx.cli.cluster import Cluster, ClusterError

TENANT = {
    "metadata": {"name": "acme"},
    "spec": {"id": "acme1", "namespace": "customers-acme", "hosts": ["acme.example.com"]},
    "status": {"conditions": [{"type": "Ready", "status": "True", "message": "all its programs run"}]},
}
QUEUE = {"kind": "Queue", "metadata": {"name": "sales", "namespace": "acme"}, "status": {"observedGeneration": -1}}
POD = {
    "metadata": {"name": "engine-1"},
    "spec": {"containers": [{}]},
    "status": {"phase": "Running", "containerStatuses": [{"ready": True, "restartCount": 2}]},
}


@pytest.fixture
def answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What `kubectl get KINDS` prints, by the first of the kinds; the test fills it in and calls `kubectl` through the PATH."""
    told: dict[str, Any] = {}
    program = tmp_path / "kubectl"
    program.write_text(f'#!/bin/sh\nkind=${{4%%.*}}; kind=${{kind%%,*}}\ncat "{tmp_path}/$kind.json" || exit 1\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    told["write"] = lambda kind, items: (tmp_path / f"{kind}.json").write_text(json.dumps({"items": items}))
    return told


def test_the_only_tenant_need_not_be_named(answers: dict[str, Any]) -> None:
    answers["write"]("tenants", [TENANT])
    found = Cluster("somewhere").tenant(None)
    assert (found.id, found.namespace, found.runtime_namespace) == ("acme1", "customers-acme", "keryx-t-acme1")


@pytest.mark.parametrize("name", ["acme", "acme1"])
def test_a_tenant_is_meant_by_its_name_or_its_id(answers: dict[str, Any], name: str) -> None:
    answers["write"]("tenants", [TENANT, {**TENANT, "metadata": {"name": "other"}, "spec": {"id": "other"}}])
    assert Cluster("somewhere").tenant(name).hosts == ("acme.example.com",)


def test_no_such_tenant_is_one_sentence(answers: dict[str, Any]) -> None:
    answers["write"]("tenants", [TENANT])
    with pytest.raises(ClusterError, match="no tenant 'globex' in this cluster: acme"):
        Cluster("somewhere").tenant("globex")


def test_what_kubectl_says_is_passed_on(answers: dict[str, Any]) -> None:
    with pytest.raises(ClusterError, match="No such file"):
        Cluster("somewhere").tenant(None)


def test_without_kubectl_it_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ClusterError, match="kubectl is not in the PATH"):
        Cluster("somewhere").tenant(None)


def test_the_status_names_what_is_not_ready(answers: dict[str, Any]) -> None:
    """An object nobody has looked at is not ready."""
    answers["write"]("tenants", [TENANT])
    answers["write"]("keryx", [TENANT, QUEUE])
    answers["write"]("pods", [POD])
    text = cluster_status.text(cluster_status.read(Cluster("somewhere"), None))
    assert text.splitlines() == [
        "acme1: ready; all its programs run",
        "open      https://acme.example.com",
        "  Queue sales: the operator has not looked at it yet",
        "engine-1  Running, 1 of 1 ready, 2 restarts",
    ]
