"""Live topics: what each one shows, numbered by (epoch, seq), and the patches that lead from one view to the next.

A patch is a JSON merge patch (RFC 7396), in which null removes a member: a member that is null and one that is absent mean the same
in every view. Valkey carries the patches; when it cannot, the heads of all topics go to the gateways at once by their own lines, and they
ask for what they miss.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Set
from typing import Any

import msgspec
from redis.asyncio import Redis
from redis.exceptions import RedisError

from keryx.kit.signals import log

View = dict[str, Any]
_QUEUED_AT_MOST = 1_000
_PUBLISH_SECONDS = 0.5


class Snapshot(msgspec.Struct, frozen=True):
    """A topic whole: `data` after `seq` changes within `epoch`."""

    topic: str
    epoch: int
    seq: int
    data: View


class Patch(msgspec.Struct, frozen=True):
    """One change: `patch` leads from `seq - 1` to `seq`."""

    topic: str
    epoch: int
    seq: int
    patch: View


class Topics:
    """The views of one tenant as one leader shows them."""

    def __init__(self, epoch: int, view_of: Callable[[str], View | None] = lambda _: None) -> None:
        """`view_of` makes the view of a topic that is asked for the first time; None: there is no such topic."""
        self.epoch = epoch
        self._view_of = view_of
        self._views: dict[str, tuple[int, View]] = {}
        self._left_at: dict[str, int] = {}
        """Topic nobody follows any more -> how far it was: it goes on from there."""

    def show(self, topic: str, view: View) -> Patch | None:
        """From now on `topic` is `view`; the patch to publish, None when nothing changed."""
        seq, before = self._views.get(topic, (self._left_at.pop(topic, 0), {}))
        patch = difference(before, view)
        if not patch and topic in self._views:
            return None
        self._views[topic] = (seq + 1, view)
        return Patch(topic, self.epoch, seq + 1, patch)

    def snapshot(self, topic: str) -> Snapshot | None:
        """None when there is no such topic. A topic is followed from its first snapshot on."""
        if topic not in self._views and (view := self._view_of(topic)) is not None:
            self.show(topic, view)
        known = self._views.get(topic)
        return None if known is None else Snapshot(topic, self.epoch, known[0], known[1])

    def followed(self) -> list[str]:
        """Topics that were asked for."""
        return list(self._views)

    def refresh(self, topics: Iterable[str]) -> list[Patch]:
        """Look at these topics anew, those of them that are followed; the patches to publish."""
        patches = []
        for topic in [one for one in topics if one in self._views]:
            view = self._view_of(topic)
            if view is not None and (patch := self.show(topic, view)) is not None:
                patches.append(patch)
        return patches

    def keep(self, followed: Set[str]) -> None:
        """Make no views any more of topics that nobody follows."""
        for topic in self._views.keys() - followed:
            self._left_at[topic] = self._views.pop(topic)[0] + 1  # a gap: whoever knew it asks for all of it

    def heads(self) -> dict[str, int]:
        """Topic -> seq."""
        return {topic: seq for topic, (seq, _) in self._views.items()}


def difference(before: View, after: View) -> View:
    """The merge patch (RFC 7396) from `before` to `after`; empty when they mean the same."""
    patch: View = {name: None for name, value in before.items() if value is not None and after.get(name) is None}
    for name, value in after.items():
        known = before.get(name)
        if value is None or value == known:
            continue
        nested = difference(known, value) if isinstance(known, dict) and isinstance(value, dict) else value
        if nested != {} or not isinstance(known, dict):
            patch[name] = nested
    return patch


class Publisher:
    """Hands patches to Valkey in order, all of a moment in one message, without ever holding up the engine. `on_failure` is called
    when some did not go out."""

    def __init__(self, tenant_id: str, url: str, on_failure: Callable[[], None]) -> None:
        self._channel = f"keryx:{tenant_id}:live"
        self._url = url
        self._on_failure = on_failure
        self._waiting: asyncio.Queue[list[Patch]] = asyncio.Queue(_QUEUED_AT_MOST)

    def publish(self, patches: list[Patch]) -> None:
        """Patches that find the queue full are left out: gateways see the gap and ask."""
        try:
            self._waiting.put_nowait(patches)
        except asyncio.QueueFull:
            self._on_failure()

    async def run(self) -> None:
        """Publish for ever."""
        client = Redis.from_url(self._url, socket_connect_timeout=_PUBLISH_SECONDS, socket_timeout=_PUBLISH_SECONDS)
        away = False
        try:
            while True:
                patches = await self._waiting.get()
                try:
                    await client.publish(self._channel, msgspec.json.encode(patches))
                    away = False
                except (RedisError, OSError, TimeoutError) as error:
                    if not away:
                        log.warning("valkey_away", error=str(error))
                    away = True
                    self._on_failure()
        finally:
            await client.aclose()
