"""What people read of Keryx with kubectl alone: golden outputs, so that a change of wording is seen and meant."""

from pathlib import Path

import pytest

from e2e.support.cluster import Cluster
from keryx.crds.kinds.table import KINDS

pytestmark = [pytest.mark.cluster, pytest.mark.smoke, pytest.mark.timeout(3600)]

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("field", ["tenant.spec", "queue.spec.overflow", "site.spec"])
def test_explain_tells_what_a_field_is_for(installed: Cluster, field: str) -> None:
    """If this fails, people guess. After a meant change: `kubectl explain FIELD > e2e/kubernetes/golden/explain-FIELD.txt`."""
    assert installed.kubectl("explain", field) == (GOLDEN / f"explain-{field}.txt").read_text()


def test_every_kind_has_a_short_name_and_is_in_the_category(installed: Cluster) -> None:
    """If this fails, `kubectl get keryx -A` leaves something out."""
    listed = installed.kubectl("api-resources", "--categories=keryx", "--no-headers")
    found = {line.split()[0]: line.split()[1] for line in listed.splitlines()}
    assert found == {kind.plural: ",".join(kind.short) for kind in KINDS.values()}
