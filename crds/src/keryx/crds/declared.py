"""What was loaded, sorted out: which objects there are, which are declared twice, whether something could not be read at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePath

from .kinds.table import KINDS
from .problem import Problem
from .resource import Resource

Key = tuple[str, str]
"""(kind, name), within one namespace."""
Place = tuple[str, str | None, str]
"""(kind, namespace, name)."""


@dataclass
class Declared:
    """What was loaded, sorted by kind, namespace and name."""

    first: dict[Place, Resource] = field(default_factory=dict)
    more: list[Resource] = field(default_factory=list)
    broken: set[Place] = field(default_factory=set)
    unreadable: bool = False
    """A whole file could not be read: nothing can be told to be removed."""

    @classmethod
    def of(cls, loaded: Iterable[Resource | Problem]) -> Declared:
        declared = cls()
        for item in loaded:
            if isinstance(item, Problem):
                declared.broken.add((item.kind, item.namespace, item.name))
                declared.unreadable |= item.reason == "Unreadable"
            elif (key := _place(item)) not in declared.first:
                declared.first[key] = item
            elif item.kind != "Namespace":
                declared.more.append(item)
                declared.broken.add(key)
        return declared

    def duplicates(self) -> Iterator[Problem]:
        """An object that is declared twice is broken: neither form is believed."""
        for again in self.more:
            first = self.first[_place(again)]
            place = f" in {PurePath(first.file).name}, line {first.line}" if first.file else ""
            yield again.problem("metadata.name", f"{again.kind} `{again.name}` is declared already{place}", "Duplicate")

    def of_kind(self, kind: str) -> list[Resource]:
        """Objects of a kind, those that are declared twice left out."""
        return [one for key, one in self.first.items() if key[0] == kind and key not in self.broken]

    def broken_names(self, kind: str) -> set[str]:
        return {name for broken, _, name in self.broken if broken == kind}

    def objects(self) -> list[Resource]:
        """Objects of Keryx kinds."""
        return [one for one in self.first.values() if one.kind in KINDS]

    def within(self, namespace: str) -> dict[Key, Resource]:
        """Objects of a namespace."""
        return {(key[0], key[2]): one for key, one in self.first.items() if key[1] == namespace and key[0] in KINDS}

    def is_broken(self, namespace: str, key: Key) -> bool:
        return (key[0], namespace, key[1]) in self.broken

    def broken_within(self, namespace: str) -> set[Key]:
        return {(kind, name) for kind, where, name in self.broken if where == namespace}


def _place(resource: Resource) -> Place:
    namespaced = resource.kind not in ("Tenant", "Namespace")
    return (resource.kind, resource.namespace if namespaced else None, resource.name)
