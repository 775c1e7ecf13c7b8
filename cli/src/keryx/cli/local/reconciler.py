"""`python -m keryx.cli.local.reconciler STATE`: what the operator is on a cluster. Manifests in, configuration pushed, problems told.

It watches the folder of manifests and takes every change to the engine and the control plane at once; what they do not take, it
offers again. A broken object keeps its last good form, also over a restart. What it knows it writes for `keryx status`.
"""

import asyncio
import contextlib
import sys
import time
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from watchfiles import Change, awatch

from keryx.cli.local import declarations, files, secret_files
from keryx.cli.local.state import State
from keryx.crds import Problem, TenantConfig, canonical_json
from keryx.kit.push import PushConflict, Pusher, PushFailed

_SETTLE_MILLISECONDS = 80  # an editor writes a file in several steps
_RETRY_SECONDS = 1.0
_SWEEP_SECONDS = 30.0


@dataclass
class _Tenant:
    """One tenant as last compiled, and as far as it is known to be live."""

    config: TenantConfig
    digest: str
    version: int
    secrets: str
    problems: list[dict[str, Any]] = field(default_factory=list)
    live: bool = False
    trouble: str | None = None


class Reconciler:
    """Compiles on every change and pushes until it is live."""

    def __init__(self, state: State, settings: dict[str, Any], pushers: dict[str, list[Pusher]]) -> None:
        self._state = state
        self._folder = Path(settings["folder"])
        self._started: dict[str, dict[str, Any]] = settings.get("tenants", {})
        self._pushers = pushers
        self._tenants: dict[str, _Tenant] = {}
        self._loose: list[dict[str, Any]] = []
        self._good = state.data / "reconciler/last_good"

    async def run(self) -> None:
        """Until cancelled: follow the folder, offer again what was not taken."""
        self._remember_last_good()
        async with contextlib.aclosing(self._occasions()) as occasions:
            async for changed in occasions:
                if changed:
                    self._compile()
                await self._push()
                self._tell()

    async def _occasions(self) -> AsyncGenerator[bool, None]:
        """True when files changed (and at first), False when it is only time to try again or to look for drift."""
        yield True
        changes = awatch(
            self._folder,
            watch_filter=_is_declaration,
            debounce=_SETTLE_MILLISECONDS,
            step=20,
            rust_timeout=int(_RETRY_SECONDS * 1000),
            yield_on_timeout=True,
        )
        swept = time.monotonic()
        async for change in changes:
            due = time.monotonic() - swept > _SWEEP_SECONDS
            if due:
                swept = time.monotonic()
                for tenant in self._tenants.values():
                    tenant.live = False
            if change or not all(tenant.live for tenant in self._tenants.values()):
                yield bool(change)

    def _remember_last_good(self) -> None:
        files.folder(self._good)
        for path in self._good.glob("*.json"):
            kept = files.read_json(path)
            config = TenantConfig.model_validate(kept["config"])
            self._tenants[path.stem] = _Tenant(config, kept["hash"], kept["version"], kept["secrets"])

    def _compile(self) -> None:
        last_good = {tenant_id: tenant.config for tenant_id, tenant in self._tenants.items()}
        found = declarations.read(self._folder, last_good)
        result = found.compilation
        namespaces = {config.namespace: tenant_id for tenant_id, (config, _) in result.tenants.items()}
        secrets = secret_files.write(found.resources, namespaces, self._state.data / "secrets")
        problems = [(problem, describe(problem)) for problem in result.problems]
        for tenant_id, (config, digest) in result.tenants.items():
            self._take(tenant_id, config, digest, secrets.get(tenant_id, ""))
        self._loose = []
        for tenant in self._tenants.values():
            tenant.problems = []
        for problem, described in problems:
            owner = self._tenants.get(namespaces.get(problem.namespace or "", ""))
            (owner.problems if owner else self._loose).append(described)

    def _take(self, tenant_id: str, config: TenantConfig, digest: str, secrets: str) -> None:
        known = self._tenants.get(tenant_id)
        if known and known.digest == digest and known.secrets == secrets:
            return
        version = max(time.time_ns() // 1_000_000, (known.version + 1) if known else 0)
        self._tenants[tenant_id] = _Tenant(config, digest, version, secrets)
        kept = {"version": version, "hash": digest, "secrets": secrets, "config": config.model_dump(mode="json")}
        files.write_json(self._good / f"{tenant_id}.json", kept)

    async def _push(self) -> None:
        for tenant_id, tenant in self._tenants.items():
            if tenant.live:
                continue
            pushers = self._pushers.get(tenant_id)
            if pushers is None:
                tenant.trouble = "this tenant is new: run `keryx down` and `keryx up` again"
                tenant.live = True
                continue
            results = await asyncio.gather(*(self._offer(pusher, tenant) for pusher in pushers))
            tenant.trouble = next((result for result in results if result), None)
            tenant.live = tenant.trouble is None

    async def _offer(self, pusher: Pusher, tenant: _Tenant) -> str | None:
        """Push to one receiver; what keeps it from being live, or None."""
        try:
            await pusher.put_config(tenant.version, tenant.digest, canonical_json(tenant.config))
        except PushConflict as conflict:
            stored = conflict.stored.get("version")
            if isinstance(stored, int) and stored >= tenant.version:
                tenant.version = stored + 1
            return "another configuration is stored there"
        except PushFailed as failed:
            return str(failed)
        return None

    def _live(self, tenant_id: str, tenant: _Tenant) -> str:
        """A site is a process of its own, which only `keryx up` starts."""
        known = self._started.get(tenant_id, {}).get("sites", ())
        fresh = [name for name in tenant.config.sites if name not in known]
        return f"live, but site {fresh[0]} only after `keryx down` and `keryx up`" if fresh else "live"

    def _tell(self) -> None:
        tenants = {
            tenant_id: {
                "version": tenant.version,
                "hash": tenant.digest,
                "state": tenant.trouble or self._live(tenant_id, tenant),
                "problems": tenant.problems,
            }
            for tenant_id, tenant in self._tenants.items()
        }
        files.write_json(self._state.config_status, {"tenants": tenants, "problems": self._loose})


def describe(problem: Problem) -> dict[str, Any]:
    """A problem as `keryx status` prints it. A file that could not be read has its path as `name`."""
    return {
        "kind": problem.kind or "File",
        "name": problem.name or problem.file or "",
        "path": problem.path,
        "message": problem.message,
        "missing": problem.missing,
    }


def _is_declaration(_: Change, path: str) -> bool:
    return path.endswith(".yaml")


async def _main(state: State) -> None:
    runtime, stack = files.read_json(state.runtime_settings), files.read_json(state.stack)
    platform = files.read_json(state.control_plane_settings)
    key = (state.keys / "operator.key.pem").read_text()
    async with httpx.AsyncClient(trust_env=False) as client:
        pushers = {
            tenant["id"]: [
                Pusher(client, tenant["engine"]["address"], tenant["id"], "operator", key),
                Pusher(client, f"http://{platform['listen']}", tenant["id"], "operator", key),
            ]
            for tenant in runtime["tenants"]
        }
        await Reconciler(state, stack, pushers).run()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_main(State.at(Path(sys.argv[1]))))
