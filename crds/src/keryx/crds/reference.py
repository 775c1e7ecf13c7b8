"""The reference of each kind as a page of Markdown: every field with type, bounds, default and meaning, from the same schema as the CRD."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .crd import Schema, spec_schema
from .kinds.base import API_VERSION
from .kinds.table import Kind


def page(kind: Kind) -> str:
    """The page of `kind`."""
    schema = spec_schema(kind)
    scope = "namespaced" if kind.namespaced else "cluster-scoped"
    rows = "".join(f"| `{path}` | {shape} | {meaning} |\n" for path, shape, meaning in _rows(schema, "spec"))
    rules = "".join(f"- {where}: {message}\n" for where, message in _rules(schema, "spec"))
    return (
        f"# {kind.name}\n\n{_first_sentence(kind)}\n\n`{API_VERSION}`, {scope}, short name `{kind.short[0]}`.\n\n"
        f"| Field | Form | Meaning |\n| --- | --- | --- |\n{rows}" + (f"\n## Rules\n\n{rules}" if rules else "")
    )


def index(kinds: list[Kind]) -> str:
    """The list of all kinds."""
    rows = "".join(f"| [{kind.name}]({kind.name.lower()}.md) | {_first_sentence(kind)} |\n" for kind in kinds)
    return f"# What can be declared\n\nThese pages are generated from the models.\n\n| Kind | What it is |\n| --- | --- |\n{rows}"


def _first_sentence(kind: Kind) -> str:
    return (kind.spec.__doc__ or "").strip().splitlines()[0]


def _rows(schema: Schema, path: str) -> Iterator[tuple[str, str, str]]:
    required = schema.get("required", [])
    for name, field in schema.get("properties", {}).items():
        place = f"{path}.{name}"
        yield place, _shape(field, required=name in required), _cell(field.get("description", ""))
        inner, below = field, place
        if field.get("type") == "array":
            inner, below = field["items"], f"{place}[]"
        yield from _rows(inner, below)


def _shape(field: Schema, *, required: bool) -> str:
    parts = [_type(field)]
    parts += [f"{word} {field[key]}" for key, word in _BOUNDS if key in field]
    if "default" in field and field["default"] != {}:
        parts.append(f"default {_cell(str(field['default']))}")
    if required:
        parts.append("**required**")
    return ", ".join(parts)


_BOUNDS = (
    ("minimum", "from"),
    ("maximum", "to"),
    ("minItems", "at least"),
    ("maxItems", "at most"),
    ("maxLength", "characters ≤"),
)


def _type(field: Schema) -> str:
    if "enum" in field:
        return "one of " + ", ".join(f"`{value}`" for value in field["enum"])
    kind: Any = field.get("type", "any")
    if kind == "array":
        return f"list of {_type(field['items'])}"
    if kind == "object" and "additionalProperties" in field:
        return f"names with {_type(field['additionalProperties'])}"
    return str(kind)


def _rules(schema: Schema, path: str) -> Iterator[tuple[str, str]]:
    yield from ((f"`{path}`", rule["message"]) for rule in schema.get("x-kubernetes-validations", []))
    for name, field in schema.get("properties", {}).items():
        inner, below = (
            (field["items"], f"{path}.{name}[]") if field.get("type") == "array" else (field, f"{path}.{name}")
        )
        yield from _rules(inner, below)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
