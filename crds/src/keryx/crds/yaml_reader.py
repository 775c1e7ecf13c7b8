"""YAML documents as plain values with line numbers, safe against what a file can do to its reader.

Scalars mean what they mean to kubectl: `yes` and `on` are booleans (YAML 1.1), dates and times of day are texts. Built from parser events
without recursion, so that depth, size and alias expansion are bounded before anything is built.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

MAX_DEPTH = 60
MAX_ALIASED_NODES = 100_000
"""Nodes that aliases may stand for, in all: a "billion laughs" is refused, honest anchors are not."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)$")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$")
_TRUE = frozenset(("true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON"))
_FALSE = frozenset(("false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF"))
_NULL = frozenset(("", "~", "null", "Null", "NULL"))


class Refused(Exception):
    """The text is no YAML, or is more than a manifest may be. `line` starts at 1."""

    def __init__(self, message: str, line: int | None) -> None:
        super().__init__(message)
        self.line = line


@dataclass(slots=True)
class Document:
    """One document: its value, its first line, the line of each path within it."""

    value: Any
    line: int
    lines: dict[str, int]


def documents(text: str) -> Iterator[Document]:
    """Each document of `text`. Raises `Refused` where reading must stop; earlier documents have been given by then."""
    builder = _Builder()
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            document = builder.take(event)
            if document is not None:
                yield document
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Refused(f"this is no YAML: {error.problem or error.context}", mark.line + 1 if mark else None) from error
    except yaml.YAMLError as error:
        raise Refused(f"this is no YAML: {str(error).splitlines()[0]}", None) from error


@dataclass(slots=True)
class _Open:
    """A mapping or sequence that is being read."""

    value: dict[str, Any] | list[Any]
    path: str
    anchor: str | None
    size: int = 1
    key: str | None = None

    def child_path(self) -> str:
        if isinstance(self.value, list):
            return f"{self.path}[{len(self.value)}]"
        return f"{self.path}.{self.key}" if self.path else str(self.key)


@dataclass(slots=True)
class _Builder:
    """One document at a time."""

    stack: list[_Open] = field(default_factory=list)
    anchors: dict[str, tuple[Any, int]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    aliased: int = 0
    start: int = 1
    root: Any = None

    def take(self, event: yaml.Event) -> Document | None:
        line = _line(event.start_mark)
        if isinstance(event, yaml.DocumentStartEvent):
            self.anchors, self.lines, self.root, self.start = {}, {}, None, _line(event.end_mark)
        elif isinstance(event, yaml.DocumentEndEvent):
            return Document(self.root, self.lines.get("", self.start), self.lines)
        elif isinstance(event, yaml.ScalarEvent):
            self._scalar(event, line)
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event, line)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._begin(event, line)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            done = self.stack.pop()
            self._put(done.value, done.size, done.anchor)
        return None

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        parent = self.stack[-1] if self.stack else None
        value = scalar(event.value, plain=bool(event.implicit[0]))
        if parent is not None and isinstance(parent.value, dict) and parent.key is None:
            parent.key = _key(value)
            if parent.key in parent.value:
                raise Refused(f"`{parent.key}` is given twice", line)
            return
        self._note(line)
        self._put(value, 1, event.anchor)

    def _begin(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent, line: int) -> None:
        if len(self.stack) >= MAX_DEPTH:
            raise Refused(f"nested deeper than {MAX_DEPTH} levels", line)
        parent = self.stack[-1] if self.stack else None
        if parent is not None and isinstance(parent.value, dict) and parent.key is None:
            raise Refused("a key must be a text", line)
        self._note(line)
        path = parent.child_path() if parent else ""
        value: dict[str, Any] | list[Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
        self.stack.append(_Open(value, path, event.anchor))

    def _alias(self, event: yaml.AliasEvent, line: int) -> None:
        if event.anchor not in self.anchors:
            raise Refused(f"alias *{event.anchor} stands for nothing before it", line)
        value, size = self.anchors[event.anchor]
        self.aliased += size
        if self.aliased > MAX_ALIASED_NODES:
            raise Refused(f"aliases stand for more than {MAX_ALIASED_NODES} values", line)
        if self.stack and isinstance(self.stack[-1].value, dict) and self.stack[-1].key is None:
            raise Refused("a key must be a text", line)
        self._note(line)
        self._put(value, size, None)

    def _note(self, line: int) -> None:
        self.lines[self.stack[-1].child_path() if self.stack else ""] = line

    def _put(self, value: Any, size: int, anchor: str | None) -> None:
        if anchor is not None:
            self.anchors[anchor] = (value, size)
        if not self.stack:
            self.root = value
            return
        parent = self.stack[-1]
        parent.size += size
        if isinstance(parent.value, list):
            parent.value.append(value)
        elif parent.key is not None:
            parent.value[parent.key] = value
            parent.key = None


def _line(mark: Any) -> int:
    return 1 if mark is None else int(mark.line) + 1


def scalar(text: str, *, plain: bool) -> str | int | float | bool | None:
    """What a scalar means; one in quotes is a text."""
    if not plain:
        return text
    if text in _NULL:
        return None
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    if len(text) <= 30 and _INTEGER.match(text):
        return int(text)
    if len(text) <= 30 and _FLOAT.match(text):
        return float(text)
    return text


def _key(value: str | int | float | bool | None) -> str:
    """As JSON spells it: the key `yes` is `true` to kubectl too."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "null" if value is None else str(value)
