"""What an image is made of: a package that is left out is one nobody looks for when it turns out to be dangerous."""

import json
from pathlib import Path

from images import sbom

STATUS = """Package: libc6
Status: install ok installed
Version: 2.43-7

Package: gone
Status: deinstall ok config-files
Version: 1
"""
LOCK = {
    "packages": {
        "": {"name": "console"},
        "node_modules/@mantine/core": {"version": "8.0.0"},
        "node_modules/react/node_modules/loose": {"version": "1.0.0"},
        "node_modules/vitest": {"version": "3.0.0", "dev": True},
    }
}


def test_installed_debian_packages(tmp_path: Path) -> None:
    (tmp_path / "var/lib/dpkg").mkdir(parents=True)
    (tmp_path / "var/lib/dpkg/status").write_text(STATUS)
    assert [each["purl"] for each in sbom.debian_packages(tmp_path)] == ["pkg:deb/debian/libc6@2.43-7"]


def test_python_distributions(tmp_path: Path) -> None:
    metadata = tmp_path / "opt/keryx/lib/python3.13/site-packages/httpx-0.28.1.dist-info/METADATA"
    metadata.parent.mkdir(parents=True)
    metadata.write_text("Metadata-Version: 2.4\nName: httpx\nVersion: 0.28.1\n\nA client.\n")
    assert [each["purl"] for each in sbom.python_distributions(tmp_path)] == ["pkg:pypi/httpx@0.28.1"]


def test_npm_packages_without_those_that_only_build(tmp_path: Path) -> None:
    lock = tmp_path / "package-lock.json"
    lock.write_text(json.dumps(LOCK))
    found = [each["purl"] for each in sbom.npm_packages(lock)]
    assert found == ["pkg:npm/%40mantine/core@8.0.0", "pkg:npm/loose@1.0.0"]
