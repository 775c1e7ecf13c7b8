"""A mistake in a declaration never takes anything down that worked before."""

from __future__ import annotations

from pathlib import Path

from keryx import crds
from keryx.crds import Compilation, TenantConfig
from keryx.crds.manifests import parse

_CENTRE = (Path(__file__).parent / "centre.yaml").read_text()
_SUPPORT = """
---
apiVersion: keryx.dev/v1alpha1
kind: Queue
metadata: { name: support, namespace: acme }
spec: { displayName: SAV, overflow: { closed: { queue: sales } } }
"""


def _compile(text: str, last_good: TenantConfig | None = None) -> Compilation:
    return crds.compile(parse(text, "centre.yaml"), last_good=last_good)


def _config(text: str) -> TenantConfig:
    return _compile(text).tenants["acme"][0]


def test_a_broken_reference_keeps_the_last_good_form_and_names_what_is_missing() -> None:
    """A typing error in an entry would cut its callers off."""
    good = _config(_CENTRE)
    result = _compile(_CENTRE.replace("queue: sales", "queue: salse"), good)
    assert result.tenants["acme"] == (good, crds.config_hash(good))
    (problem,) = result.problems
    assert (problem.kind, problem.name, problem.path, problem.missing) == ("Entry", "main", "spec.queue", "salse")


def test_other_objects_go_on_changing() -> None:
    """One colleague's mistake would block everybody's changes."""
    good = _config(_CENTRE + _SUPPORT)
    changed = (_CENTRE + _SUPPORT).replace("queue: sales }\n---", "queue: x }\n---").replace("SAV", "Assistance")
    config, _ = _compile(changed.replace("numbers: [", "numbers: [5, "), good).tenants["acme"]
    assert config.queues["support"].display_name == "Assistance"
    assert config.entries == good.entries


def test_a_removed_object_that_is_still_named_stays_with_what_names_it() -> None:
    """Callers of the entry would fall into nothing."""
    good = _config(_CENTRE)
    without = "---".join(part for part in _CENTRE.split("---") if "kind: Queue" not in part)
    result = _compile(without, good)
    assert result.tenants["acme"][0] == good
    assert [problem.missing for problem in result.problems] == ["sales"]


def test_what_names_a_broken_object_is_left_out_without_a_complaint_of_its_own() -> None:
    """The author would look for a mistake in the wrong object."""
    result = _compile(_CENTRE.replace("displayName: Commercial", "displayName: 5"))
    assert [(problem.kind, problem.name) for problem in result.problems] == [("Queue", "sales")]
    assert result.tenants["acme"][0].entries == {}


def test_a_file_that_cannot_be_read_removes_nothing() -> None:
    """A half-saved file would delete a queue."""
    good = _config(_CENTRE + _SUPPORT)
    result = _compile(_CENTRE + "\n---\nkind: [", good)
    assert result.tenants["acme"][0] == good
    assert [problem.reason for problem in result.problems] == ["Unreadable"]


def test_a_removed_object_that_nobody_names_is_removed() -> None:
    good = _config(_CENTRE + _SUPPORT)
    config, _ = _compile(_CENTRE, good).tenants["acme"]
    assert "support" not in config.queues


def test_a_broken_tenant_runs_on() -> None:
    good = _config(_CENTRE)
    result = _compile(_CENTRE.replace("languages: [fr, en]", "languages: fr"), good)
    assert result.tenants["acme"][0] == good
    assert [problem.path for problem in result.problems] == ["spec.languages"]


def test_a_removed_tenant_is_removed() -> None:
    result = crds.compile([], last_good=_config(_CENTRE))
    assert result.tenants == {}


def test_a_tenant_keeps_its_id_and_its_namespace() -> None:
    """A new id would be a new, empty tenant in the middle of the day."""
    good = _config(_CENTRE)
    result = _compile(_CENTRE.replace("id: acme,", "id: acme2,"), good)
    assert [problem.reason for problem in result.problems] == ["Immutable"]
    assert result.tenants["acme"][0] == good


def test_a_number_stays_with_the_entry_that_had_it() -> None:
    """A new entry would take the calls of an old one."""
    good = _config(_CENTRE)
    thief = _CENTRE[_CENTRE.rindex("---") :].replace("name: main", "name: a-first")
    result = _compile(_CENTRE + thief, good)
    assert {problem.name for problem in result.problems} == {"a-first"}
    assert result.tenants["acme"][0] == good


def test_broken_settings_keep_the_last_good_ones() -> None:
    settings = "\n---\napiVersion: keryx.dev/v1alpha1\nkind: TenantSettings\nmetadata: { name: settings, namespace: acme }\nspec: "
    good = _config(_CENTRE + settings + "{ retentionMonths: 6 }")
    result = _compile(_CENTRE + settings + "{ retentionMonths: 600 }", good)
    assert result.tenants["acme"][0].settings.retention_months == 6
    assert [problem.path for problem in result.problems] == ["spec.retentionMonths"]


def test_several_tenants_in_one_folder() -> None:
    other = _CENTRE.replace("acme", "globex").replace("Acme", "Globex")
    result = _compile(f"{_CENTRE}\n---\n{other}")
    assert result.problems == ()
    assert sorted(result.tenants) == ["acme", "globex"]


def test_two_tenants_cannot_have_one_namespace() -> None:
    second = "\n---\napiVersion: keryx.dev/v1alpha1\nkind: Tenant\nmetadata: { name: b }\n"
    second += "spec: { id: bbb, namespace: acme, displayName: B }"
    result = _compile(_CENTRE + second)
    assert [(problem.name, problem.reason) for problem in result.problems] == [("b", "Duplicate")]
    assert sorted(result.tenants) == ["acme"]
