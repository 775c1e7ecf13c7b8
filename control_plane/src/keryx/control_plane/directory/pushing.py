"""Telling each tenant's engine its directory, until the engine has stored it.

The outbox is the row of `directory_state`: it is written in the transaction that changed people, so a crash or restart
loses no push. A few steps are sent as deltas, anything else whole. A conflict on the whole means that the engine remembers
a later version than we do (our database was restored): we number on from there.
"""

import asyncio
from contextlib import suppress

import httpx
import msgspec
from prometheus_client import Counter
from sqlalchemy.ext.asyncio import AsyncSession

from keryx.control_plane.database import Database
from keryx.control_plane.directory.models import PersonRow
from keryx.control_plane.directory.repository import PeopleRepository, behind
from keryx.control_plane.roles.repository import RoleRepository
from keryx.control_plane.scope import PlatformScope, TenantScope
from keryx.control_plane.tenants.models import Tenant
from keryx.control_plane.tenants.repository import TenantRepository
from keryx.core.directory import Directory, DirectoryDelta, Person, encode_directory
from keryx.core.roles import RoleGrants
from keryx.kit.push import PushConflict, Pusher, PushFailed
from keryx.kit.signals import log

LOOK_SECONDS = 1.0
"""How often the outbox is looked at without being woken: other replicas change people too."""
CHECK_SECONDS = 60.0
"""How often engines are asked whether they still have what they acknowledged."""
_LONGEST_WAIT_SECONDS = 5.0
_STEPS_AT_MOST = 20
"""Further behind than this the whole directory is quicker."""

_PUSHES = Counter("keryx_directory_pushes", "Pushes of a directory to an engine, by outcome", ["tenant", "outcome"])


class DirectoryPusher:
    """Runs beside the API; `wake` after a change makes it look at once."""

    def __init__(self, database: Database, client: httpx.AsyncClient, private_key: str) -> None:
        self._database, self._client, self._key = database, client, private_key
        self._changed = asyncio.Event()
        self._waits: dict[str, tuple[float, float]] = {}
        self._checked = float("-inf")

    def wake(self) -> None:
        """Something changed: look now, and try again at once what was failing."""
        self._waits.clear()
        self._changed.set()

    async def run(self) -> None:
        """Push until cancelled. The database being away is no reason to end."""
        while True:
            self._changed.clear()
            try:
                await self._round()
            except Exception as error:
                log.warning("directory_round_failed", reason=f"{type(error).__name__}: {error}")
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS):  # not wait_for: before 3.12 it can swallow a cancellation
                    await self._changed.wait()

    async def _round(self) -> None:
        engines, late = await self._look()
        now = asyncio.get_running_loop().time()
        if now - self._checked >= CHECK_SECONDS:
            self._checked = now
            await asyncio.gather(*(self._check(tenant, engine) for tenant, engine in engines.items()))
            _, late = await self._look()
        due = [tenant for tenant in late if self._waits.get(tenant, (0.0, 0.0))[0] <= now]
        await asyncio.gather(*(self._push(tenant, engines[tenant]) for tenant in due if tenant in engines))

    async def _look(self) -> tuple[dict[str, str], list[str]]:
        """Engines by tenant, and the tenants whose engine is behind."""
        scope = PlatformScope()
        async with self._database.transaction(scope) as session:
            tenants: list[Tenant] = list(await TenantRepository(session, scope).all())
            late = list(await behind(session, scope))
        return {tenant.id: tenant.engine for tenant in tenants if tenant.engine}, late

    async def _push(self, tenant: str, engine: str) -> None:
        scope = TenantScope(tenant)
        pusher = self._pusher(tenant, engine)
        try:
            version = await self._send(pusher, scope)
        except PushConflict as conflict:
            _PUSHES.labels(tenant, "conflict").inc()
            await self._number_on(scope, _version(conflict.stored))
        except PushFailed as failed:
            _PUSHES.labels(tenant, "failed").inc()
            self._wait_longer(tenant, str(failed))
        else:
            self._waits.pop(tenant, None)
            _PUSHES.labels(tenant, "stored").inc()
            async with self._database.transaction(scope) as session:
                await PeopleRepository(session, scope).acknowledge(version)
            log.info("directory_stored", tenant=tenant, version=version)

    async def _send(self, pusher: Pusher, scope: TenantScope) -> int:
        """Push all that the engine lacks, step by step if it is little; the version it then has."""
        async with self._database.transaction(scope) as session:
            steps = await _steps(session, scope)
        try:
            for step in steps:
                await pusher.patch_directory(msgspec.json.encode(step))
        except PushConflict:
            log.info("directory_sent_whole", tenant=scope.tenant_id)
        else:
            if steps:
                return steps[-1].base + 1
        async with self._database.transaction(scope) as session:
            whole = await _whole(session, scope)
        await pusher.put_directory(encode_directory(whole))
        return whole.version

    async def _number_on(self, scope: TenantScope, stored: int) -> None:
        async with self._database.transaction(scope) as session:
            repository = PeopleRepository(session, scope)
            await repository.acknowledge(0)
            await repository.go_beyond(stored)
        log.warning("directory_numbered_on", tenant=scope.tenant_id, engine_has=stored)
        self._changed.set()

    async def _check(self, tenant: str, engine: str) -> None:
        """An engine whose database was replaced has none of our versions any more: send it all again."""
        scope = TenantScope(tenant)
        try:
            stored = _version(await self._pusher(tenant, engine).stored("directory"))
        except (PushFailed, PushConflict):
            return  # pushes say so, and try again
        async with self._database.transaction(scope) as session:
            repository = PeopleRepository(session, scope)
            if stored < (await repository.state()).acknowledged:
                await repository.acknowledge(0)
                log.warning("directory_lost_by_engine", tenant=tenant, engine_has=stored)

    def _pusher(self, tenant: str, engine: str) -> Pusher:
        return Pusher(self._client, engine, tenant, "control-plane", self._key)

    def _wait_longer(self, tenant: str, reason: str) -> None:
        _, wait = self._waits.get(tenant, (0.0, 0.0))
        wait = min(max(2 * wait, 0.25), _LONGEST_WAIT_SECONDS)
        self._waits[tenant] = (asyncio.get_running_loop().time() + wait, wait)
        log.warning("directory_push_failed", tenant=tenant, reason=reason, again_in_seconds=wait)


