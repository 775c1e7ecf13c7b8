"""What is read, what is passed over, and what a file cannot do to its reader."""

from __future__ import annotations

import io
from pathlib import Path

from keryx import crds
from keryx.crds import Problem, Resource
from keryx.crds.manifests import MAX_FILE_BYTES, parse
from keryx.crds.resource import secret_values

_SKILL = "apiVersion: keryx.dev/v1alpha1\nkind: Skill\nmetadata: { name: french, namespace: acme }\nspec: { displayName: Français }\n"


def _problem(loaded: list[Resource | Problem]) -> Problem:
    (problem,) = loaded
    assert isinstance(problem, Problem)
    return problem


def test_every_yaml_below_a_folder_is_read_but_kustomization(tmp_path: Path) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "skill.yaml").write_text(_SKILL)
    (tmp_path / "kustomization.yaml").write_text("resources: [deep]")
    (tmp_path / "README.md").write_text("no: yaml: at: all")
    (skill,) = crds.load([tmp_path])
    assert isinstance(skill, Resource)
    assert (skill.kind, skill.name, skill.line, skill.lines["spec.displayName"]) == ("Skill", "french", 1, 4)


def test_a_huge_file_is_refused_without_being_read(tmp_path: Path) -> None:
    """A 100 MB manifest would take the memory of the machine."""
    with (tmp_path / "huge.yaml").open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    problem = _problem(crds.load([tmp_path]))
    assert "at most 10 MiB" in problem.message
    assert "100 MiB" in problem.message


def test_huge_standard_input_is_refused() -> None:
    assert "at most" in _problem(crds.load(["-"], stdin=io.BytesIO(b" " * (MAX_FILE_BYTES + 1)))).message


def test_standard_input_is_read() -> None:
    (skill,) = crds.load(["-"], stdin=io.BytesIO(_SKILL.encode()))
    assert isinstance(skill, Resource)


def test_a_path_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    assert "does not exist" in _problem(crds.load([tmp_path / "nowhere"])).message


def test_a_fifo_does_not_hang_the_reader(tmp_path: Path) -> None:
    import os

    os.mkfifo(tmp_path / "pipe.yaml")
    assert "no regular file" in _problem(crds.load([tmp_path])).message


def test_honest_anchors_are_resolved() -> None:
    text = _SKILL.replace("spec: {", "spec: &spec {") + "---\n" + _SKILL.replace("french", "english")
    assert all(isinstance(one, Resource) for one in parse(text))


def test_documents_before_a_mistake_are_kept() -> None:
    first, second = parse(_SKILL + "---\nkind: [\n")
    assert isinstance(first, Resource)
    assert isinstance(second, Problem)


def test_objects_of_others_and_empty_documents_are_passed_over() -> None:
    assert parse("---\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n") == []


def test_a_list_is_its_items() -> None:
    indented = _SKILL.replace("\n", "\n    ").strip()
    (skill,) = parse(f"apiVersion: v1\nkind: List\nitems:\n  - {indented}\n")
    assert isinstance(skill, Resource)
    assert skill.lines["spec.displayName"] == 7


def test_scalars_mean_what_they_mean_to_kubectl() -> None:
    """Offline and on a cluster a manifest would otherwise be two different things."""
    (skill,) = parse(
        _SKILL.replace(
            "displayName: Français", 'a: yes, b: NO, c: 0900, d: 18:30, e: 2026-12-24, f: "yes", g: 1.5, h: ~'
        )
    )
    assert isinstance(skill, Resource)
    assert skill.spec == {
        "a": True, "b": False, "c": 900.0, "d": "18:30", "e": "2026-12-24", "f": "yes", "g": 1.5, "h": None,
    }  # fmt: skip


def test_the_values_of_a_secret() -> None:
    text = "apiVersion: v1\nkind: Secret\nmetadata: { name: sip, namespace: acme }\n"
    text += "data: { a: c2VjcmV0, b: '%' }\nstringData: { c: plain }\n"
    (secret,) = parse(text)
    assert isinstance(secret, Resource)
    assert secret_values(secret) == {"a": b"secret", "c": b"plain"}


def test_a_prompt_file_lies_beside_its_manifest(tmp_path: Path) -> None:
    prompt = "apiVersion: keryx.dev/v1alpha1\nkind: Prompt\nmetadata: { name: welcome, namespace: acme }\n"
    audio = f"spec: {{ audio: {{ uri: sounds/welcome.wav, sha256: '{'0' * 64}' }} }}\n"
    (tmp_path / "prompt.yaml").write_text(prompt + audio)
    centre = Path(__file__).parent / "centre.yaml"
    config, _ = crds.compile(crds.load([centre, tmp_path])).tenants["acme"]
    found = config.prompts["welcome"].audio
    assert found is not None
    assert found.uri == str(tmp_path / "sounds" / "welcome.wav")
