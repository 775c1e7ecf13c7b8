"""Serving HTTP the way every program of Keryx does: health, readiness, metrics, a clean stop on SIGTERM."""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from typing import Any

import uvicorn
from fastapi import FastAPI, Response

from keryx.kit import problems, signals

SHUTDOWN_SECONDS = 5
Ready = Callable[[], Awaitable[bool]]


async def always_ready() -> bool:
    """For programs that can serve as soon as they run."""
    return True


def add_health(app: FastAPI, ready: Ready = always_ready) -> None:
    """`GET /healthz` (the process lives), `/readyz` (it can do its work: 200 or 503), `/metrics` (Prometheus)."""

    async def healthz() -> Response:
        return Response("ok", media_type="text/plain")

    async def readyz() -> Response:
        if await ready():
            return Response("ok", media_type="text/plain")
        return problems.response(problems.Problem(503, "not_ready", "The program cannot do its work yet."))

    async def metrics() -> Response:
        body, content_type = signals.metrics()
        return Response(body, media_type=content_type)

    for path, endpoint in (("/healthz", healthz), ("/readyz", readyz), ("/metrics", metrics)):
        app.add_api_route(path, endpoint, include_in_schema=False)


async def serve(app: Any, host: str, port: int) -> None:
    """Serve an ASGI `app` until SIGTERM or SIGINT, then end what is under way, within five seconds, and return.

    A port in use raises OSError.
    """
    server = uvicorn_server(app, host, port)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):  # uvicorn's own way ends by the signal: exit code 143, not 0
        loop.add_signal_handler(number, server.request_stop)
    await server.serve_quietly()


class Server(uvicorn.Server):
    """uvicorn, with a way to run under a caller that has its own signal handling."""

    async def startup(self, sockets: Any = None) -> None:
        try:
            await super().startup(sockets)
        except SystemExit as error:  # uvicorn logs the reason and leaves; ours is to tell the caller
            raise OSError(f"cannot listen on {self.config.host}:{self.config.port}") from error

    async def serve_quietly(self) -> None:
        """Serve without touching the process's signal handlers; set `should_exit` to end."""
        await self._serve()

    def request_stop(self) -> None:
        """End after what is under way, within the time limit."""
        self.handle_exit(signal.SIGTERM, None)


def uvicorn_server(app: Any, host: str, port: int) -> Server:
    """A server for `app`, not started."""
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
        ws_ping_interval=None,
    )
    return Server(config)
