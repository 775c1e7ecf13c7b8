"""Write files whole, with the mode and owner they are to have from their first byte on."""

import json
import os
import secrets
from pathlib import Path
from typing import Any


def write(path: Path, content: str, *, mode: int = 0o600, owner: int | None = None) -> None:
    """Replace `path` at once; `owner` (uid and gid alike) is set before anything secret is in it. Of two who write at once, one wins."""
    if not path.parent.exists():
        folder(path.parent, owner=owner)
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        _create(fresh, content, mode, owner)
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


def _create(path: Path, content: str, mode: int, owner: int | None) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "w") as file:
        if owner is not None and owner != os.geteuid():
            os.fchown(descriptor, owner, owner)
        os.fchmod(descriptor, mode)
        file.write(content)


def write_json(path: Path, value: Any, *, mode: int = 0o600, owner: int | None = None) -> None:
    write(path, json.dumps(value, indent=1) + "\n", mode=mode, owner=owner)


def read_json(path: Path) -> dict[str, Any]:
    """The object in `path`, empty when there is no such file."""
    try:
        content: dict[str, Any] = json.loads(path.read_text())
    except FileNotFoundError:
        return {}
    return content


def folder(path: Path, *, owner: int | None = None, mode: int = 0o700) -> Path:
    """The folder `path`, made with this owner and mode; folders above it that are missing get the same."""
    if not path.parent.exists():
        folder(path.parent, owner=owner, mode=mode)
    path.mkdir(exist_ok=True)
    if owner is not None and path.stat().st_uid != owner:
        os.chown(path, owner, owner)
    path.chmod(mode)
    return path
