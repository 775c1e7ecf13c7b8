"""Telling people: the status of an object, and an event when its readiness changed. Nothing is written that stands there already."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from keryx.operator.api import Cluster
from keryx.operator.conditions import Verdict, became, status_of
from keryx.operator.render.names import MANAGER, Object
from keryx.operator.seen import Seen

_AT_ONCE = 8


class Reporter:
    """Writes statuses of Keryx objects."""

    def __init__(self, cluster: Cluster, seen: Seen) -> None:
        self._cluster, self._seen = cluster, seen

    async def tell_each(self, verdicts: Sequence[tuple[Object, Verdict]]) -> None:
        """Several at a time: a namespace may hold ten thousand objects."""
        turns = asyncio.Semaphore(_AT_ONCE)

        async def one_of_them(one: Object, verdict: Verdict) -> None:
            async with turns:
                await self.tell(one, verdict)

        async with asyncio.TaskGroup() as group:
            for one, verdict in verdicts:
                group.create_task(one_of_them(one, verdict))

    async def tell(self, one: Object, verdict: Verdict, **fields: Any) -> None:
        """Bring the status of `one` to `verdict`; `fields` stand beside the conditions."""
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        status = status_of(one, verdict, now, **fields)
        if status is None:
            return
        metadata = {key: one["metadata"][key] for key in ("name", "namespace") if key in one["metadata"]}
        body = {"apiVersion": one["apiVersion"], "kind": one["kind"], "metadata": metadata, "status": status}
        self._seen.put(await self._cluster.apply(body, status=True))
        if became(one, status):
            await self._cluster.create(_event(one, verdict, now))


def _event(one: Object, verdict: Verdict, now: str) -> Object:
    """Of a cluster-scoped object it stands in the namespace `default`, as Kubernetes has it."""
    metadata = one["metadata"]
    namespace = metadata.get("namespace", "default")
    about = {
        "apiVersion": one["apiVersion"], "kind": one["kind"], "name": metadata["name"], "uid": metadata["uid"],
        **({"namespace": metadata["namespace"]} if "namespace" in metadata else {}),
    }  # fmt: skip
    return {
        "apiVersion": "v1", "kind": "Event", "metadata": {"generateName": f"{metadata['name']}.", "namespace": namespace},
        "involvedObject": about, "reason": verdict.reason, "message": verdict.message,
        "type": "Normal" if verdict.phase in ("ready", "reconciling") else "Warning",
        "firstTimestamp": now, "lastTimestamp": now, "count": 1,
        "source": {"component": MANAGER}, "reportingComponent": MANAGER, "reportingInstance": MANAGER,
    }  # fmt: skip
