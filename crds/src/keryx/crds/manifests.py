"""Manifests on disk or standard input to resources, with whatever is wrong with the files themselves as problems."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from .kinds.base import API_VERSION, GROUP
from .kinds.table import KINDS
from .problem import Problem
from .resource import Resource
from .yaml_reader import Document, Refused, documents

MAX_FILE_BYTES = 10 * 1024 * 1024
MAX_NAME = 40
STANDARD_INPUT = "-"
_NAME = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?\Z")
_OBJECT_NAME = re.compile(r"[a-z0-9]([-a-z0-9.]*[a-z0-9])?\Z")
_MAX_LIST_DEPTH = 5

Loaded = list[Resource | Problem]


def load(paths: Iterable[Path | str], *, stdin: IO[bytes] | None = None) -> Loaded:
    """Every object in `paths`: files, folders (each *.yaml under them but kustomization.yaml), `-` for `stdin`.

    Namespaces and Secrets are read too; objects of other groups are passed over. Never raises for what a file holds.
    """
    loaded: Loaded = []
    for path in paths:
        if str(path) == STANDARD_INPUT:
            loaded += _standard_input(stdin)
            continue
        for file in _files(Path(path)):
            loaded += [file] if isinstance(file, Problem) else _file(file)
    return loaded


def parse(text: str, source: str | None = None) -> Loaded:
    """The objects of one text; `source` is the file named in problems."""
    loaded: Loaded = []
    try:
        for document in documents(text):
            loaded += _objects(document.value, document, source, prefix="")
    except Refused as refused:
        loaded.append(unreadable(source, str(refused), refused.line))
    return loaded


def unreadable(source: str | None, message: str, line: int | None = None) -> Problem:
    """A problem of a whole file: what it declares is not known."""
    return Problem("", "", None, "", message, "Unreadable", file=source, line=line)


def _files(path: Path) -> Iterator[Path | Problem]:
    if not path.exists():
        yield unreadable(str(path), f"{path} does not exist")
    elif path.is_dir():
        found = (file for file in path.rglob("*.yaml") if file.name != "kustomization.yaml")
        yield from sorted(file for file in found if not file.is_dir())
    else:
        yield path


def _file(path: Path) -> Loaded:
    try:
        if not path.is_file():
            return [unreadable(str(path), "this is no regular file")]
        if path.stat().st_size > MAX_FILE_BYTES:
            return [unreadable(str(path), _too_large(path.stat().st_size))]
        data = path.read_bytes()
    except OSError as error:
        return [unreadable(str(path), f"cannot be read: {error.strerror or error}")]
    return _decoded(data, str(path))


def _standard_input(stdin: IO[bytes] | None) -> Loaded:
    data = b"" if stdin is None else stdin.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        return [unreadable("standard input", _too_large(None))]
    return _decoded(data, "standard input")


def _decoded(data: bytes, source: str) -> Loaded:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return [unreadable(source, f"this is no UTF-8 text (byte {error.start})")]
    return parse(text, source)


def _too_large(size: int | None) -> str:
    measured = "" if size is None else f" ({size / 1024 / 1024:.0f} MiB)"
    return f"a file of manifests may be at most {MAX_FILE_BYTES // 1024 // 1024} MiB large, and this one is larger{measured}"


def _objects(value: Any, document: Document, source: str | None, *, prefix: str, depth: int = 0) -> Loaded:
    if value is None:
        return []
    line = document.lines.get(prefix, document.line)
    if not isinstance(value, dict):
        return [unreadable(source, "a document must be an object with apiVersion, kind, metadata and spec", line)]
    if value.get("kind") == "List" and isinstance(value.get("items"), list) and depth < _MAX_LIST_DEPTH:
        loaded: Loaded = []
        for index, item in enumerate(value["items"]):
            place = f"{prefix}.items[{index}]".lstrip(".")
            loaded += _objects(item, document, source, prefix=place, depth=depth + 1)
        return loaded
    found = _object(value, document, source, prefix, line)
    return [] if found is None else [found]


def _object(
    value: dict[str, Any], document: Document, source: str | None, prefix: str, line: int
) -> Resource | Problem | None:
    api_version, kind = value.get("apiVersion"), value.get("kind")
    metadata = value.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    name, namespace = metadata.get("name"), metadata.get("namespace")
    if not isinstance(api_version, str) or not isinstance(kind, str):
        return unreadable(source, "apiVersion and kind are missing", line)
    ours = api_version == GROUP or api_version.startswith(f"{GROUP}/")
    core = api_version == "v1" and kind in ("Namespace", "Secret")
    if not ours and not core:
        return None
    shown = Resource(
        api_version,
        kind,
        name if isinstance(name, str) else "",
        namespace if isinstance(namespace, str) and namespace else None,
        value if core else _mapping(value.get("spec")),
        source,
        line,
        _lines_below(document, prefix),
    )
    return _wrong(shown, value, ours=ours) or shown


def _wrong(resource: Resource, value: dict[str, Any], *, ours: bool) -> Problem | None:
    """What makes the object unusable whatever its spec says."""
    if ours and resource.api_version != API_VERSION:
        return resource.problem("apiVersion", f"{resource.api_version} is not served; write {API_VERSION}")
    kind = KINDS.get(resource.kind) if ours else None
    if ours and kind is None:
        return resource.problem("kind", f"there is no kind {resource.kind}; the kinds are {', '.join(KINDS)}")
    if not resource.name:
        return resource.problem("metadata.name", "the object has no name")
    if ours and (len(resource.name) > MAX_NAME or not _NAME.match(resource.name)):
        return resource.problem(
            "metadata.name",
            f"a name is at most {MAX_NAME} characters: lower-case letters, digits and hyphens between them",
        )
    if not ours and not _OBJECT_NAME.match(resource.name):
        return resource.problem("metadata.name", f"`{resource.name[:60]}` is no name of a {resource.kind}")
    needs_namespace = resource.kind == "Secret" if kind is None else kind.namespaced
    if needs_namespace and resource.namespace is None:
        return resource.problem("metadata.namespace", "the object has no namespace", "NamespaceMissing")
    if ours and not isinstance(value.get("spec", {}), dict):
        return resource.problem("spec", "spec must be an object")
    known = {"apiVersion", "kind", "metadata", "spec", "status"}
    unknown = sorted(set(value) - known) if ours else []
    return resource.problem(unknown[0], f"there is no field `{unknown[0]}` beside spec") if unknown else None


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _lines_below(document: Document, prefix: str) -> dict[str, int]:
    if not prefix:
        return document.lines
    return {path[len(prefix) + 1 :]: line for path, line in document.lines.items() if path.startswith(f"{prefix}.")}
