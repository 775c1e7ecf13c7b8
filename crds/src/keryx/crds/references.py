"""Which other objects a spec names, found by the types of its fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
    """Every object that `spec` names, of the same namespace or (kind `STEP`) of the same flow; Secrets apart."""
    for path, value in parts(spec):
        for name, kind, alias in _referring(type(value)):
            named = getattr(value, name)
            if isinstance(named, str):
                yield Reference(f"{path}.{alias}", kind, named)
            elif isinstance(named, dict):
                yield from (Reference(f"{path}.{alias}.{key}", kind, key) for key in named)


def raw_references(model: type[BaseModel], value: object, path: str = "spec") -> Iterator[Reference]:
    """What plain values name where `model` has references: for an object that is too wrong to be read as a whole."""
    if not isinstance(value, Mapping):
        return
    kinds = {alias: kind for _, kind, alias in _referring(model)}
    for name, info in model.model_fields.items():
        alias = info.alias or name
        found, place = value.get(alias), f"{path}.{alias}"
        if alias in kinds and isinstance(found, str):
            yield Reference(place, kinds[alias], found)
        elif alias in kinds and isinstance(found, Mapping):
            yield from (Reference(f"{place}.{key}", kinds[alias], str(key)) for key in found)
        inner = next(models_in(info.annotation), None)
        if inner is not None and isinstance(found, list):
            for index, item in enumerate(found):
                yield from raw_references(inner, item, f"{place}[{index}]")
        elif inner is not None:
            yield from raw_references(inner, found, place)


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models that a field's type is made of."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from models_in(argument)


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
