"""How the engine tells site agents which tracks are whole."""

from __future__ import annotations

import asyncio

import httpx
import msgspec

from keryx.tenant_runtime.recording.tracks import TracksFinished
from keryx.tenant_runtime.vault import Vault

_TIMEOUT_SECONDS = 2.0
_GATHER_SECONDS = 0.5
"""What ends within this time is told at once: a busy centre ends sixty tracks a second, and a request each would cost more than
recording them. A site agent lets a file rest for longer than this anyway."""


class Finished:
    """`add` what has ended and `run` tells it. Only a hint that saves time: a site agent that misses it finds the file by its own
    sweep, so nobody tries again."""

    def __init__(self, client: httpx.AsyncClient, vault: Vault) -> None:
        self._client = client
        self._headers = {"Authorization": f"Bearer {vault.service_token()}", "Content-Type": "application/json"}
        self._waiting: dict[str, list[str]] = {}
        self._some = asyncio.Event()

    def add(self, agent_url: str, recording: str) -> None:
        """The recorder of the track `recording` has ended, at the site whose agent is at `agent_url`."""
        self._waiting.setdefault(agent_url, []).append(recording)
        self._some.set()

    async def run(self) -> None:
        """For ever."""
        while True:
            await self._some.wait()
            await asyncio.sleep(_GATHER_SECONDS)
            await self.tell()

    async def tell(self) -> bool:
        """Tell all that was added; False when a site agent could not be told."""
        self._some.clear()
        waiting, self._waiting = self._waiting, {}
        return all([await self._tell(agent_url, recordings) for agent_url, recordings in waiting.items()])

    async def _tell(self, agent_url: str, recordings: list[str]) -> bool:
        try:
            answer = await self._client.post(
                f"{agent_url}/v1/tracks/finished",
                content=msgspec.json.encode(TracksFinished(recordings)),
                headers=self._headers,
                timeout=_TIMEOUT_SECONDS,
            )
        except httpx.HTTPError:
            return False
        return answer.is_success
