"""Prompts: from the tenant's store into the folder Asterisk plays from."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from keryx.tenant_runtime.media.make import FOLDER
from keryx.tenant_runtime.media.source import FORMATS
from keryx.tenant_runtime.store import Store

SUBFOLDER = "keryx"
"""Asterisk plays `sound:keryx/<media id>`."""
_UNFINISHED = ".part"


class PromptFetcher:
    """Keeps `sounds_dir`/keryx. A file appears under its name only when it is whole: Asterisk may be playing from there."""

    def __init__(self, sounds_dir: Path, store: Store) -> None:
        self._folder = sounds_dir / SUBFOLDER
        self._store = store

    def fetch(self, media_ids: Iterable[str]) -> dict[str, str]:
        """Fetch what is missing; a sentence by media id for what could not be had. Blocks; safe to repeat."""
        self._folder.mkdir(parents=True, exist_ok=True)
        for left in self._folder.glob(f"*{_UNFINISHED}"):
            left.unlink(missing_ok=True)
        missing: dict[str, str] = {}
        for media_id in media_ids:
            try:
                self._fetch_one(media_id)
            except FileNotFoundError:
                missing[media_id] = "the store has no such file"
            except OSError as error:
                missing[media_id] = f"{type(error).__name__}: {error}"
        return missing

    def _fetch_one(self, media_id: str) -> None:
        if not media_id.isalnum():
            raise OSError(f"not a media id: {media_id!r}")
        for form in FORMATS:
            target = self._folder / f"{media_id}.{form}"
            if not target.exists():
                _place(target, self._store.read(f"{FOLDER}/{media_id}.{form}"))


def _place(target: Path, content: bytes) -> None:
    """Write, sync, rename: after a power cut the file is whole or not there."""
    part = target.with_name(target.name + _UNFINISHED)
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.chmod(0o644)
    part.rename(target)
