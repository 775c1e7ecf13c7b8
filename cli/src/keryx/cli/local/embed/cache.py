"""Where packages and unpacked trees are kept: outside the checkout, shared by all checkouts of one user."""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from keryx.cli.local.failure import LocalError


def folder() -> Path:
    """`$KERYX_CACHE`, else `~/.cache/keryx`; for root `/var/cache/keryx`, which the programs' own uid can reach."""
    named = os.environ.get("KERYX_CACHE")
    if named:
        return Path(named).absolute()
    if os.geteuid() == 0:
        return Path("/var/cache/keryx")
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "keryx"


def make(path: Path) -> Path:
    """`path`, made if need be."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LocalError(
            f"cannot write to the cache {path}: {error.strerror} (set KERYX_CACHE to another folder)"
        ) from error
    return path


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """One process at a time works under `path`; a second one waits."""
    make(path)
    with (path / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def need_space(path: Path, megabytes: int, what: str) -> None:
    """Refuse before the disk is full rather than in the middle of unpacking."""
    free = shutil.disk_usage(path).free // 1_000_000
    if free < megabytes:
        raise LocalError(f"{what} needs {megabytes} MB in {path}, but only {free} MB are free there")


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
