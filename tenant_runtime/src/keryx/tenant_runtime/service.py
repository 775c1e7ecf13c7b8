"""What the tenant's own programs have in common: how they know each other, read a body, and end."""

from __future__ import annotations

import asyncio
import hmac
import signal
from collections.abc import Coroutine, Sequence
from typing import Any, TypeVar

import msgspec
from fastapi import FastAPI, Request, Response

from keryx.kit import http
from keryx.kit.problems import Problem, unauthenticated
from keryx.kit.settings import split_listen

_T = TypeVar("_T")
_BODY_BYTES_AT_MOST = 32 * 1024 * 1024


def bearer(request: Request) -> str:
    """The token of the request; empty when there is none."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else ""


def same_token(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode(), expected.encode())


def stranger() -> Problem:
    return unauthenticated("This address is for the tenant's own programs.")


async def body(request: Request, shape: type[_T]) -> _T:
    """The request's body, of a bounded size. Problem 413 or 422."""
    content = bytearray()
    async for piece in request.stream():
        content += piece
        if len(content) > _BODY_BYTES_AT_MOST:
            raise Problem(413, "too_large", f"A body has at most {_BODY_BYTES_AT_MOST} bytes.")
    try:
        return msgspec.json.decode(bytes(content), type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Problem(422, "invalid_request", str(error)) from error


def answer(value: object) -> Response:
    return Response(msgspec.json.encode(value), media_type="application/json")


async def serve(app: FastAPI, listen: str, work: Sequence[Coroutine[Any, Any, None]]) -> None:
    """Serve `app` at `listen` beside `work` until SIGTERM or SIGINT; then end both. What `work` raises ends all and is raised."""
    server = http.uvicorn_server(app, *split_listen(listen))
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    serving = asyncio.create_task(server.serve_quietly(), name="http")
    stopping = asyncio.create_task(stop.wait(), name="stop")
    working = [asyncio.create_task(one) for one in work]
    await asyncio.wait([serving, stopping, *working], return_when=asyncio.FIRST_COMPLETED)
    server.request_stop()
    for task in (stopping, *working):
        task.cancel()
    for result in await asyncio.gather(serving, *working, return_exceptions=True):
        if isinstance(result, Exception):
            raise result
