"""A stack of its own: two sites, opened beyond loopback's usual address by `--bind`."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from e2e.support.collector import Collector
from e2e.support.stack import Stack

OPENED = "127.0.0.2"
"""An alias address: nobody outside the machine reaches it, and whoever tells or binds to 127.0.0.1 by mistake is found out."""


@pytest.fixture(scope="package")
def two_sites(tmp_path_factory: pytest.TempPathFactory, collector: Collector) -> Iterator[Stack]:
    kept = os.environ.get("KERYX_E2E_KEEP")
    base = Path(kept, "two") if kept else tmp_path_factory.mktemp("two")
    base.mkdir(mode=0o755, exist_ok=True)
    stack = Stack(base, sites=("paris", "lyon"), bind=OPENED)
    tenant = stack.folder / "tenant.yaml"
    tenant.write_text(tenant.read_text().replace("sites: 1", "sites: 2"))
    shutil.copy(Path(__file__).with_name("lyon.yaml"), stack.folder)
    stack.up()
    yield stack
    if not kept:
        stack.down()
