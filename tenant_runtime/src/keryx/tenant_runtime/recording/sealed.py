"""Files encrypted in chunks, so that a range can be read without the rest and a long one written without holding it.

Layout: `KRX1`, chunk size (4 bytes, big endian), the file's own key wrapped by the tenant's (60 bytes), a nonce prefix (8
bytes); then chunks of AES-256-GCM, each [ciphertext + 16-byte tag], nonce = prefix + chunk number. Header and whether it
is the last are authenticated with each chunk: chunks cannot be changed, moved, or cut off the end unnoticed.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from types import TracebackType
from typing import IO, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from keryx.tenant_runtime.vault import KEY_BYTES, Vault, VaultSealed

CHUNK_BYTES = 64 * 1024
_MAGIC = b"KRX1"
_CONTEXT = b"keryx sealed file"
_HEADER = struct.Struct(">4sI60s8s")
_TAG_BYTES = 16


class SealedWriter:
    """Encrypts what is written to it into `target`. Memory: one chunk. Leaving the block without error finishes the file."""

    def __init__(self, vault: Vault, target: IO[bytes]) -> None:
        key = os.urandom(KEY_BYTES)
        self._cipher = AESGCM(key)
        self._prefix = os.urandom(8)
        self._header = _HEADER.pack(_MAGIC, CHUNK_BYTES, vault.wrap(key, _CONTEXT), self._prefix)
        self._target = target
        self._pending = bytearray()
        self._number = 0
        target.write(self._header)

    def write(self, data: bytes) -> None:
        self._pending += data
        while len(self._pending) > CHUNK_BYTES:  # the last chunk is known only at the end
            self._put(bytes(self._pending[:CHUNK_BYTES]), last=False)
            del self._pending[:CHUNK_BYTES]

    def finish(self) -> None:
        self._put(bytes(self._pending), last=True)
        self._pending.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if kind is None:
            self.finish()

    def _put(self, plain: bytes, *, last: bool) -> None:
        nonce = self._prefix + self._number.to_bytes(4, "big")
        self._target.write(self._cipher.encrypt(nonce, plain, self._header + bytes([last])))
        self._number += 1


class SealedReader:
    """Reads any range of a sealed file. `source` must seek; `size` is the length of what was written, in bytes."""

    def __init__(self, vault: Vault, source: IO[bytes]) -> None:
        self._source = source
        self._header = source.read(_HEADER.size)
        if len(self._header) < _HEADER.size:
            raise VaultSealed("cut short within its header")
        magic, self._chunk, wrapped, self._prefix = _HEADER.unpack(self._header)
        if magic != _MAGIC or self._chunk == 0:
            raise VaultSealed("not a sealed file")
        self._cipher = AESGCM(vault.unwrap(wrapped, _CONTEXT))
        body = source.seek(0, os.SEEK_END) - _HEADER.size
        self._count = -(-body // (self._chunk + _TAG_BYTES))
        self.size = body - self._count * _TAG_BYTES
        if self._count == 0 or self.size < 0:
            raise VaultSealed("cut short within its first chunk")

    def read(self, start: int, end: int) -> bytes:
        """Bytes [start, end), as far as the file reaches. VaultSealed when they were tampered with."""
        return b"".join(self.stream(start, end))

    def stream(self, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The same, a chunk at a time."""
        end = self.size if end is None else min(end, self.size)
        position = max(0, start)
        while position < end:
            number, skip = divmod(position, self._chunk)
            piece = self._plain(number)[skip : skip + end - position]
            yield piece
            position += len(piece)

    def close(self) -> None:
        self._source.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _plain(self, number: int) -> bytes:
        self._source.seek(_HEADER.size + number * (self._chunk + _TAG_BYTES))
        sealed = self._source.read(self._chunk + _TAG_BYTES)
        last = number == self._count - 1
        try:
            return self._cipher.decrypt(self._prefix + number.to_bytes(4, "big"), sealed, self._header + bytes([last]))
        except InvalidTag as error:
            raise VaultSealed(f"chunk {number} was changed or does not belong here") from error
