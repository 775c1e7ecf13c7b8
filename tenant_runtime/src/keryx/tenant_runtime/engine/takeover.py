"""Beginning to lead: what happened so far (snapshot and tail), and what is configured."""

from __future__ import annotations

from dataclasses import dataclass

from keryx.core.directory import Directory
from keryx.core.evolve import evolve
from keryx.core.state import State, needed_refs
from keryx.crds.config import TenantConfig
from keryx.kit.signals import log
from keryx.tenant_runtime.engine.database import Connection, Database
from keryx.tenant_runtime.engine.pushes import Pushes
from keryx.tenant_runtime.engine.store import facts_after, last_snapshot
from keryx.tenant_runtime.vault import Vault

_READ_SECONDS = 30.0


@dataclass(frozen=True)
class Inheritance:
    """What a leader begins with: the state after fact `seq`, the configuration it was made under (None before the first push), those its
    open interactions began with, and the directory."""

    state: State
    seq: int
    config: TenantConfig | None
    older: dict[int, TenantConfig]
    directory: Directory


async def inherit(tenant_id: str, database: Database, pushes: Pushes, vault: Vault) -> Inheritance:
    """Read it. DatabaseAway."""
    state, seq = await database.run(lambda connection: _state(connection, vault), seconds=_READ_SECONDS)
    config = await pushes.config_of(state.config_version) if state.config_version else None
    versions = {one.config_version for one in state.interactions.values()} - {state.config_version}
    older = {version: found for version in versions if (found := await pushes.config_of(version)) is not None}
    directory = await pushes.directory() or Directory(tenant=tenant_id, version=0)
    return Inheritance(state, seq, config, older, directory)


async def _state(connection: Connection, vault: Vault) -> tuple[State, int]:
    """The state after the newest fact, with the personal values that open interactions need; and that fact's number."""
    seq, state = await last_snapshot(connection)
    newest, tail = await facts_after(connection, seq)
    for fact in tail:
        evolve(state, fact)
    refs = needed_refs(state)
    state.personal.update(await vault.read(connection, refs) if refs else {})
    log.info("state_inherited", snapshot=seq, seq=newest, tail=len(tail), interactions=len(state.interactions))
    return state, newest
