"""Which DatabaseServer a new tenant gets: the emptiest one with room."""

from __future__ import annotations

from collections import Counter

from keryx.operator.platform import ServerUnknown
from keryx.operator.seen import Seen


def taken(seen: Seen) -> Counter[str]:
    """How many tenants each server has, by what their status says."""
    return Counter(name for one in seen.of_kind("Tenant") if (name := (one.get("status") or {}).get("databaseServer")))


def choose(seen: Seen) -> str:
    """ServerUnknown when none has room."""
    have = taken(seen)
    room: dict[str, int] = {
        one["metadata"]["name"]: one["spec"].get("capacity", 100) - have[one["metadata"]["name"]]
        for one in seen.of_kind("DatabaseServer")
    }
    name = max(sorted(room), key=lambda each: room[each], default=None)
    if name is None or room[name] <= 0:
        raise ServerUnknown("no DatabaseServer has room for another tenant")
    return name
