"""One tenant, made true: from what is declared to what runs, and what is said about it. Called for a key; knows nothing of events.

Each step may fail (a database away, an API server in a hurry): what is raised leaves the rest as it was, and the key comes back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from keryx.crds import Problem, TenantConfig
from keryx.crds.kinds.base import API_VERSION
from keryx.operator import applying, conditions, declared, keys, stored
from keryx.operator.api import Cluster
from keryx.operator.conditions import Verdict
from keryx.operator.database import DatabaseError, Server
from keryx.operator.declared import DeclaredTenant
from keryx.operator.keys import Values
from keryx.operator.placing import choose
from keryx.operator.platform import Platform, ServerUnknown
from keryx.operator.progress import Progress
from keryx.operator.pushing import NotLive, Outdated, Receivers
from keryx.operator.removing import FINALIZER, remove
from keryx.operator.render.names import ENGINE_PORT, TENANT_LABEL, Object, namespace_of, site_service
from keryx.operator.render.plan import TenantPlan
from keryx.operator.render.runtime import PASSWORD_KEY
from keryx.operator.render.tenant import ground, rendered
from keryx.operator.reporting import Reporter
from keryx.operator.secret_access import read_secrets
from keryx.operator.seen import Seen
from keryx.operator.settings import OperatorSettings
from keryx.operator.stored import Stored

_SOON_SECONDS = 1.0
_LATER_SECONDS = 5.0
_ROTATE = "keryx.dev/rotate-keys"
_PROGRAMS = ("engine", "gateway", "worker")


@dataclass(frozen=True)
class _Compiled:
    """A tenant as it will run: its configuration, kept, and what is wrong with its declarations."""

    stored: Stored
    config: TenantConfig
    secrets: dict[str, dict[str, bytes]]
    problems: tuple[Problem, ...]


class Reconciler:
    """`tenant(name)` for one Tenant; seconds until it wants to be looked at again, or None."""

    def __init__(
        self, cluster: Cluster, settings: OperatorSettings, seen: Seen, platform: Platform, receivers: Receivers, own: Values
    ) -> None:  # fmt: skip
        self._cluster, self._settings, self._seen = cluster, settings, seen
        self._platform, self._receivers, self._own = platform, receivers, own
        self._reporter = Reporter(cluster, seen)
        self._progress = Progress(settings.max_progressing)
        self._stored: dict[str, Stored] = {}
        self._databases: dict[str, tuple[str, str]] = {}

    def forget(self) -> None:
        """Look at databases and receivers again at the next turn: the sweep finds drift there too."""
        self._databases.clear()
        self._receivers.forget()

    async def tenant(self, name: str) -> float | None:
        one = self._seen.get("Tenant", None, name)
        if one is None:
            self._progress.end(name)
            return None
        if one["metadata"].get("deletionTimestamp"):
            self._progress.end(name)
            return await self._remove(one)
        tenant = declared.read(one)
        if isinstance(tenant, list):
            await self._reporter.tell(one, conditions.of_problems(tenant))
            return None
        if taken := declared.clash(tenant, self._seen):
            await self._reporter.tell(one, Verdict("stalled", "Duplicate", taken))
            return _LATER_SECONDS
        if not await self._own_namespace(tenant):
            message = f"there is no Namespace `{tenant.namespace}`; it holds the tenant's declarations"
            await self._reporter.tell(one, Verdict("waiting", "NamespaceMissing", message))
            return _LATER_SECONDS
        return await self._run(await self._finalized(tenant))

    async def _run(self, tenant: DeclaredTenant) -> float | None:
        await applying.apply_ground(self._cluster, ground(tenant.spec.id, self._settings.namespace))
        try:
            kept = await self._kept(tenant)
            server = await self._platform.server(kept.server)
        except ServerUnknown as unknown:
            await self._reporter.tell(tenant.object, Verdict("reconciling", "DatabaseServerNotFound", str(unknown)))
            return _LATER_SECONDS
        made = await self._compile(tenant, kept)
        if made is None:
            return None
        plan = self._plan(tenant, made, server)
        try:
            await self._database(plan, server)
        except DatabaseError as error:
            message = f"DatabaseServer `{made.stored.server}` does not let us in: {str(error).strip().splitlines()[0]}"
            await self._reporter.tell(tenant.object, Verdict("reconciling", "DatabaseAway", message))
            return _SOON_SECONDS
        return await self._roll_out(tenant, made, plan)

    async def _roll_out(self, tenant: DeclaredTenant, made: _Compiled, plan: TenantPlan) -> float | None:
        """Apply, push, and tell."""
        live = await applying.look(self._cluster, plan.id, self._settings.routes.kind)
        wanted = rendered(plan)
        changed = applying.changes(wanted, live)
        if any(one["kind"] == "Deployment" for one in changed) and not self._progress.begin(tenant.name):
            message = f"{self._settings.max_progressing} other tenants are being rolled out; this one follows"
            await self._reporter.tell(tenant.object, Verdict("reconciling", "Waiting", message))
            return _SOON_SECONDS
        await self._save(plan.id, made.stored)
        live = await applying.apply_all(self._cluster, wanted, live)
        trouble = await self._push(tenant, made, live)
        awaited = self._awaited(plan, live)
        if not awaited:
            self._progress.end(tenant.name)
        await self._tell(tenant, plan, awaited, trouble, made)
        return _SOON_SECONDS if trouble else None

    # --- steps ----------------------------------------------------------------------------------------------------

    async def _own_namespace(self, tenant: DeclaredTenant) -> bool:
        """Whether the namespace of the declarations is there; it is labelled and never made."""
        found = await self._cluster.get("Namespace", None, tenant.namespace)
        if found is None or found["metadata"].get("deletionTimestamp"):
            return False
        if (found["metadata"].get("labels") or {}).get(TENANT_LABEL) != tenant.spec.id:
            metadata = {"name": tenant.namespace, "labels": {TENANT_LABEL: tenant.spec.id}}
            await self._cluster.apply({"apiVersion": "v1", "kind": "Namespace", "metadata": metadata})
        return True

    async def _finalized(self, tenant: DeclaredTenant) -> DeclaredTenant:
        """With our one finalizer."""
        finalizers = tenant.object["metadata"].get("finalizers") or []
        if FINALIZER in finalizers:
            return tenant
        metadata = {"name": tenant.name, "finalizers": [FINALIZER]}
        one = await self._cluster.apply({"apiVersion": API_VERSION, "kind": "Tenant", "metadata": metadata})
        self._seen.put(one)
        return replace(tenant, object=one)

    async def _kept(self, tenant: DeclaredTenant) -> Stored:
        """What is kept of the tenant; a new one gets its place."""
        tenant_id = tenant.spec.id
        if tenant_id not in self._stored:
            found = await stored.load(self._cluster, tenant_id)
            self._stored[tenant_id] = found or Stored(choose(self._seen))
        return self._stored[tenant_id]

    async def _compile(self, tenant: DeclaredTenant, kept: Stored) -> _Compiled | None:
        secrets = await read_secrets(self._cluster, self._seen, tenant.namespace, self._settings.namespace)
        config, config_hash, problems = declared.compiled(tenant, self._seen, secrets, kept.config)
        about_tenant = [one for one in problems if one.kind == "Tenant" and one.name == tenant.name]
        if about_tenant or config is None:
            await self._reporter.tell(tenant.object, conditions.of_problems(about_tenant or problems))
            return None
        values = declared.values_of(secrets, config)
        return _Compiled(kept.with_config(config, config_hash, declared.digest_of(values)), config, values, problems)

    def _plan(self, tenant: DeclaredTenant, made: _Compiled, server: Server) -> TenantPlan:
        rotation = (tenant.object["metadata"].get("annotations") or {}).get(_ROTATE, "")
        return TenantPlan(self._settings, tenant.spec, made.config, server.spec, made.secrets, rotation)

    async def _database(self, plan: TenantPlan, server: Server) -> None:
        """Keys, then the database with the password among them. DatabaseError."""
        shared = keys.shared_keys(self._own, await self._platform.valkey_password())
        values = await keys.tenant_keys(self._cluster, plan.id, shared, plan.rotation)
        password = values[PASSWORD_KEY]
        if self._databases.get(plan.id) != (server.spec.host, password):
            await server.ensure(plan.database, plan.database, password)
            self._databases[plan.id] = (server.spec.host, password)

    async def _save(self, tenant_id: str, new: Stored) -> None:
        if self._stored.get(tenant_id) != new or not new.version or await stored.load(self._cluster, tenant_id) is None:
            await stored.save(self._cluster, tenant_id, new)
            self._stored[tenant_id] = new

    async def _push(self, tenant: DeclaredTenant, made: _Compiled, live: applying.Live) -> str | None:
        """What keeps the configuration from being live, or None."""
        tenant_id, engine = tenant.spec.id, _engine_url(tenant.spec.id, live)
        hosts = tenant.spec.hosts or (f"{tenant_id}.localhost",)
        if not tenant.spec.suspended and engine is None:
            return "the engine has no address yet"
        try:
            await self._receivers.declare(tenant_id, tenant.spec.display_name, hosts, engine)
            await self._receivers.control_plane(tenant_id, made.stored)
            if engine is not None:
                await self._receivers.engine(tenant_id, engine, made.stored)
        except Outdated as outdated:
            newer = replace(made.stored, version=Stored.after(max(outdated.version, made.stored.version)))
            await self._save(tenant_id, newer)
            return "another configuration is stored there; ours follows"
        except NotLive as trouble:
            return str(trouble)
        return None

    def _awaited(self, plan: TenantPlan, live: applying.Live) -> dict[str, str]:
        """What each Deployment still lacks, by name; empty when all serve."""
        if plan.spec.suspended:
            return {}
        names = (*_PROGRAMS, *(site_service(site) for site in plan.sites))
        namespace = namespace_of(plan.id)
        lacks = {name: applying.available(live.get(("Deployment", namespace, name))) for name in names}
        return {name: lack for name, lack in lacks.items() if lack}

    # --- telling --------------------------------------------------------------------------------------------------

    async def _tell(
        self, tenant: DeclaredTenant, plan: TenantPlan, awaited: dict[str, str], trouble: str | None, made: _Compiled
    ) -> None:
        problems: dict[tuple[str, str], list[Problem]] = {}
        for problem in made.problems:
            problems.setdefault((problem.kind, problem.name), []).append(problem)
        verdicts = []
        for one in self._seen.within(tenant.namespace):
            mine = problems.get((one["kind"], one["metadata"]["name"]), ())
            verdicts.append((one, object_verdict(one, mine, tenant, awaited, trouble)))
        await self._reporter.tell_each(verdicts)
        fields = {
            "runtimeNamespace": namespace_of(plan.id),
            "databaseServer": made.stored.server,
            "configVersion": made.stored.version,
        }
        await self._reporter.tell(tenant.object, _tenant_verdict(tenant, len(problems), awaited, trouble), **fields)

    async def _remove(self, one: Object) -> float | None:
        tenant = declared.read(one)
        again = (
            None if isinstance(tenant, list) else await remove(self._cluster, self._platform, self._receivers, tenant)
        )
        if again is None and FINALIZER in (one["metadata"].get("finalizers") or ()):
            left = [name for name in one["metadata"]["finalizers"] if name != FINALIZER]
            await self._cluster.merge("Tenant", None, one["metadata"]["name"], {"metadata": {"finalizers": left}})
            if not isinstance(tenant, list):
                self._stored.pop(tenant.spec.id, None)
                self._databases.pop(tenant.spec.id, None)
        return again


def _engine_url(tenant_id: str, live: applying.Live) -> str | None:
    """By the Service's address: an operator need not wait for names. None while there is no engine."""
    found = live.get(("Service", namespace_of(tenant_id), "engine"))
    return f"http://{found['spec']['clusterIP']}:{ENGINE_PORT}" if found else None


