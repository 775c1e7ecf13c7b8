"""The identity providers a tenant declares, as the operator last told of them."""

from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from keryx.control_plane.scope import TenantScope
from keryx.control_plane.tenants.repository import ConfigRepository
from keryx.crds.kinds.identity_provider import IdentityProviderSpec
from keryx.kit.problems import Problem, not_found
from keryx.kit.signals import log


async def providers_of(session: AsyncSession, scope: TenantScope) -> dict[str, IdentityProviderSpec]:
    """By name. One that this program does not understand is left out, and says so in the log."""
    found = {}
    for name, declared in (await ConfigRepository(session, scope).identity_providers()).items():
        try:
            found[name] = IdentityProviderSpec.model_validate(declared)
        except ValidationError as error:
            log.error("identity_provider_not_understood", tenant=scope.tenant_id, name=name, errors=error.error_count())
    return found


def require(providers: Mapping[str, IdentityProviderSpec], name: str) -> IdentityProviderSpec:
    """Problem 404."""
    if name not in providers:
        raise not_found("identity provider")
    return providers[name]


def client_secret(folder: Path | None, scope: TenantScope, spec: IdentityProviderSpec) -> str | None:
    """The client's secret from the file the declared Secret became; None for a public client. Problem 503."""
    reference = spec.client_secret_ref
    if reference is None:
        return None
    try:
        if folder is None:
            raise FileNotFoundError("no folder of Secrets is set")
        return (folder / scope.tenant_id / reference.name / reference.key).read_text().strip()
    except OSError as error:
        log.error("client_secret_missing", tenant=scope.tenant_id, secret=reference.name, reason=str(error))
        raise Problem(503, "provider_away", "The identity provider cannot be used right now.") from error
