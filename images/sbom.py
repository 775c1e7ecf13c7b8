"""`sbom.py IMAGE ROOT [PACKAGE_LOCK]`: what an image is made of, as CycloneDX 1.6 JSON on standard output.

ROOT is the image's file system, mounted (`buildah mount`). Debian packages are those dpkg knows, Python distributions those with a
METADATA file, npm packages those of PACKAGE_LOCK that the built web app holds.
"""

import json
import sys
from collections.abc import Iterator
from email.parser import HeaderParser
from pathlib import Path
from typing import Any

Component = dict[str, Any]


def debian_packages(root: Path) -> Iterator[Component]:
    """Installed ones, with Debian's own version."""
    status = (root / "var/lib/dpkg/status").read_text(encoding="utf-8")
    for paragraph in status.split("\n\n"):
        fields = HeaderParser().parsestr(paragraph)
        if "installed" in (fields["Status"] or "").split():
            yield _component("deb/debian", fields["Package"], fields["Version"])


def python_distributions(root: Path) -> Iterator[Component]:
    """Those of the image's environment; what Debian's own Python brings is among the Debian packages."""
    for path in sorted(root.glob("opt/*/lib/python3*/site-packages/*.dist-info/METADATA")):
        fields = HeaderParser().parsestr(path.read_text(encoding="utf-8"))
        yield _component("pypi", fields["Name"], fields["Version"])


def npm_packages(lock: Path) -> Iterator[Component]:
    """What the web app is built of; not what builds or tests it."""
    for place, package in json.loads(lock.read_text(encoding="utf-8"))["packages"].items():
        if place and not package.get("dev") and not package.get("link"):
            yield _component("npm", place.rpartition("node_modules/")[2], package["version"])


def _component(kind: str, name: str, version: str) -> Component:
    purl = f"pkg:{kind}/{name.replace('@', '%40')}@{version}"
    return {"type": "library", "name": name, "version": version, "purl": purl, "bom-ref": purl}


def main(image: str, root: Path, lock: Path | None) -> None:
    components = [*debian_packages(root), *python_distributions(root), *(npm_packages(lock) if lock else ())]
    bom = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "metadata": {"component": {"type": "container", "name": image}},
        "components": components,
    }
    json.dump(bom, sys.stdout, indent=1, ensure_ascii=False)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]) if len(sys.argv) > 3 else None)
