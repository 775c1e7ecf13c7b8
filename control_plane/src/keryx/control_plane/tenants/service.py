"""Tenants: the list, and the compare-and-set of a configuration push."""

from sqlalchemy.ext.asyncio import AsyncSession

from keryx.control_plane.scope import PLATFORM_TENANT, PlatformScope, TenantScope
from keryx.control_plane.tenants.models import Tenant
from keryx.control_plane.tenants.repository import ConfigRepository, TenantRepository
from keryx.control_plane.tenants.schemas import ConfigPush, DeclaredTenant, NewTenant, Stored
from keryx.kit.problems import Problem


async def add(session: AsyncSession, wanted: NewTenant) -> Tenant:
    """Add a tenant. Problem 409 when the id or a host name is taken: ids are never used again."""
    repository = TenantRepository(session, PlatformScope())
    for tenant in await repository.all():
        if tenant.id == wanted.id or wanted.id == PLATFORM_TENANT:
            raise Problem(409, "id_taken", f"There is or was a tenant {wanted.id!r}.")
        if taken := set(tenant.hosts) & set(wanted.hosts):
            raise Problem(409, "host_taken", f"The host name {min(taken)!r} belongs to another tenant.")
    await repository.keep(wanted.id, wanted.display_name, wanted.hosts, wanted.engine)
    return next(tenant for tenant in await repository.all() if tenant.id == wanted.id)


async def declare(session: AsyncSession, tenant_id: str, declared: DeclaredTenant) -> Tenant:
    """Add the tenant or give it these hosts and this engine. Problem 409 when a host name is another's."""
    repository = TenantRepository(session, PlatformScope())
    if tenant_id == PLATFORM_TENANT:
        raise Problem(409, "id_taken", f"{tenant_id!r} is the platform itself.")
    for tenant in await repository.all():
        if tenant.id != tenant_id and (taken := set(tenant.hosts) & set(declared.hosts)):
            raise Problem(409, "host_taken", f"The host name {min(taken)!r} belongs to another tenant.")
    await repository.keep(tenant_id, declared.display_name, declared.hosts, declared.engine)
    return next(tenant for tenant in await repository.all() if tenant.id == tenant_id)


async def store_config(session: AsyncSession, scope: TenantScope, push: ConfigPush) -> Stored:
    """Store the pushed configuration if it is newer. Problem 409 with what is stored otherwise; a repeat is no error."""
    repository = ConfigRepository(session, scope)
    known = await repository.known(lock=True)
    if known and (known.version, known.hash) == (push.version, push.hash):
        return Stored(version=known.version, hash=known.hash)
    if known and push.version <= known.version:
        raise Problem(
            409, "version_conflict", "A newer configuration is stored.", version=known.version, hash=known.hash
        )
    await repository.store(push.version, push.hash, push.config)
    return Stored(version=push.version, hash=push.hash)