def object_verdict(
    one: Object, problems: Sequence[Problem], tenant: DeclaredTenant, awaited: dict[str, str], trouble: str | None
) -> Verdict:
    if problems:
        return conditions.of_problems(problems)
    exposure = ((one.get("spec") or {}).get("exposure") or {}).get("kind", "ClusterNetwork")
    if one["kind"] == "Site" and exposure != "ClusterNetwork":
        return Verdict("stalled", "NotYetAvailable", f"exposure {exposure} is not yet available; use ClusterNetwork")
    if tenant.spec.suspended:
        return Verdict("waiting", "Suspended", "the tenant is suspended")
    if one["kind"] == "Site" and (lack := awaited.get(site_service(one["metadata"]["name"]))):
        return Verdict("reconciling", "Starting", f"Asterisk {lack}")
    if trouble and not _was_live(one):
        return Verdict("reconciling", "NotLive", trouble)
    return Verdict("ready", "Live", "the calls are handled by it")


def _was_live(one: Object) -> bool:
    """What an engine has once acknowledged stays true while it is away for a moment; the Tenant tells that it is."""
    status = one.get("status") or {}
    live = any(each["type"] == "Ready" and each["status"] == "True" for each in status.get("conditions") or ())
    return live and status.get("observedGeneration") == one["metadata"].get("generation")


def _tenant_verdict(
    tenant: DeclaredTenant, problems: int, awaited: dict[str, str], trouble: str | None
) -> Verdict:  # fmt: skip
    if tenant.spec.suspended:
        return Verdict("waiting", "Suspended", "nothing runs and nothing is lost")
    if awaited:
        name, lack = next(iter(awaited.items()))
        return Verdict("reconciling", "Starting", f"{name} {lack}")
    if trouble:
        return Verdict("reconciling", "NotLive", trouble)
    if problems:
        count = f"{problems} object has" if problems == 1 else f"{problems} objects have"
        return Verdict(
            "ready", "RunningWithProblems", f"it runs; {count} problems and the last good form of each is used"
        )
    return Verdict("ready", "Running", "all programs run by the declarations")
