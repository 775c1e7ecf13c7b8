"""The cluster under test: a real Kubernetes that e2e/cluster brings up on this machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).parents[2]
KERYX = Path(sys.executable).parent / "keryx"
PLATFORM = "keryx-system"
CONTEXT = "keryx-e2e"
NODE_ADDRESS = "10.243.0.1"
EDGE = f"{NODE_ADDRESS}:30080"
"""host:port at which the nginx of the tests takes browsers and programs."""

Json = dict[str, Any]


@dataclass(frozen=True)
class Request:
    """One line of the API server's audit log."""

    at: datetime
    user: str
    verb: str
    resource: str
    """PLURAL.GROUP, with /SUBRESOURCE when there is one."""
    namespace: str
    name: str
    code: int

    @property
    def mutating(self) -> bool:
        return self.verb not in ("get", "list", "watch")


class Cluster:
    """The machine's own test cluster, by kubectl and helm as a platform admin has them."""

    def __init__(self) -> None:
        self.state = Path(os.environ.get("KERYX_CLUSTER_DIR", Path.home() / ".cache/keryx-cluster"))
        self._environment = os.environ | {
            "KUBECONFIG": str(self.state / "admin.kubeconfig"),
            "KERYX_CONTEXT": CONTEXT,
            "PATH": f"{self.state / 'bin'}:{os.environ['PATH']}",
        }

    def check(self) -> None:
        """AssertionError, with what kubectl says, when it is not there."""
        assert (self.state / "admin.kubeconfig").exists(), "no cluster is up: e2e/kubernetes/run.sh brings one up"
        self.kubectl("get", "--raw=/readyz")

    def kubectl(self, *words: str, stdin: str | None = None, timeout: float = 60) -> str:
        """What kubectl prints. AssertionError with its own words when it fails."""
        return self._run("kubectl", *words, stdin=stdin, timeout=timeout)

    def refused(self, *words: str, stdin: str | None = None, within: float = 10) -> str:
        """What kubectl says when it is refused: at once, or as soon as the API server knows a policy just installed."""
        until = time.monotonic() + within
        while (done := self._done(["kubectl", *words], stdin, 60)).returncode == 0:
            assert time.monotonic() < until, f"not refused: {done.stdout}"
            time.sleep(0.2)
        return done.stderr

    def helm(self, *words: str, timeout: float = 300) -> str:
        return self._run("helm", *words, timeout=timeout)

    def keryx(self, *words: str, timeout: float = 120, **environment: str) -> str:
        """Run the command line against this cluster."""
        return self._run(str(KERYX), *words, timeout=timeout, **environment)

    def get(self, *words: str) -> Json:
        found: Json = json.loads(self.kubectl("get", *words, "-o", "json"))
        return found

    def apply(self, manifest: str) -> None:
        self.kubectl("apply", "--server-side", "-f", "-", stdin=manifest)

    def wait(self, what: str, condition: str, *, namespace: str | None = None, seconds: int = 90) -> None:
        """Until `what` (KIND/NAME) has the condition."""
        where = ["-n", namespace] if namespace else []
        words = ["wait", f"--for={condition}", what, f"--timeout={seconds}s", *where]
        self.kubectl(*words, timeout=seconds + 10)

    def rolled_out(self, what: str, namespace: str, seconds: int = 120) -> None:
        words = ["-n", namespace, "rollout", "status", what, f"--timeout={seconds}s"]
        self.kubectl(*words, timeout=seconds + 10)

    def last_words(self, lines: int = 60) -> str:
        """The end of the log of each container of ours, and which pods there are."""
        parts = [self._done(["kubectl", "get", "pods", "-A", "-o", "wide"], None, 60).stdout]
        chosen = ["--all-containers", "--prefix", f"--tail={lines}", "-l", "app.kubernetes.io/name=keryx"]
        for namespace in self._done(["kubectl", "get", "namespaces", "-o", "name"], None, 60).stdout.split():
            name = namespace.partition("/")[2]
            if name.startswith("keryx-"):
                parts.append(self._done(["kubectl", "logs", "-n", name, *chosen], None, 60).stdout)
        return "\n".join(parts)

    def audit(self, since: datetime) -> list[Request]:
        """Requests of service accounts and people since then, oldest first."""
        lines = (self.state / "log/audit.log").read_text().splitlines()
        found = [_request(json.loads(line)) for line in lines]
        return [request for request in found if request.at >= since]

    def _run(self, *words: str, stdin: str | None = None, timeout: float, **environment: str) -> str:
        done = self._done(list(words), stdin, timeout, environment)
        assert done.returncode == 0, f"{' '.join(words)}: {done.stdout[-3000:]}{done.stderr[-3000:]}"
        return done.stdout

    def _done(
        self, words: list[str], stdin: str | None, timeout: float, environment: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            words,
            env=self._environment | (environment or {}),
            input=stdin,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )


def now() -> datetime:
    return datetime.now(UTC)


def _request(line: Json) -> Request:
    about = line.get("objectRef", {})
    resource = ".".join(part for part in (about.get("resource", ""), about.get("apiGroup", "")) if part)
    subresource = f"/{about['subresource']}" if about.get("subresource") else ""
    return Request(
        at=datetime.fromisoformat(line["requestReceivedTimestamp"]),
        user=line["user"]["username"],
        verb=line["verb"],
        resource=resource + subresource,
        namespace=about.get("namespace", ""),
        name=about.get("name", ""),
        code=line.get("responseStatus", {}).get("code", 0),
    )