async def _whole(session: AsyncSession, scope: TenantScope) -> Directory:
    """The directory as it is at this moment."""
    repository = PeopleRepository(session, scope)
    return Directory(
        tenant=scope.tenant_id,
        version=(await repository.state()).version,
        people={str(row.id): as_person(row) for row in await repository.all()},
        teams=tuple(await repository.teams()),
        roles=await _own_roles(session, scope),
    )


async def _steps(session: AsyncSession, scope: TenantScope) -> list[DirectoryDelta]:
    """What changed since the engine last acknowledged, a delta a version; empty when sending the whole is better.

    Who changed again later is told with the later version alone, as they are now: the last delta makes the directory whole.
    """
    repository = PeopleRepository(session, scope)
    state = await repository.state()
    if state.acknowledged == 0 or not 0 < state.version - state.acknowledged <= _STEPS_AT_MOST:
        return []
    changed: dict[int, dict[str, Person]] = {}
    for row in await repository.changed_after(state.acknowledged):
        changed.setdefault(row.directory_version, {})[str(row.id)] = as_person(row)
    teams, roles = tuple(await repository.teams()), await _own_roles(session, scope)
    return [
        DirectoryDelta(tenant=scope.tenant_id, base=base, put=changed.get(base + 1, {}), teams=teams, roles=roles)
        for base in range(state.acknowledged, state.version)
    ]


async def _own_roles(session: AsyncSession, scope: TenantScope) -> dict[str, RoleGrants]:
    return {row.id: row.grants() for row in await RoleRepository(session, scope).own()}


def as_person(row: PersonRow) -> Person:
    """The row as the runtime needs to know it: no password, no account history."""
    return msgspec.convert(
        {
            "id": str(row.id),
            "login": row.login,
            "name": row.name,
            "role": row.role,
            "team": row.team,
            "site": row.site,
            "languages": row.languages,
            "extension": row.extension,
            "phone": row.phone,
            "skills": row.skills,
            "queues": row.queues,
            "active": row.active,
            "session_epoch": row.session_epoch,
        },
        Person,
    )


def _version(stored: dict[str, object]) -> int:
    """The version an engine's answer names, at its top or under `stored`."""
    inner = stored.get("stored")
    found = inner.get("version") if isinstance(inner, dict) else stored.get("version", inner)
    return found if isinstance(found, int) else 0
