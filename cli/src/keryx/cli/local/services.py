"""Keryx's own programs as processes. A row a program; each says on `/healthz` that it is there."""

import sys
import urllib.error
import urllib.request
from collections.abc import Callable

from keryx.cli.local.identity import Identity
from keryx.cli.local.plan import LOOPBACK, Plan
from keryx.cli.local.program import Program, Stage
from keryx.cli.local.state import State

_ANSWER_SECONDS = 1


def programs(state: State, identity: Identity, plan: Plan) -> list[Program]:
    """Control plane, site agents, worker, engine, gateway and reconciler."""
    rows: list[tuple[str, list[str], int | None]] = [
        ("control-plane", ["keryx.control_plane", "serve"], plan.control_plane_port),
        *((f"site-agent-{site.id}", _site_agent(site.tenant, site.name), site.agent_port) for site in plan.sites),
        ("worker", ["keryx.tenant_runtime.worker"], plan.worker_port),
        ("engine", ["keryx.tenant_runtime.engine"], plan.engine_port),
        ("gateway", ["keryx.tenant_runtime.gateway"], plan.gateway_port),
        ("reconciler", ["keryx.cli.local.reconciler", str(state.root)], None),
    ]
    return [
        Program(
            name=name,
            stage=Stage.SERVICES,
            command=identity.command([sys.executable, "-m", *module]),
            ready=_answers(port) if port else lambda: True,
        )
        for name, module, port in rows
    ]


def _site_agent(tenant: str, site: str) -> list[str]:
    return ["keryx.tenant_runtime.site_agent", "--tenant", tenant, "--site", site]


def _answers(port: int) -> Callable[[], bool]:
    """Whether the program on `port` is alive. Whether it is ready depends on others, and nobody waits in a circle."""

    def ask() -> bool:
        try:
            with urllib.request.urlopen(f"http://{LOOPBACK}:{port}/healthz", timeout=_ANSWER_SECONDS) as answer:
                return bool(answer.status == 200)
        except (OSError, urllib.error.URLError):
            return False

    return ask
