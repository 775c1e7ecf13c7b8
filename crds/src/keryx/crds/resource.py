"""A declared object as it was read, before anything is believed about its contents."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .problem import Problem, Reason


@dataclass(frozen=True, slots=True)
class Resource:
    """`spec` holds plain JSON values. A Secret has no spec: its whole body is here instead."""

    api_version: str
    kind: str
    name: str
    namespace: str | None
    spec: Mapping[str, Any]
    file: str | None = None
    line: int | None = None
    lines: Mapping[str, int] = field(default_factory=dict, repr=False, compare=False)
    """Line of each field path, such as spec.numbers[0]."""

    def problem(self, path: str, message: str, reason: Reason = "Invalid", *, missing: str | None = None) -> Problem:
        """A problem of this object at `path`, with the nearest line known."""
        return Problem(
            self.kind, self.name, self.namespace, path, message, reason, missing, self.file, self._line_of(path)
        )

    def _line_of(self, path: str) -> int | None:
        while path:
            if path in self.lines:
                return self.lines[path]
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return self.line


def secret_values(secret: Resource) -> dict[str, bytes]:
    """The values of a Secret by key: `data` in base64, `stringData` over it. Values that cannot be read are left out."""
    values: dict[str, bytes] = {}
    for key, value in _texts(secret.spec.get("data")):
        try:
            values[key] = base64.b64decode(value, validate=True)
        except (binascii.Error, ValueError):
            continue
    for key, value in _texts(secret.spec.get("stringData")):
        values[key] = value.encode("utf-8", "replace")
    return values


def _texts(value: object) -> list[tuple[str, str]]:
    if not isinstance(value, Mapping):
        return []
    return [(str(key), text) for key, text in value.items() if isinstance(text, str)]
