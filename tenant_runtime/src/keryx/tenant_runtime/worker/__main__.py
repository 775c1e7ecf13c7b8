"""`python -m keryx.tenant_runtime.worker`: records, recordings and prompts of the tenants in KERYX_RUNTIME."""

from __future__ import annotations

import asyncio
import sys
from contextlib import AsyncExitStack

from keryx.kit import signals
from keryx.kit.postgres import pool
from keryx.kit.settings import RuntimeSettings, SettingsError, runtime_settings
from keryx.tenant_runtime import service
from keryx.tenant_runtime.worker.app import WorkerApi
from keryx.tenant_runtime.worker.tenant import TenantWorker


async def run(settings: RuntimeSettings) -> None:
    """Serve until SIGTERM."""
    async with AsyncExitStack() as stack:
        tenants = [
            TenantWorker(settings, tenant, await stack.enter_async_context(pool(tenant.database, name="keryx worker")))
            for tenant in settings.tenants
        ]
        listen = settings.tenants[0].worker.listen
        await service.serve(WorkerApi(tenants).app(), listen, [tenant.run() for tenant in tenants])


def main() -> int:
    try:
        settings = runtime_settings()
    except SettingsError as error:
        print(f"keryx worker: {error}", file=sys.stderr)
        return 2
    signals.setup("worker", level=settings.log_level, otlp_endpoint=settings.otlp_endpoint)
    asyncio.run(run(settings))
    signals.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
