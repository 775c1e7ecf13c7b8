"""`python -m keryx.tenant_runtime.engine`: the calls of the tenants in KERYX_RUNTIME."""

from __future__ import annotations

import os
import sys
from contextlib import AsyncExitStack

import uvloop

from keryx.kit import signals
from keryx.kit.http import always_ready
from keryx.kit.postgres import pool
from keryx.kit.settings import RuntimeSettings, SettingsError, runtime_settings
from keryx.tenant_runtime import service
from keryx.tenant_runtime.engine.api import create_app
from keryx.tenant_runtime.engine.lease import NotLeading
from keryx.tenant_runtime.engine.tenant import TenantEngine

_NOT_LEADING = 3


async def run(settings: RuntimeSettings) -> None:
    """Serve until SIGTERM, or until another engine leads one of the tenants (NotLeading)."""
    async with AsyncExitStack() as stack:
        tenants = [
            TenantEngine(
                settings, tenant, await stack.enter_async_context(pool(tenant.database, name="keryx pushes", at_rest=0))
            )
            for tenant in settings.tenants
        ]
        served = {one.id: one for one in (tenant.served() for tenant in tenants)}
        listen = settings.tenants[0].engine.listen
        await service.serve(create_app(served, always_ready), listen, [tenant.run() for tenant in tenants])


def main() -> int:
    try:
        settings = runtime_settings()
    except SettingsError as error:
        print(f"keryx engine: {error}", file=sys.stderr)
        return 2
    signals.setup("engine", level=settings.log_level, otlp_endpoint=settings.otlp_endpoint)
    try:
        uvloop.run(run(settings))
    except NotLeading as lost:
        signals.log.error("engine_ends", reason=str(lost))
        signals.stop()
        os._exit(_NOT_LEADING)  # nothing more of this process may reach anyone
    signals.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
