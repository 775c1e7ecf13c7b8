"""The unpacked tree of a package set: made once per state of the packages, then only looked up."""

import json
import platform
import shutil
from collections.abc import Callable
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

from keryx.cli.local.embed import apt, cache, lock
from keryx.cli.local.embed.lock import Package
from keryx.cli.local.embed.sets import PackageSet
from keryx.cli.local.embed.unpack import unpack
from keryx.cli.local.failure import LocalError

_FORM = 1  # raised when unpacking changes, so that older trees are made again
_MEGABYTES = {"stack": 900, "tests": 1200}

Progress = Callable[[str], None]


def ensure(package_set: PackageSet, progress: Progress) -> Path:
    """The root folder of the set's tree; fetches and unpacks what the cache does not have.

    Raises `LocalError` when the machine is no amd64, the mirror cannot be reached, a program's major is not the one Keryx is
    written for, or the disk is too small.
    """
    if platform.machine() != "x86_64":
        raise LocalError(f"Keryx brings its programs for amd64 only, this machine is {platform.machine()}")
    home = cache.make(cache.folder())
    with cache.locked(home):
        ready = _ready(home, package_set)
        if ready:
            return ready
        cache.need_space(home, _MEGABYTES[package_set.name], f"unpacking the {package_set.name} programs")
        archives = _archives(home, package_set, progress)
        return _unpacked(home, package_set, archives, progress)


def renew(package_set: PackageSet, progress: Progress) -> tuple[Package, ...]:
    """Fetch what the mirror has now and make its tree, whatever the lock and the cache say; returns what it is made of."""
    home = cache.make(cache.folder())
    with cache.locked(home):
        archives = _fetched(home, package_set, (), progress)
        _unpacked(home, package_set, archives, progress)
    return tuple(archives)


def _ready(home: Path, package_set: PackageSet) -> Path | None:
    """The tree an earlier run made for the same lock; the folder may have been moved since, then it is of no use."""
    try:
        root = Path(json.loads(_pointer(home, package_set).read_text())["root"])
    except FileNotFoundError:
        return None
    return root if root.is_relative_to(home) and (root.parent / "complete").exists() else None


def _pointer(home: Path, package_set: PackageSet) -> Path:
    path = lock.lock_path(package_set)
    key = sha256(path.read_bytes() if path.exists() else b"").hexdigest()[:16]
    return cache.make(home / "sets") / f"{package_set.name}-{_FORM}-{key}.json"


def _archives(home: Path, package_set: PackageSet, progress: Progress) -> dict[Package, Path]:
    """The set's packages: those of the lock when the cache has them all, else what the mirror has now."""
    store = cache.make(home / "packages")
    locked = lock.read(package_set)
    kept = {package: store / f"{package.sha256}.deb" for package in locked}
    if kept and all(path.exists() and cache.sha256(path) == package.sha256 for package, path in kept.items()):
        return kept
    return _fetched(home, package_set, locked, progress)


def _fetched(
    home: Path, package_set: PackageSet, locked: tuple[Package, ...], progress: Progress
) -> dict[Package, Path]:
    store = cache.make(home / "packages")
    progress(f"fetching {', '.join(package_set.majors or package_set.packages)} (Debian packages, kept in {home})")
    fetched = apt.fetch(package_set, cache.make(home / "apt" / package_set.name), progress)
    for line in lock.differences(package_set, locked, tuple(fetched)):
        progress(f"  another version: {line}")
    return {package: Path(shutil.move(path, store / f"{package.sha256}.deb")) for package, path in fetched.items()}


def _unpacked(home: Path, package_set: PackageSet, archives: dict[Package, Path], progress: Progress) -> Path:
    digest = sha256("".join(sorted(package.sha256 for package in archives)).encode()).hexdigest()[:16]
    folder = home / "trees" / f"{package_set.name}-{_FORM}-{digest}"
    if not (folder / "complete").exists() or (folder / "complete").read_text() != str(folder):
        progress(f"unpacking {len(archives)} packages")
        shutil.rmtree(folder, ignore_errors=True)
        cache.make(folder / "root")
        unpack(archives.values(), folder / "root")
        (folder / "complete").write_text(str(folder))
    contents = {"root": str(folder / "root"), "packages": [asdict(package) for package in sorted(archives)]}
    _pointer(home, package_set).write_text(json.dumps(contents, indent=1))
    return folder / "root"
