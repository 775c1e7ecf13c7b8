"""The declarations as they were last seen: fed by watches, made whole by lists. Reading it asks nobody.

A list knows what is gone; a watch is faster. Whichever is older loses (by resource version), so neither undoes the other.
"""

from __future__ import annotations

from collections.abc import Iterator

from keryx.crds import Resource
from keryx.operator.render.names import Object

Place = tuple[str, str | None, str]


class Seen:
    """Objects of Keryx kinds by kind, namespace and name."""

    def __init__(self) -> None:
        self._objects: dict[Place, Object] = {}
        self._gone: dict[Place, int] = {}

    def put(self, one: Object) -> bool:
        """Remember it; False when something newer was seen already."""
        place, version = place_of(one), _version(one)
        if version <= self._gone.get(place, -1):
            return False
        known = self._objects.get(place)
        if known is not None and _version(known) >= version:
            return False
        self._objects[place] = one
        self._gone.pop(place, None)
        return True

    def drop(self, one: Object) -> None:
        """It was deleted."""
        place = place_of(one)
        self._objects.pop(place, None)
        self._gone[place] = _version(one)

    def replace_kind(self, kind: str, found: list[Object], at: int) -> set[Place]:
        """A whole list of a kind as of resource version `at`; the places that changed by it."""
        changed = {place_of(one) for one in found if self.put(one)}
        there = {place_of(one) for one in found}
        for place, one in list(self._objects.items()):
            if place[0] == kind and place not in there and _version(one) <= at:
                del self._objects[place]
                changed.add(place)
        self._gone = {place: version for place, version in self._gone.items() if version > at or place[0] != kind}
        return changed

    def get(self, kind: str, namespace: str | None, name: str) -> Object | None:
        return self._objects.get((kind, namespace, name))

    def of_kind(self, kind: str) -> list[Object]:
        """In the order of their names."""
        return [self._objects[place] for place in sorted(self._objects, key=str) if place[0] == kind]

    def within(self, namespace: str) -> Iterator[Object]:
        """Declarations of a namespace, in a fixed order."""
        for place in sorted((one for one in self._objects if one[1] == namespace), key=str):
            yield self._objects[place]


def place_of(one: Object) -> Place:
    metadata = one["metadata"]
    return (one["kind"], metadata.get("namespace"), metadata["name"])


def resource(one: Object) -> Resource:
    """As the compiler takes it. A Secret's whole body is its spec."""
    metadata = one["metadata"]
    spec = one if one["kind"] == "Secret" else one.get("spec", {})
    return Resource(one["apiVersion"], one["kind"], metadata["name"], metadata.get("namespace"), spec)


def _version(one: Object) -> int:
    return int(one["metadata"].get("resourceVersion") or 0)
