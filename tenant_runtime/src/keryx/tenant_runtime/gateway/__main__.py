"""`python -m keryx.tenant_runtime.gateway`: the web app, API, live views and desks' SIP of the tenants in KERYX_RUNTIME."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Sequence
from contextlib import AsyncExitStack

import uvicorn
import uvloop
from starlette.types import ASGIApp

from keryx.kit import signals
from keryx.kit.http import SHUTDOWN_SECONDS, Server
from keryx.kit.settings import RuntimeSettings, SettingsError, runtime_settings, split_listen

from .app import build
from .tenant import TenantGateway
from .wiring import tenant_gateway

DESK_PING_SECONDS = 1.0
DESK_SILENCE_SECONDS = 2.5
"""A desk whose network is gone is noticed in about three seconds. The browser itself answers these pings: page timers are throttled."""
_MAX_MESSAGE_BYTES = 64 * 1024


def server(app: ASGIApp, listen: str) -> Server:
    """A server for the gateway, not started."""
    host, port = split_listen(listen)
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
        ws="websockets-sansio",
        ws_ping_interval=DESK_PING_SECONDS,
        ws_ping_timeout=DESK_SILENCE_SECONDS,
        ws_max_size=_MAX_MESSAGE_BYTES,
    )
    return Server(config)


async def run(settings: RuntimeSettings) -> None:
    """Serve until SIGTERM or SIGINT. One server for each address that the tenants name; a host belongs to one tenant."""
    async with AsyncExitStack() as stack:
        tenants = [
            (await stack.enter_async_context(tenant_gateway(settings, tenant)), tenant.hosts)
            for tenant in settings.tenants
        ]
        app = build(tenants, settings.web_dir)
        servers = [server(app, listen) for listen in sorted({tenant.gateway.listen for tenant in settings.tenants})]
        await _until_stopped(servers, [gateway for gateway, _ in tenants])


async def _until_stopped(servers: Sequence[Server], tenants: Sequence[TenantGateway]) -> None:
    """Serve and work until a signal asks to stop, or one of both fails: that is raised, and the supervisor starts us anew."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    serving = [asyncio.create_task(one.serve_quietly(), name="http") for one in servers]
    working = [asyncio.create_task(one.run(), name=f"tenant {one.id}") for one in tenants]
    stopping = asyncio.create_task(stop.wait(), name="stop")
    await asyncio.wait([stopping, *serving, *working], return_when=asyncio.FIRST_COMPLETED)
    for one in servers:
        one.request_stop()
    ended = await asyncio.gather(*serving, return_exceptions=True)
    for task in (stopping, *working):
        task.cancel()
    ended += await asyncio.gather(*working, return_exceptions=True)
    for result in ended:
        if isinstance(result, Exception):
            raise result


def main() -> int:
    try:
        settings = runtime_settings()
    except SettingsError as error:
        print(f"keryx gateway: {error}", file=sys.stderr)
        return 2
    signals.setup("gateway", level=settings.log_level, otlp_endpoint=settings.otlp_endpoint)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(run(settings))
    signals.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
