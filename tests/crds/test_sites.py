"""A tenant with two places: what belongs to one of them cannot be used from the other."""

from __future__ import annotations

import pytest

from keryx import crds
from keryx.crds.manifests import parse

_CENTRE = """
apiVersion: v1
kind: Namespace
metadata: { name: acme }
---
apiVersion: keryx.dev/v1alpha1
kind: Tenant
metadata: { name: acme }
spec: { id: acme, displayName: Acme, languages: [fr], quotas: { sites: 2 } }
---
apiVersion: keryx.dev/v1alpha1
kind: Site
metadata: { name: paris, namespace: acme }
spec: { displayName: Paris }
---
apiVersion: keryx.dev/v1alpha1
kind: Site
metadata: { name: lyon, namespace: acme }
spec: { displayName: Lyon }
---
apiVersion: keryx.dev/v1alpha1
kind: Trunk
metadata: { name: carrier, namespace: acme }
spec: { site: paris, host: sip.example }
---
apiVersion: keryx.dev/v1alpha1
kind: Queue
metadata: { name: sales, namespace: acme }
spec: { displayName: Commercial }
---
apiVersion: keryx.dev/v1alpha1
kind: Flow
metadata: { name: away, namespace: acme }
spec:
  displayName: Ailleurs
  start: away
  steps: [{ name: away, transfer: { trunk: carrier, number: "+33142000009" } }]
---
apiVersion: keryx.dev/v1alpha1
kind: Entry
metadata: { name: main, namespace: acme }
spec:
  site: SITE
  displayName: Standard
  numbers: ["3900"]
  WHERE
"""


@pytest.mark.parametrize(
    ("where", "path", "message"),
    [
        ("flow: away", "spec.flow", "step `away` of flow `away` hands calls to"),
        (
            'queue: sales\n  onOutage: { kind: number, number: "+33142000009", trunk: carrier }',
            "spec.onOutage.trunk",
            "an outage hands calls to",
        ),
    ],
)
def test_a_call_is_not_handed_to_a_trunk_of_another_place(where: str, path: str, message: str) -> None:
    """The caller would hear nothing: two telephone systems share no bridge."""
    text = _CENTRE.replace("WHERE", where)
    assert not crds.compile(parse(text.replace("SITE", "paris"), "centre.yaml")).problems
    (problem,) = crds.compile(parse(text.replace("SITE", "lyon"), "centre.yaml")).problems
    assert (problem.kind, problem.name, problem.path) == ("Entry", "main", path)
    assert problem.message == f"{message} trunk `carrier`, which ends at site `paris`, and this entry is at `lyon`"
