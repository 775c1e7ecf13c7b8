"""`python -m keryx.crds.generate [ROOT]`: writes crds/manifests/*.yaml and docs/reference/*.md from the models."""

from __future__ import annotations

import sys
from pathlib import Path

import yaml

from .crd import custom_resource_definition
from .kinds.table import KINDS
from .reference import index, page

_NOTICE = "# Generated from the models by `python -m keryx.crds.generate`; do not edit.\n"


class _Plain(yaml.SafeDumper):
    """Without anchors: a reader of one field need not look elsewhere."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def generated() -> dict[str, str]:
    """Path below the repository -> text, of everything that is generated from the models."""
    files = {"docs/reference/README.md": index(list(KINDS.values()))}
    for kind in KINDS.values():
        definition = yaml.dump(
            custom_resource_definition(kind), Dumper=_Plain, sort_keys=False, allow_unicode=True, width=140
        )
        files[f"crds/manifests/{kind.plural}.yaml"] = _NOTICE + definition
        files[f"docs/reference/{kind.name.lower()}.md"] = page(kind)
    return files


def main(root: Path) -> None:
    for path, text in generated().items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
