"""Facts on disk while Postgres is away: bounded, checksummed, replayed in order when it is back.

A record is its length, its CRC-32 and its bytes (msgpack). A torn tail, from a kill in the middle of a write, is cut off: nobody was told
of it. Personal values are sealed by the vault.
"""

from __future__ import annotations

import fcntl
import os
import struct
import zlib
from pathlib import Path

import msgspec

_HEAD = struct.Struct("!II")
LIMIT_BYTES = 64 * 1024 * 1024
FULL_BYTES = 48 * 1024 * 1024
"""From here on new calls are refused, so that those in progress can be written to their end."""


class Row(msgspec.Struct, frozen=True, array_like=True):
    """A fact as it goes into the journal. `at` ms UTC, `fact` JSON, `personal` sealed by the vault."""

    epoch: int
    seq: int
    at: int
    interaction: str | None
    agent: str | None
    fact: bytes
    personal: bytes | None = None


class SpoolFull(Exception):
    """Nothing more can be kept; the message says where."""


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Row).decode


class Spool:
    """One engine's spool file. It is locked while its engine lives, so that another knows which files are abandoned."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self._file)
            raise
        self.bytes = self._cut_torn_tail()

    @classmethod
    def of_this_process(cls, folder: Path, tenant: str) -> Spool:
        return cls(folder / f"{tenant}-{os.getpid()}.spool")

    @classmethod
    def abandoned(cls, folder: Path, tenant: str) -> list[Spool]:
        """The spools of engines that live no more, locked for us; `remove` them once they are in the database."""
        found = []
        for path in sorted(folder.glob(f"{tenant}-*.spool"), key=lambda one: one.stat().st_mtime):
            try:
                found.append(cls(path))
            except BlockingIOError:
                continue  # its engine lives
        return found

    @property
    def is_filling(self) -> bool:
        return self.bytes >= FULL_BYTES

    def append(self, rows: list[Row]) -> None:
        """Keep rows, on disk when this returns. Blocks for the disk. SpoolFull at the bound."""
        data = b"".join(_record(row) for row in rows)
        if self.bytes + len(data) > LIMIT_BYTES:
            raise SpoolFull(f"the spool {self._path} holds {self.bytes} bytes and takes no more")
        os.write(self._file, data)
        os.fdatasync(self._file)
        self.bytes += len(data)

    def read(self, offset: int = 0, most: int | None = None) -> tuple[list[Row], int]:
        """Whole rows from `offset` (bytes) on, in order, at most so many; and where the next begins."""
        rows: list[Row] = []
        with self._path.open("rb") as file:
            file.seek(offset)
            while most is None or len(rows) < most:
                head = file.read(_HEAD.size)
                length, checksum = _HEAD.unpack(head) if len(head) == _HEAD.size else (0, 0)
                body = file.read(length)
                if not length or len(body) < length or zlib.crc32(body) != checksum:
                    break
                rows.append(_decode(body))
                offset += _HEAD.size + length
        return rows, offset

    def clear(self) -> None:
        """Everything in it is in the database."""
        os.ftruncate(self._file, 0)
        self.bytes = 0

    def close(self) -> None:
        """Give up the file; it goes when it is empty."""
        if not self.bytes:
            self._path.unlink(missing_ok=True)
        os.close(self._file)

    def _cut_torn_tail(self) -> int:
        whole = self.read()[1]
        os.ftruncate(self._file, whole)
        return whole


def _record(row: Row) -> bytes:
    body = _encode(row)
    return _HEAD.pack(len(body), zlib.crc32(body)) + body
