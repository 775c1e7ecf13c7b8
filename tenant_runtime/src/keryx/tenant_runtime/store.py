"""A tenant's files: a folder or a bucket, through fsspec. Everything here blocks; coroutines call it in a thread."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, cast

import fsspec

_UNFINISHED = ".unfinished"


class Store:
    """Files below `url` (file:///…, s3://…). Names are relative, with slashes."""

    def __init__(self, url: str) -> None:
        options = {"auto_mkdir": True} if url.startswith("file:") else {}
        self._fs, self._root = fsspec.core.url_to_fs(url, **options)

    def uri(self, name: str) -> str:
        """The full address of a file."""
        return cast(str, self._fs.unstrip_protocol(self._path(name)))

    def exists(self, name: str) -> bool:
        self._fs.invalidate_cache()
        return bool(self._fs.exists(self._path(name)))

    def size(self, name: str) -> int:
        """Bytes. FileNotFoundError when there is none."""
        self._fs.invalidate_cache()
        return int(self._fs.info(self._path(name))["size"])

    def names(self, folder: str) -> set[str]:
        """Names of the finished files in `folder`, without the folder; none when it does not exist."""
        self._fs.invalidate_cache()
        try:
            found = self._fs.ls(self._path(folder), detail=False)
        except FileNotFoundError:
            return set()
        return {path.rsplit("/", 1)[1] for path in found if not path.endswith(_UNFINISHED)}

    def read(self, name: str, start: int = 0, end: int | None = None) -> bytes:
        """Bytes [start, end) of a file."""
        return cast(bytes, self._fs.cat_file(self._path(name), start=start, end=end))

    @contextmanager
    def writing(self, name: str) -> Iterator[IO[bytes]]:
        """Write a file that appears under its name only when it is whole; a writer that fails leaves none."""
        path, unfinished = self._path(name), self._path(f"{name}.{uuid.uuid4().hex}{_UNFINISHED}")
        try:
            with self._fs.open(unfinished, "wb") as file:
                yield cast(IO[bytes], file)
            self._fs.mv(unfinished, path)
        except BaseException:
            self._remove(unfinished)
            raise

    def write(self, name: str, content: bytes) -> None:
        with self.writing(name) as file:
            file.write(content)

    def open(self, name: str) -> IO[bytes]:
        """For reading and seeking."""
        return cast(IO[bytes], self._fs.open(self._path(name), "rb"))

    def remove_unfinished(self, folder: str, older_than_seconds: float) -> None:
        """Remove what killed writers left in `folder`."""
        limit = time.time() - older_than_seconds
        try:
            found = self._fs.ls(self._path(folder), detail=False)
        except FileNotFoundError:
            return
        for path in found:
            if path.endswith(_UNFINISHED) and self._fs.modified(path).timestamp() < limit:
                self._remove(path)

    def remove(self, name: str) -> None:
        """Remove a file; one that is gone already is no error."""
        self._remove(self._path(name))

    def _remove(self, path: str) -> None:
        fs: Any = self._fs
        if fs.exists(path):
            fs.rm_file(path)

    def _path(self, name: str) -> str:
        if name.startswith("/") or ".." in name.split("/"):
            raise ValueError(f"not a name within a store: {name!r}")
        return f"{self._root}/{name}"
