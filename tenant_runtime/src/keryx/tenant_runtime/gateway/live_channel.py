"""Patches of live topics, as Valkey carries them from the engine to every gateway.

Valkey only carries: what is lost with it is found missing by the hub and asked for on the engine's link.
"""

from __future__ import annotations

import asyncio
import random
from typing import Any

import msgspec
import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from . import figures
from .hub import Hub
from .topics import At

_LISTEN_SECONDS = 5.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 2.0

log = structlog.get_logger(__name__)


class LivePatch(msgspec.Struct, frozen=True):
    topic: str
    epoch: int
    seq: int
    patch: dict[str, Any]


_decode = msgspec.json.Decoder(list[LivePatch]).decode


class LiveChannel:
    """Subscription of one tenant. `url` as redis-py reads it (`unix://…`, `redis://…`)."""

    def __init__(self, tenant_id: str, url: str, hub: Hub) -> None:
        self._name = f"keryx:{tenant_id}:live"
        self._url = url
        self._hub = hub
        self._heard = False
        self._up = figures.LIVE_CHANNEL.labels(tenant_id)

    async def run(self) -> None:
        """Listen for ever; come back with growing, jittered pauses when Valkey is away."""
        pause = _FIRST_PAUSE
        while True:
            try:
                await self._listen()
            except (RedisError, OSError, TimeoutError) as error:
                log.warning("valkey away", error=str(error))
            pause = _FIRST_PAUSE if self._heard else min(pause * 2, _LONGEST_PAUSE)
            self._heard = False
            self._up.set(0)
            await asyncio.sleep(pause * random.uniform(0.5, 1.0))

    async def _listen(self) -> None:
        client = Redis.from_url(self._url, socket_connect_timeout=2, health_check_interval=5)
        try:
            async with client.pubsub() as channel:
                await channel.subscribe(self._name)
                while True:
                    message = await channel.get_message(timeout=_LISTEN_SECONDS)
                    if message is None:
                        continue
                    self._heard = True
                    self._up.set(1)
                    if message["type"] == "message":
                        self._hear(message["data"])
        finally:
            await client.aclose()

    def _hear(self, data: bytes) -> None:
        try:
            patches = _decode(data)
        except msgspec.MsgspecError as error:
            log.error("live message not understood", error=str(error))
            return
        for live in patches:
            self._hub.patch(live.topic, At(live.epoch, live.seq), live.patch)
