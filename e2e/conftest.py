"""One stack for all whole-system tests that do not kill it; each test leaves it as it found it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from e2e.support.stack import Stack


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    base: Path = tmp_path_factory.mktemp("keryx")
    base.chmod(0o755)
    running = Stack(base)
    running.up()
    yield running
    running.down()
