"""A tenant on the cluster under test: declared from the example, with its people, as a platform admin would do it."""

from __future__ import annotations

import json
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from e2e.support.cluster import EDGE, NODE_ADDRESS, REPOSITORY, Cluster

_CALLERS = f"{NODE_ADDRESS}/32, 10.244.0.1/32"
"""Where the callers of the tests call from: the machine, by the node's address and as the pod network sees it."""

Json = dict[str, Any]


@dataclass(frozen=True)
class Person:
    login: str
    password: str
    role: str


class Tenant:
    """The example's tenant, with id and host name of its own: an id is never used again, also not by the next run of the tests.

    `folder` holds its manifests, which tests may edit.
    """

    def __init__(self, cluster: Cluster, name: str, base: Path) -> None:
        self.cluster = cluster
        self.id = name + secrets.token_hex(3)
        self.host = f"{self.id}.localhost"
        self.url = f"http://{self.host}:{EDGE.rpartition(':')[2]}"
        self.folder = base / self.id
        self.people: dict[str, Person] = {}
        self.ready_seconds = 0.0
        """From `kubectl apply` to Ready."""
        shutil.copytree(REPOSITORY / "examples/acme", self.folder)
        for path in self.folder.rglob("*.yaml"):
            path.write_text(_renamed(path.read_text(), self.id))
        trunk = self.folder / "telephony/paris.yaml"
        trunk.write_text(trunk.read_text().replace("192.0.2.0/24", _CALLERS))

    @property
    def runtime(self) -> str:
        """The namespace of its pods."""
        return f"keryx-t-{self.id}"

    def apply(self) -> None:
        self.cluster.kubectl("apply", "-k", str(self.folder))

    def ready(self, seconds: int = 90) -> None:
        self.cluster.wait(f"tenant/{self.id}", "condition=Ready", seconds=seconds)

    def invite(self) -> None:
        """Import the example's people; their passwords are told once, here."""
        told = self.cluster.keryx("people", "import", str(self.folder), "--tenant", self.id)
        rows = [line.split("\t") for line in told.splitlines() if line.count("\t") == 2]
        self.people.update({row[0]: Person(*row) for row in rows})

    def sip(self, site: str = "paris", default: str | None = None) -> str:
        """host:port of the pod that takes the site's calls; `default` while there is none, or AssertionError."""
        selector = f"keryx.dev/tenant={self.id},keryx.dev/site={site}"
        pods = self.cluster.get("pods", "-n", self.runtime, "-l", selector)["items"]
        ready = [pod for pod in pods if is_ready(pod)]
        if not ready and default is not None:
            return default
        assert ready, f"no pod of site {site} is ready"
        return f"{max(ready, key=lambda pod: pod['metadata']['creationTimestamp'])['status']['podIP']}:5060"

    def calls(self) -> list[Json]:
        """The records, as `keryx calls --output json` gives them."""
        boss = next(person for person in self.people.values() if person.role == "supervisor")
        words = ["calls", "--tenant", self.id, "--output", "json", "--account", boss.login]
        records: list[Json] = json.loads(self.cluster.keryx(*words, KERYX_PASSWORD=boss.password))
        return records

    def remove(self) -> None:
        """Take it away with its data, and wait until nothing is left."""
        self.cluster.kubectl("patch", f"tenant/{self.id}", "--type=merge", "-p", '{"spec":{"deletionPolicy":"Delete"}}')
        self.cluster.kubectl("delete", f"tenant/{self.id}", "--wait", "--timeout=300s", timeout=310)
        self.cluster.kubectl("delete", "namespace", self.id, "--wait", "--timeout=60s", timeout=70)


def _renamed(manifest: str, tenant_id: str) -> str:
    """The example's manifest for another tenant: its id, namespace and host name are all `acme`."""
    for words in ("namespace: {}", "id: {}", "name: {}", "[{}.localhost]"):
        manifest = manifest.replace(words.format("acme") + "\n", words.format(tenant_id) + "\n")
    return manifest


def is_ready(pod: Json) -> bool:
    """Does Kubernetes count on it?"""
    conditions = pod["status"].get("conditions", [])
    return any(each["type"] == "Ready" and each["status"] == "True" for each in conditions)
