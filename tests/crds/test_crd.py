"""The CRDs that a cluster is given: what the API server accepts, and the same rules as offline."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from keryx.crds.crd import custom_resource_definition, spec_schema
from keryx.crds.generate import generated
from keryx.crds.kinds import flow
from keryx.crds.kinds.table import KINDS

_ROOT = Path(__file__).parents[2]
_KINDS = list(KINDS.values())


def test_generated_files_are_up_to_date() -> None:
    """Run `python -m keryx.crds.generate` when this fails: the cluster would judge by other rules than the models."""
    stale = [path for path, text in generated().items() if not _is(_ROOT / path, text)]
    assert stale == []


def test_nothing_generated_is_left_over() -> None:
    patterns = (
        "crds/manifests/*.yaml",
        "charts/keryx/templates/crds/*.yaml",
        "charts/keryx/templates/_kinds.tpl",
        "docs/reference/*.md",
    )
    found = [file for pattern in patterns for file in _ROOT.glob(pattern)]
    assert {str(path.relative_to(_ROOT)) for path in found} == set(generated())


@pytest.mark.parametrize("kind", _KINDS, ids=lambda kind: kind.name)
def test_every_field_is_described_and_bounded(kind: Any) -> None:
    """`kubectl explain` would say nothing; a number without bounds is a mistake nobody stops."""
    for path, field in _fields(spec_schema(kind), "spec"):
        assert field.get("description"), path
        if field["type"] == "integer":
            assert "minimum" in field, path
            assert "maximum" in field, path
        elif field["type"] == "array":
            assert "maxItems" in field, path
        elif field["type"] == "string" and "enum" not in field and "format" not in field:
            assert "maxLength" in field, path


@pytest.mark.parametrize("kind", _KINDS, ids=lambda kind: kind.name)
def test_no_default_stands_within_a_list(kind: Any) -> None:
    """GitOps tools show such a default as drift for ever."""
    inside = [path for path, field in _fields(spec_schema(kind), "spec") if "[]" in path and "default" in field]
    assert inside == []


@pytest.mark.parametrize("kind", _KINDS, ids=lambda kind: kind.name)
def test_schemas_are_structural(kind: Any) -> None:
    words = {"$ref", "anyOf", "allOf", "oneOf", "const", "patternProperties", "title", "$defs", "prefixItems"}
    assert words.isdisjoint(_words(spec_schema(kind)))


@pytest.mark.parametrize("kind", _KINDS, ids=lambda kind: kind.name)
def test_a_new_object_is_not_taken_for_current(kind: Any) -> None:
    """kstatus calls an object without status current: Flux would go on before anybody had looked."""
    (version,) = custom_resource_definition(kind)["spec"]["versions"]
    status = version["schema"]["openAPIV3Schema"]["properties"]["status"]
    assert status["default"] == {"observedGeneration": -1}
    assert version["subresources"] == {"status": {}}


def test_short_names_are_unique() -> None:
    names = [name for kind in _KINDS for name in kind.short]
    assert len(names) == len(set(names))


def test_every_kind_of_step_is_in_the_rule() -> None:
    """A new kind of step would be accepted offline and refused by the cluster."""
    (rule,) = spec_schema(KINDS["Flow"])["properties"]["steps"]["items"]["x-kubernetes-validations"]
    assert all(f"has(self.{flow.camel_kind(field)})" in rule["rule"] for field in flow.STEP_KINDS)


def _fields(schema: dict[str, Any], path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, field in schema.get("properties", {}).items():
        place = f"{path}.{name}"
        yield place, field
        yield from _fields(field, place)
        if field["type"] == "array":
            yield from _fields(field["items"], f"{place}[]")


def _words(value: object) -> Iterator[str]:
    """Keywords of schemas; names of fields are none."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "properties":
                for field in inner.values():
                    yield from _words(field)
            else:
                yield str(key)
                yield from _words(inner) if key not in ("default", "enum") else ()
    elif isinstance(value, list):
        for item in value:
            yield from _words(item)


def _is(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text
