"""`python -m keryx.crds.generate [ROOT]`: writes crds/manifests/*.yaml, the same in the chart, and docs/reference/*.md from the models."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import yaml

from .crd import custom_resource_definition
from .kinds.table import KINDS
from .reference import index, page

_NOTICE = "# Generated from the models by `python -m keryx.crds.generate`; do not edit.\n"


_KEPT = {"helm.sh/resource-policy": "keep"}
"""In the chart: uninstalling the platform does not take everybody's declarations with it."""


class _Plain(yaml.SafeDumper):
    """Without anchors: a reader of one field need not look elsewhere."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def generated() -> dict[str, str]:
    """Path below the repository -> text, of everything that is generated from the models."""
    files = {"docs/reference/README.md": index(list(KINDS.values()))}
    for kind in KINDS.values():
        definition = custom_resource_definition(kind)
        files[f"crds/manifests/{kind.plural}.yaml"] = _yaml(definition)
        kept = definition | {"metadata": definition["metadata"] | {"annotations": _KEPT}}
        files[f"charts/keryx/templates/crds/{kind.plural}.yaml"] = _yaml(kept)
        files[f"docs/reference/{kind.name.lower()}.md"] = page(kind)
    files["charts/keryx/templates/_kinds.tpl"] = _kinds_of_tenants()
    return files


def _kinds_of_tenants() -> str:
    """For the chart's roles: what a tenant's own people declare, in its namespace."""
    plurals = "".join(f"- {kind.plural}\n" for kind in KINDS.values() if kind.namespaced)
    return f'{{{{/* {_NOTICE[2:-1]} */}}}}\n{{{{- define "keryx.tenantKinds" -}}}}\n{plurals}{{{{- end -}}}}\n'


def _yaml(definition: dict[str, Any]) -> str:
    return _NOTICE + yaml.dump(definition, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=140)


def main(root: Path) -> None:
    for path, text in generated().items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
