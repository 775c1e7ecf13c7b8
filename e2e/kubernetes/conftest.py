"""One cluster and one installed platform for all tests of this folder."""

import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from e2e.support.cluster import PLATFORM, REPOSITORY, Cluster
from e2e.support.tenant import Tenant

VALUES = Path(__file__).parent / "values.yaml"
PATIENCE_SECONDS = 240
"""How long the tests wait for a tenant; how soon it should be there is a test of its own."""
CHART = str(REPOSITORY / "charts/keryx")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Function) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test that fails shows what the pods said: they are gone when somebody reads it."""
    report = yield
    if report.failed and "cluster" in item.fixturenames:
        running: Cluster | None = item.funcargs.get("cluster")
        report.sections.append(("what the pods said", (running or Cluster()).last_words()))
    return report


@pytest.fixture(scope="session")
def cluster() -> Cluster:
    """Kubernetes, up, with the images of this checkout on its node, as run.sh leaves it."""
    found = Cluster()
    found.check()
    return found


@pytest.fixture(scope="session")
def installed(cluster: Cluster) -> Cluster:
    """The chart is installed; its programs may still be starting."""
    words = ["upgrade", "--install", "keryx", CHART, "-n", PLATFORM, "--create-namespace", "-f", str(VALUES)]
    cluster.helm(*words)
    return cluster


@pytest.fixture(scope="session")
def platform(installed: Cluster) -> Cluster:
    """Operator and control plane are ready, and browsers can come in."""
    for part in ("deploy/keryx-operator", "deploy/keryx-control-plane"):
        installed.rolled_out(part, PLATFORM)
    installed.kubectl("apply", "--server-side", "-f", str(Path(__file__).parent / "edge/edge.yaml"))
    installed.rolled_out("deploy/edge", "edge")
    return installed


@pytest.fixture(scope="session")
def acme(platform: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tenant]:
    """The example's tenant, running, with its people."""
    with _tenant(platform, "acme", tmp_path_factory.mktemp("acme")) as tenant:
        yield tenant


@pytest.fixture(scope="session")
def globex(platform: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tenant]:
    """A second tenant, alike but for its names."""
    with _tenant(platform, "globex", tmp_path_factory.mktemp("globex")) as tenant:
        yield tenant


@contextmanager
def _tenant(platform: Cluster, name: str, base: Path) -> Iterator[Tenant]:
    tenant = Tenant(platform, name, base)
    started = time.monotonic()
    tenant.apply()
    tenant.ready(PATIENCE_SECONDS)
    tenant.ready_seconds = time.monotonic() - started
    tenant.invite()
    yield tenant
    tenant.remove()
