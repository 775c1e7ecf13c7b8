"""Programs for tests that come from Maven's central repository, by the `mvn` of this machine and its own settings."""

import shutil
import subprocess
from pathlib import Path

import pytest

from keryx.cli.local.embed import cache


def artifact(coordinates: str) -> Path:
    """The file of `group:name:version[:type]`: fetched once, kept outside the checkout. Skips where there is no Java or Maven."""
    for needed in ("java", "mvn"):
        if shutil.which(needed) is None:
            pytest.skip(f"{needed} is not installed (Java 17 or newer and Maven are needed for this test)")
    _, name, version, *kind = coordinates.split(":")
    folder = cache.make(cache.folder() / "maven")
    found = folder / f"{name}-{version}.{kind[0] if kind else 'jar'}"
    with cache.locked(folder):
        if not found.exists():
            command = ["mvn", "-q", "-B", "dependency:copy", f"-Dartifact={coordinates}", f"-DoutputDirectory={folder}"]
            subprocess.run(command, check=True, cwd=folder, timeout=300)
    return found
