"""How long a change of a declaration takes until it is live, on a running cluster:
`python -m bench.operator --namespace acme --queue sales`.

It changes the priority of a queue by server-side apply and waits until the operator says that the engine works by it (`Ready` at the new
generation). Nothing stands in for anything: API server, operator, engine and database are the cluster's own.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import time

from keryx.operator.api import Cluster, connected


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--context")
    parser.add_argument("--namespace", required=True)
    parser.add_argument("--queue", required=True)
    parser.add_argument("--changes", type=int, default=50)
    given = parser.parse_args()
    async with connected(given.context) as cluster:
        before = await cluster.get("Queue", given.namespace, given.queue)
        assert before is not None, "there is no such queue"
        priority = int(before["spec"].get("priority", 50))
        try:
            took = [await _change(cluster, given, 1 + number % 99) for number in range(given.changes)]
        finally:
            await _patch(cluster, given, priority)
    took.sort()
    p99 = took[min(len(took) - 1, round(len(took) * 0.99))]
    print(
        f"{len(took)} changes, until live: median {statistics.median(took):.3f} s, p99 {p99:.3f} s, worst {took[-1]:.3f} s"
    )


async def _change(cluster: Cluster, given: argparse.Namespace, priority: int) -> float:
    """Seconds from the API server's answer to the change until the status says that it is live."""
    changed = await _patch(cluster, given, priority)
    begun, generation = time.perf_counter(), changed["metadata"]["generation"]
    while True:
        found = await cluster.get("Queue", given.namespace, given.queue)
        assert found is not None
        status = found.get("status", {})
        live = any(each["type"] == "Ready" and each["status"] == "True" for each in status.get("conditions", ()))
        if live and status["observedGeneration"] >= generation:
            return time.perf_counter() - begun
        await asyncio.sleep(0.01)


async def _patch(cluster: Cluster, given: argparse.Namespace, priority: int) -> dict[str, dict[str, int]]:
    return await cluster.merge("Queue", given.namespace, given.queue, {"spec": {"priority": priority}})


if __name__ == "__main__":
    asyncio.run(main())
