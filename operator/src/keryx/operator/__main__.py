"""`python -m keryx.operator`: the operator of the cluster it runs in (or, outside, of the kubeconfig's), as KERYX_OPERATOR says."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import sys

import httpx
from fastapi import FastAPI

from keryx.kit import signals
from keryx.kit.http import add_health, uvicorn_server
from keryx.kit.settings import SettingsError, split_listen
from keryx.kit.signals import log
from keryx.operator.api import connected
from keryx.operator.lease import LeaseLost, OperatorLease
from keryx.operator.operating import Operator
from keryx.operator.settings import OperatorSettings, operator_settings
from keryx.operator.together import until_one_ends

_LEASE_LOST = 3


async def run(settings: OperatorSettings) -> None:
    """Until SIGTERM, or until another operator acts (LeaseLost)."""
    in_cluster = "KUBERNETES_SERVICE_HOST" in os.environ
    async with connected(in_cluster=in_cluster) as cluster, httpx.AsyncClient(trust_env=False) as http:
        operator = Operator(cluster, settings, http)
        app = FastAPI(openapi_url=None)
        add_health(app, operator.is_ready)
        server = uvicorn_server(app, *split_listen(settings.listen))
        lease = OperatorLease(cluster, settings.namespace, os.environ.get("POD_NAME") or socket.gethostname())
        await until_one_ends(_signal(), server.serve_quietly(), _act(operator, lease))
        await lease.give_back()


async def _act(operator: Operator, lease: OperatorLease) -> None:
    """Wait for the Lease; then work as long as it is held."""
    await lease.take()
    operator.cluster.may_write = lambda: lease.held
    await until_one_ends(lease.keep(), operator.run())


async def _signal() -> None:
    """Until SIGTERM or SIGINT. The watches of kopf take the signals over and end by them."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await stop.wait()


def main() -> int:
    try:
        settings = operator_settings()
    except SettingsError as error:
        print(f"keryx operator: {error}", file=sys.stderr)
        return 2
    signals.setup("operator", level=settings.log_level, otlp_endpoint=settings.otlp_endpoint)
    logging.getLogger("kopf").setLevel(logging.WARNING)  # it tells of every event
    try:
        asyncio.run(run(settings))
    except LeaseLost as lost:
        log.error("operator_ends", reason=str(lost))
        return _LEASE_LOST
    finally:
        signals.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
