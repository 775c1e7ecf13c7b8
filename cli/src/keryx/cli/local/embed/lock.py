"""The record of what was tried: name, version and SHA-256 of each package of a set (`packages-NAME.lock`, committed).

Debian unstable moves and keeps no old versions, so a lock cannot pin: it tells. Another patch version is printed, another major
of a program we are written for is refused.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from keryx.cli.local.embed.sets import PackageSet
from keryx.cli.local.failure import LocalError

_FOLDER = Path(__file__).parent
_EPOCH_AND_REVISION = re.compile(r"^(?:\d+:)?(?P<upstream>.+?)(?:-[^-]*)?$")


@dataclass(frozen=True, order=True)
class Package:
    """One .deb; `version` is Debian's own, epoch and revision included."""

    name: str
    version: str
    sha256: str

    @property
    def major(self) -> str:
        return upstream_version(self.version).split(".")[0]


def upstream_version(version: str) -> str:
    """`1:22.10.1~dfsg-1+b2` -> `22.10.1~dfsg`."""
    match = _EPOCH_AND_REVISION.match(version)
    return match["upstream"] if match else version


def read(package_set: PackageSet) -> tuple[Package, ...]:
    """What the committed lock of this set says; empty when there is none yet."""
    path = lock_path(package_set)
    if not path.exists():
        return ()
    lines = (line.split() for line in path.read_text().splitlines() if line and not line.startswith("#"))
    return tuple(Package(*fields) for fields in lines)


def write(package_set: PackageSet, packages: tuple[Package, ...]) -> Path:
    """Record `packages` as what was tried."""
    lines = [f"{package.name} {package.version} {package.sha256}" for package in sorted(packages)]
    path = lock_path(package_set)
    path.write_text("# name, version and SHA-256 of each package this was tried with\n" + "\n".join(lines) + "\n")
    return path


def lock_path(package_set: PackageSet) -> Path:
    return _FOLDER / f"packages-{package_set.name}.lock"


def differences(package_set: PackageSet, locked: tuple[Package, ...], found: tuple[Package, ...]) -> list[str]:
    """What to print about packages that are not those of the lock; raises `LocalError` for another major."""
    _refuse_other_majors(package_set, found)
    before = {package.name: package for package in locked}
    return [
        f"{package.name} {package.version} (tried with {before[package.name].version})"
        for package in sorted(found)
        if package.name in before and before[package.name].version != package.version
    ]


def _refuse_other_majors(package_set: PackageSet, found: tuple[Package, ...]) -> None:
    for package in found:
        wanted = package_set.majors.get(package.name)
        if wanted and package.major != wanted:
            raise LocalError(
                f"the package mirror has {package.name} {upstream_version(package.version)}, but Keryx is written for {wanted}.x"
            )
