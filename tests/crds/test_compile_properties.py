"""Whatever people write, compile answers with problems and never with a traceback; what it does give always hangs together."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from keryx import crds
from keryx.crds import Problem, Resource, TenantConfig
from keryx.crds.kinds.base import STEP
from keryx.crds.kinds.table import KINDS
from keryx.crds.manifests import parse
from keryx.crds.references import references

_ACME = Path(__file__).parents[2] / "examples" / "acme"
_LOADED = crds.load([_ACME])
_NAMES = sorted({one.name for one in _LOADED if isinstance(one, Resource)})
_leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(_NAMES)
_values = st.recursive(
    _leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
_fields = sorted({info.alias or name for kind in KINDS.values() for name, info in kind.spec.model_fields.items()})
_specs = st.dictionaries(st.sampled_from(_fields), _values, max_size=6)
_resources = st.builds(
    Resource,
    st.just("keryx.dev/v1alpha1"),
    st.sampled_from([*KINDS, "Namespace", "Secret"]),
    st.sampled_from(_NAMES),
    st.sampled_from(["acme", "globex", None]),
    _specs,
)


@given(st.text())
@settings(max_examples=100, deadline=None)
def test_any_text_is_read_or_refused(text: str) -> None:
    crds.compile(parse(text))


@given(st.binary())
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_read_or_refused(tmp_path_factory: Any, data: bytes) -> None:
    file = tmp_path_factory.getbasetemp() / "garbage.yaml"
    file.write_bytes(data)
    crds.compile(crds.load([file]))


@given(st.lists(_resources, max_size=8))
@settings(max_examples=100, deadline=None)
def test_any_objects_compile_to_configs_or_problems(resources: list[Resource]) -> None:
    _hangs_together(crds.compile(resources).tenants)


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_any_damage_to_a_sound_centre_leaves_it_running_and_whole(data: st.DataObject) -> None:
    """Remove, repeat or spoil objects of the example: the last good forms fill in, and every reference leads somewhere."""
    good = crds.compile(_LOADED).tenants["acme"][0]
    damaged: list[Resource | Problem] = list(_LOADED)
    for _ in range(data.draw(st.integers(1, 4))):
        index = data.draw(st.integers(0, len(damaged) - 1))
        one = damaged[index]
        assert isinstance(one, Resource)
        what = data.draw(st.sampled_from(["remove", "repeat", "spoil", "replace"]))
        if what == "remove" and one.kind != "Tenant":
            del damaged[index]
        elif what == "repeat":
            damaged.append(one)
        elif what == "replace":
            damaged[index] = _with_spec(one, data.draw(_specs))
        else:
            damaged[index] = _with_spec(one, _spoilt(dict(one.spec), data))
    result = crds.compile(damaged, last_good=good)
    _hangs_together(result.tenants)
    assert "acme" in result.tenants


@given(st.permutations(_LOADED))
@settings(max_examples=20, deadline=None)
def test_the_order_of_files_does_not_matter(loaded: list[Resource | Problem]) -> None:
    """The same declarations would be pushed again and again as a change."""
    assert crds.compile(loaded).tenants["acme"] == crds.compile(_LOADED).tenants["acme"]


def test_canonical_json_reads_back_as_the_same_config() -> None:
    config, digest = crds.compile(_LOADED).tenants["acme"]
    spelled = crds.canonical_json(config)
    again = crds.read_config(spelled)
    assert again == config
    assert crds.canonical_json(again) == spelled
    assert crds.config_hash(again) == digest
    assert (
        spelled == json.dumps(json.loads(spelled), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    )


def _with_spec(resource: Resource, spec: dict[str, Any]) -> Resource:
    return Resource(resource.api_version, resource.kind, resource.name, resource.namespace, spec)


def _spoilt(spec: dict[str, Any], data: st.DataObject) -> dict[str, Any]:
    if spec:
        spec[data.draw(st.sampled_from(sorted(spec)))] = data.draw(_values)
    return spec


def _hangs_together(tenants: dict[str, tuple[TenantConfig, str]]) -> None:
    for config, digest in tenants.values():
        assert digest == crds.config_hash(config)
        fields = {kind.name: kind.field for kind in KINDS.values() if kind.field}
        for field in fields.values():
            for spec in getattr(config, field).values():
                for one in references(spec):
                    assert one.kind == STEP or one.name in getattr(config, fields[one.kind]), one
