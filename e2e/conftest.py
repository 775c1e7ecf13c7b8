"""One stack for all whole-system tests that do not kill it; each test leaves it as it found it.

KERYX_E2E_KEEP=FOLDER keeps the stack in FOLDER and leaves it running, so that the next run of a test begins at once.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from e2e.support import seeds
from e2e.support.collector import Collector, collecting
from e2e.support.stack import Stack


def pytest_report_header() -> str:
    return f"seed: {seeds.VARIABLE}={seeds.SEED}"


@pytest.fixture(scope="session")
def collector() -> Iterator[Collector]:
    """Takes the traces of every stack that is started from here."""
    with collecting() as running:
        os.environ["OTEL_EXPORTER_OTLP_ENDPOINT"] = running.url
        yield running
        del os.environ["OTEL_EXPORTER_OTLP_ENDPOINT"]


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory, collector: Collector) -> Iterator[Stack]:
    kept = os.environ.get("KERYX_E2E_KEEP")
    base = Path(kept) if kept else tmp_path_factory.mktemp("keryx")
    base.chmod(0o755)
    running = Stack(base)
    running.up()
    yield running
    if not kept:
        running.down()
