"""Bridges, and which leg is in which. All may be done twice: what exists is left alone."""

from __future__ import annotations

from keryx.kit.signals import log
from keryx.tenant_runtime.telephony.ari import AriRefused
from keryx.tenant_runtime.telephony.places import Places


class Bridges:
    """`of` is leg -> the bridge it is in."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self.of: dict[str, str] = {}
        self._made: set[str] = set()
        """Those that are there for sure."""

    async def make(self, bridge: str, leg: str) -> None:
        """At the site of `leg`."""
        if bridge in self._made:
            return
        site = self._places.site(leg)
        self._places.of.setdefault(bridge, site.name)
        try:
            await site.request(bridge, "POST", f"bridges/{bridge}", {"type": "mixing"})
        except AriRefused as refused:
            if refused.status != 409:  # it is there already
                raise
        self._made.add(bridge)

    async def enter(self, legs: list[str], bridge: str) -> None:
        """All of them in one request; those that are in it stay."""
        absent = [leg for leg in legs if self.of.get(leg) != bridge]
        if absent:
            query: dict[str, str | None] = {"channel": ",".join(absent)}
            await self._places.site(bridge).request(absent[0], "POST", f"bridges/{bridge}/addChannel", query)
            self.of |= dict.fromkeys(absent, bridge)

    def beside(self, leg: str) -> list[str]:
        """The other legs in the bridge of `leg`."""
        bridge = self.of.get(leg)
        return [other for other, where in self.of.items() if bridge is not None and where == bridge and other != leg]

    async def leave(self, leg: str) -> None:
        bridge = self.of.pop(leg, None)
        if bridge is None:
            return
        try:
            await self._places.site(bridge).request(leg, "POST", f"bridges/{bridge}/removeChannel", {"channel": leg})
        except AriRefused as refused:
            log.debug("not_in_bridge", leg=leg, status=refused.status)

    def forget(self, bridge: str) -> None:
        """It is being closed."""
        self._made.discard(bridge)

    async def close(self, bridge: str) -> None:
        try:
            await self._places.site(bridge).request(bridge, "DELETE", f"bridges/{bridge}")
        finally:
            self._places.of.pop(bridge, None)
            self.forget(bridge)
