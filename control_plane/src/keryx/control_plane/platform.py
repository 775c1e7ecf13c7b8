"""What the control plane holds while it runs: database, keys, password threads, the hosts of its tenants."""

import hmac
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from pathlib import Path

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession

from keryx.control_plane.database import Database
from keryx.control_plane.directory.pushing import DirectoryPusher
from keryx.control_plane.identity.passwords import Passwords
from keryx.control_plane.mail.sending import Mailer
from keryx.control_plane.providers.connect import Providers
from keryx.control_plane.scope import PlatformScope, Scope, TenantScope
from keryx.control_plane.tenants.repository import TenantRepository
from keryx.kit.ids import Ids
from keryx.kit.problems import Problem

ISSUER = "control-plane"


@dataclass
class Platform:
    """One running control plane."""

    database: Database
    passwords: Passwords
    pusher: DirectoryPusher
    ids: Ids
    private_key: str
    """PEM; signs admitting tokens and pushes."""
    operator_keys: tuple[str, ...]
    bootstrap_token: str | None
    providers: Providers
    secrets_dir: Path | None
    """Where the declarations' Secrets lie as files."""
    mailer: Mailer | None = None
    _hosts: Mapping[str, str] = field(default_factory=dict)

    def transaction(self, scope: Scope) -> AbstractAsyncContextManager[AsyncSession]:
        """One transaction in that scope."""
        return self.database.transaction(scope)

    @property
    def sends_mail(self) -> bool:
        return self.mailer is not None

    def wake_mailer(self) -> None:
        """A mail was written: look at once."""
        if self.mailer is not None:
            self.mailer.wake()

    async def scope_of(self, request: Request) -> TenantScope:
        """The tenant whose host name the request came to. Problem 421 when it is none of ours."""
        host = request.url.hostname or ""
        if host not in self._hosts:
            await self.refresh_hosts()
        if host not in self._hosts:
            raise Problem(421, "unknown_host", "No tenant has this host name.")
        return TenantScope(self._hosts[host])

    async def refresh_hosts(self) -> None:
        """Read the tenants' host names anew."""
        scope = PlatformScope()
        async with self.transaction(scope) as session:
            tenants = await TenantRepository(session, scope).all()
        self._hosts = {host: tenant.id for tenant in tenants for host in tenant.hosts}

    async def has_tenant(self, tenant_id: str) -> bool:
        """Whether there is such a tenant."""
        if tenant_id not in self._hosts.values():
            await self.refresh_hosts()
        return tenant_id in self._hosts.values()

    def is_bootstrap(self, token: str) -> bool:
        """Whether `token` is the one `keryx admin` and `keryx people` present."""
        expected = self.bootstrap_token
        return bool(expected) and hmac.compare_digest(token.encode(), (expected or "").encode())


def platform_of(request: Request) -> Platform:
    """The platform that serves this request."""
    platform: Platform = request.app.state.platform
    return platform
