"""Which other objects a spec names, found by the types of its fields."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple, get_args

from pydantic import BaseModel

from .kinds.base import Refers
from .kinds.site import SecretRef


class Reference(NamedTuple):
    """`path` within the object names the `kind` object `name`."""

    path: str
    kind: str
    name: str


def references(spec: BaseModel) -> Iterator[Reference]:
    """Every object of the same namespace that `spec` names, Secrets apart."""
    for path, value in parts(spec):
        for name, kind, alias in _referring(type(value)):
            named = getattr(value, name)
            if isinstance(named, str):
                yield Reference(f"{path}.{alias}", kind, named)
            elif isinstance(named, dict):
                yield from (Reference(f"{path}.{alias}.{key}", kind, key) for key in named)


def secret_references(spec: BaseModel) -> Iterator[tuple[str, SecretRef]]:
    """(path, reference) of every Secret that `spec` names."""
    return ((path, value) for path, value in parts(spec) if isinstance(value, SecretRef))


def parts(value: object, path: str = "spec") -> Iterator[tuple[str, BaseModel]]:
    """`value` and every model within it, with its path as manifests write it."""
    if isinstance(value, BaseModel):
        yield path, value
        for name, info in type(value).model_fields.items():
            yield from parts(getattr(value, name), f"{path}.{info.alias or name}")
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from parts(item, f"{path}[{index}]")


@cache
def _referring(model: type[BaseModel]) -> tuple[tuple[str, str, str], ...]:
    """(field, kind it refers to, alias) of the fields of `model` that name objects."""
    found = []
    for name, info in model.model_fields.items():
        kinds = [marker.kind for marker in info.metadata if isinstance(marker, Refers)]
        kinds += list(_markers(info.annotation))
        if kinds:
            found.append((name, kinds[0], info.alias or name))
    return tuple(found)


def _markers(annotation: Any) -> Iterator[str]:
    for metadata in getattr(annotation, "__metadata__", ()):
        if isinstance(metadata, Refers):
            yield metadata.kind
    for argument in get_args(annotation):
        yield from _markers(argument)
