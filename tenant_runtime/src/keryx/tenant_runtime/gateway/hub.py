"""Who follows which live topic here, and whose desks are connected.

Valkey carries patches from the engine to all gateways; the engine's link gives snapshots. Where a patch is missing (Valkey away, a
restart, another epoch) the engine's `heads` tell, and a snapshot is asked for.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Protocol

import structlog

from . import figures
from .topics import At, Patch, Topic, View

GRACE_SECONDS = 0.2
"""A patch may be on its way through Valkey when the heads already tell of it."""
LINGER_SECONDS = 60.0
"""A topic is kept this long without a reader: a page that reloads finds it, even while the engine is away."""
_ASK_AGAIN_SECONDS = 1.0

log = structlog.get_logger(__name__)


class Reader(Protocol):
    """A connection that follows topics."""

    def changed(self, topic: str) -> None:
        """The topic moved on; the reader takes what it misses when it can send."""

    def confirmed(self, topic: str) -> None:
        """The engine says that the topic is as it is known here; each second."""

    def engine(self, up: bool) -> None:
        """Whether the engine is reached."""


class _Once:
    """Waits for a topic to be known."""

    def __init__(self) -> None:
        self.known = asyncio.Event()

    def changed(self, topic: str) -> None:
        self.known.set()

    def confirmed(self, topic: str) -> None:
        """Nor of its age."""

    def engine(self, up: bool) -> None:
        """A reader of one view does not care."""


class Hub:
    """Topics and readers of one tenant. `ask` asks the engine for a snapshot."""

    def __init__(self, tenant_id: str, ask: Callable[[str], Awaitable[None]]) -> None:
        self._ask = ask
        self._snapshots = figures.SNAPSHOTS.labels(tenant_id)
        self._topics: dict[str, Topic] = {}
        self._readers: dict[str, set[Reader]] = {}
        self._all: set[Reader] = set()
        self._asked: dict[str, asyncio.TimerHandle] = {}
        self._lingering: dict[str, asyncio.TimerHandle] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._desks: Counter[str] = Counter()

    # --- readers --------------------------------------------------------------------------------------------------

    def join(self, reader: Reader) -> None:
        self._all.add(reader)

    def leave(self, reader: Reader) -> None:
        self._all.discard(reader)
        for topic in [name for name, readers in self._readers.items() if reader in readers]:
            self.unsubscribe(reader, topic)

    def subscribe(self, reader: Reader, topic: str) -> None:
        """Follow a topic. The reader is told as soon as it is known."""
        self._readers.setdefault(topic, set()).add(reader)
        lingering = self._lingering.pop(topic, None)
        if lingering:
            lingering.cancel()
        known = self._topics.setdefault(topic, Topic(topic))
        if known.at is None:
            self._want(topic)
        else:
            reader.changed(topic)

    def unsubscribe(self, reader: Reader, topic: str) -> None:
        readers = self._readers.get(topic, set())
        readers.discard(reader)
        if not readers and topic in self._topics and topic not in self._lingering:
            self._readers.pop(topic, None)
            self._lingering[topic] = asyncio.get_running_loop().call_later(LINGER_SECONDS, self._forget, topic)

    def topic(self, name: str) -> Topic:
        return self._topics[name]

    async def once(self, name: str, seconds: float) -> View | None:
        """A topic's view now; None when it does not become known in time."""
        reader = _Once()
        self.subscribe(reader, name)
        try:
            async with asyncio.timeout(seconds):
                await reader.known.wait()
        except TimeoutError:
            return None
        finally:
            self.unsubscribe(reader, name)
        return self._topics[name].data

    # --- desks ----------------------------------------------------------------------------------------------------

    def desk_connected(self, agent: str) -> None:
        self._desks[agent] += 1

    def desk_gone(self, agent: str) -> None:
        self._desks[agent] -= 1
        if self._desks[agent] <= 0:
            del self._desks[agent]

    def present(self) -> list[str]:
        """Agents with a connected desk."""
        return sorted(self._desks)

    def followed(self) -> list[str]:
        """The topics that are kept up to date here."""
        return sorted(self._topics)

    # --- what the engine says ---------------------------------------------------------------------------------------

    def patch(self, topic: str, at: At, patch: View) -> None:
        """A patch that Valkey carried."""
        known = self._topics.get(topic)
        if known is None or not known.is_behind(at):
            return
        if known.follows(at):
            known.advance(Patch(at, patch))
            self._tell(topic)
        else:
            self._want(topic)

    def snapshot(self, topic: str, at: At, data: View) -> None:
        known = self._topics.get(topic)
        asked = self._asked.pop(topic, None)
        if asked:
            asked.cancel()
        if known is not None and known.whole(at, data):
            self._tell(topic)

    def heads(self, epoch: int, heads: dict[str, int]) -> None:
        """How far the engine's topics are: what we lack after a moment of grace is asked for."""
        for name, topic in self._topics.items():
            seq = heads.get(name)
            if seq is None:
                continue
            if topic.at == At(epoch, seq):
                for reader in self._readers.get(name, ()):
                    reader.confirmed(name)
            elif topic.is_behind(At(epoch, seq)) and name not in self._asked:
                self._after_grace(name, At(epoch, seq))

    def engine(self, up: bool) -> None:
        """The line to the engine came up or broke. A new line may lead to another engine: everything is asked for anew."""
        if up:
            for name in self._topics:
                asked = self._asked.pop(name, None)
                if asked:
                    asked.cancel()
                self._want(name)
        for reader in self._all:
            reader.engine(up)

    def close(self) -> None:
        for handle in (*self._asked.values(), *self._lingering.values()):
            handle.cancel()
        for task in self._tasks:
            task.cancel()

    # --- within -----------------------------------------------------------------------------------------------------

    def _tell(self, topic: str) -> None:
        for reader in self._readers.get(topic, ()):
            reader.changed(topic)

    def _after_grace(self, topic: str, at: At) -> None:
        def look() -> None:
            self._asked.pop(topic, None)
            known = self._topics.get(topic)
            if known is not None and known.is_behind(at):
                self._want(topic)

        self._asked[topic] = asyncio.get_running_loop().call_later(GRACE_SECONDS, look)

    def _want(self, topic: str) -> None:
        """Ask for a snapshot, once; again when none came for a while and it is still unknown (else the heads will tell)."""
        if topic in self._asked:
            return

        def again() -> None:
            self._asked.pop(topic, None)
            known = self._topics.get(topic)
            if known is not None and known.at is None:
                self._want(topic)

        loop = asyncio.get_running_loop()
        self._asked[topic] = loop.call_later(_ASK_AGAIN_SECONDS, again)
        self._snapshots.inc()
        task = loop.create_task(self._asking(topic), name=f"ask for {topic}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _asking(self, topic: str) -> None:
        await self._ask(topic)

    def _forget(self, topic: str) -> None:
        self._lingering.pop(topic, None)
        self._topics.pop(topic, None)
