"""A cluster as the commands reach it: through kubectl, so with the caller's own kubeconfig, log-in plug-ins and rights, and no other."""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, Any

import typer

PLATFORM_NAMESPACE = "keryx-system"
_SECONDS = 30
_FORWARDING = re.compile(r"Forwarding from 127\.0\.0\.1:(\d+)")

Json = dict[str, Any]
ContextOption = Annotated[
    str | None,
    typer.Option(envvar="KERYX_CONTEXT", help="Context of your kubeconfig: a cluster instead of the local stack."),
]


class ClusterError(Exception):
    """The cluster cannot be asked, or refuses; the message is one sentence, kubectl's own where it said one."""


@dataclass(frozen=True)
class ClusterTenant:
    """A tenant as its Tenant object has it."""

    name: str
    id: str
    namespace: str
    """Where its declarations are."""
    hosts: tuple[str, ...]
    declared: Json

    @property
    def runtime_namespace(self) -> str:
        return f"keryx-t-{self.id}"


@dataclass(frozen=True)
class Cluster:
    """The cluster of one context of the kubeconfig."""

    context: str

    def tenant(self, name: str | None) -> ClusterTenant:
        """The Tenant of that name, or the only one. ClusterError when there is none such."""
        found = [_tenant(item) for item in self.objects("tenants")]
        if name is None and len(found) == 1:
            return found[0]
        names = ", ".join(sorted(tenant.name for tenant in found)) or "there are none"
        if name is None:
            raise ClusterError(f"name a tenant with --tenant: {names}")
        for tenant in found:
            if name in (tenant.name, tenant.id):
                return tenant
        raise ClusterError(f"there is no tenant {name!r} in this cluster: {names}")

    def objects(self, kinds: str, namespace: str | None = None, selector: str | None = None) -> list[Json]:
        """The objects of these kinds (comma-separated), of one namespace or cluster-scoped."""
        words = ["get", kinds, "-o", "json"]
        words += ["-n", namespace] if namespace else []
        words += ["-l", selector] if selector else []
        items: list[Json] = json.loads(self._ask(*words))["items"]
        return items

    def secret(self, namespace: str, name: str, key: str) -> str:
        """One value of a Secret."""
        found = json.loads(self._ask("get", "secret", name, "-n", namespace, "-o", "json"))
        if key not in found.get("data", {}):
            raise ClusterError(f"the Secret {namespace}/{name} has no key {key}")
        return base64.b64decode(found["data"][key]).decode().strip()

    @contextmanager
    def forwarded(self, namespace: str, service: str, port: int) -> Iterator[str]:
        """127.0.0.1:PORT that leads to the Service for the time of the block."""
        words = self._words("-n", namespace, "port-forward", f"service/{service}", f":{port}")
        with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as forwarding:
            try:
                yield f"127.0.0.1:{_local_port(forwarding)}"
            finally:
                forwarding.terminate()

    def _ask(self, *words: str) -> str:
        try:
            done = subprocess.run(self._words(*words), capture_output=True, text=True, timeout=_SECONDS, check=False)
        except subprocess.TimeoutExpired as late:
            raise ClusterError(f"the cluster did not answer within {_SECONDS} s") from late
        if done.returncode:
            raise ClusterError(_last_line(done.stderr))
        return done.stdout

    def _words(self, *words: str) -> list[str]:
        kubectl = shutil.which("kubectl")
        if kubectl is None:
            raise ClusterError("kubectl is not in the PATH, and a cluster is reached through it")
        return [kubectl, "--context", self.context, *words]


def _local_port(forwarding: subprocess.Popen[str]) -> int:
    """The port kubectl chose; it says so once it listens."""
    assert forwarding.stdout is not None
    assert forwarding.stderr is not None
    for line in forwarding.stdout:
        if found := _FORWARDING.search(line):
            return int(found[1])
    raise ClusterError(_last_line(forwarding.stderr.read()))


def _tenant(item: Json) -> ClusterTenant:
    name, spec = item["metadata"]["name"], item["spec"]
    return ClusterTenant(name, spec["id"], spec.get("namespace", name), tuple(spec.get("hosts", ())), item)


def _last_line(said: str) -> str:
    return (said.strip().splitlines() or ["kubectl failed without a word"])[-1].removeprefix("error: ")
