"""The operator's rights, held against the audit log: nothing it asked for was refused, nothing is granted that it does not use."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import yaml

from e2e.kubernetes.conftest import CHART, VALUES
from e2e.support.cluster import PLATFORM, Cluster, Request
from e2e.support.tenant import Tenant
from keryx.crds.kinds.table import KINDS

pytestmark = [pytest.mark.cluster, pytest.mark.smoke, pytest.mark.timeout(3600)]

OPERATOR = f"system:serviceaccount:{PLATFORM}:keryx-operator"
BEGINNING = datetime.min.replace(tzinfo=UTC)
Right = tuple[str, str]
"""PLURAL.GROUP and a verb."""

UNSEEN_VERBS = ("create", "bind", "escalate")
"""Server-side apply creates by `patch`, for which the API server also asks the right to create; the other two are no requests."""
_RBAC = "rbac.authorization.k8s.io"
WITHOUT_OCCASION = {
    (f"roles.{_RBAC}", "patch"),
    (f"roles.{_RBAC}", "delete"),
    (f"rolebindings.{_RBAC}", "delete"),
    ("namespaces", "delete"),
    ("secrets", "delete"),
    ("persistentvolumeclaims", "delete"),
    ("databaseservers.keryx.dev", "patch"),
    ("identityproviders.keryx.dev/status", "patch"),
    ("configmaps", "delete"),
    ("deployments.apps", "delete"),
    ("limitranges", "delete"),
    ("networkpolicies.networking.k8s.io", "delete"),
    ("poddisruptionbudgets.policy", "delete"),
    ("resourcequotas", "delete"),
    ("serviceaccounts", "delete"),
    ("services", "delete"),
}
"""Declarations that reference Secrets, a Tenant taken away, a Secret no longer declared, a changed place of the database, a Site that is
declared no more, an IdentityProvider: the smoke has no occasion for them."""


def test_nothing_was_refused(acme: Tenant) -> None:
    """If this fails, the chart grants less than the operator needs: it works as an administrator only."""
    refused = [request for request in acme.cluster.audit(BEGINNING) if request.user == OPERATOR and request.code == 403]
    assert refused == []


def test_no_right_is_unused(acme: Tenant) -> None:
    """If this fails, whoever breaks into the operator gets more than it needs."""
    seen = {(request.resource, request.verb) for request in _asked(acme.cluster)}
    assert {right for right in _granted(acme.cluster) if right not in seen | WITHOUT_OCCASION} == set()


def _asked(cluster: Cluster) -> Iterator[Request]:
    return (request for request in cluster.audit(BEGINNING) if request.user == OPERATOR and request.code != 403)


def _granted(cluster: Cluster) -> Iterator[Right]:
    template = ["template", "keryx", CHART, "-n", PLATFORM, "-f", str(VALUES), "-s", "templates/operator/rbac.yaml"]
    for role in yaml.safe_load_all(cluster.helm(*template)):
        for rule in (role or {}).get("rules", []):
            for group in rule["apiGroups"]:
                for plural in _plurals(group, rule["resources"]):
                    yield from ((plural, verb) for verb in rule["verbs"] if verb not in UNSEEN_VERBS)


def _plurals(group: str, resources: list[str]) -> Iterator[str]:
    """PLURAL.GROUP[/SUBRESOURCE]; a star stands for every kind of Keryx."""
    for resource in resources:
        name, slash, subresource = resource.partition("/")
        for plural in [kind.plural for kind in KINDS.values()] if name == "*" else [name]:
            yield ".".join(part for part in (plural, group) if part) + slash + subresource
