"""Playing a recording: decrypted as it is read, a range at a time."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from uuid import UUID

import structlog
from fastapi import Response
from fastapi.responses import StreamingResponse

from keryx.kit.problems import Problem, not_found
from keryx.tenant_runtime.recording.names import open_recording
from keryx.tenant_runtime.recording.sealed import SealedReader
from keryx.tenant_runtime.store import Store as Files
from keryx.tenant_runtime.vault import Vault, VaultSealed

from .play_address import PlayAddresses

_RANGE = re.compile(r"bytes=(\d*)-(\d*)")

log = structlog.get_logger(__name__)


class Recordings:
    def __init__(self, files: Files, vault: Vault, plays: PlayAddresses) -> None:
        self.plays = plays
        self._files = files
        self._vault = vault

    async def serve(self, interaction: UUID, asked: str | None, *, download: bool) -> Response:
        """The rendered WAV, or the byte range asked for. Problem 404 when there is none. Who may hear it was asked before."""
        reader = await asyncio.to_thread(self._open, interaction)
        return _response(reader, asked, f"{interaction}.wav" if download else None)

    def _open(self, interaction: UUID) -> SealedReader:
        try:
            return open_recording(self._files, self._vault, interaction)
        except FileNotFoundError as missing:
            raise not_found("recording") from missing
        except (VaultSealed, OSError) as error:
            log.error("recording unreadable", interaction=str(interaction), error=str(error))
            raise Problem(503, "recording_unreadable", "The recording cannot be read right now.") from error


def byte_range(asked: str | None, size: int) -> tuple[int, int] | None:
    """[start, end) of a Range header; None when there is none, or one we do not serve. ValueError when it lies beyond the end."""
    match = _RANGE.fullmatch(asked.strip()) if asked else None
    if match is None or match.group(0) == "bytes=-":
        return None
    first, last = match.groups()
    if not first:
        start, end = max(0, size - int(last)), size
    else:
        start, end = int(first), min(size, int(last) + 1) if last else size
    if start >= end:
        raise ValueError(f"range beyond {size} bytes")
    return start, end


def _response(reader: SealedReader, asked: str | None, file_name: str | None) -> Response:
    headers = {"Accept-Ranges": "bytes", "Cache-Control": "private, no-store"}
    if file_name:
        headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    try:
        wanted = byte_range(asked, reader.size)
    except ValueError:
        size = reader.size
        reader.close()
        problem = Problem(416, "no_such_range", "The recording has no such range.")
        problem.headers = {"Content-Range": f"bytes */{size}"}
        raise problem from None
    start, end = wanted or (0, reader.size)
    headers["Content-Length"] = str(end - start)
    if wanted:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{reader.size}"
    return StreamingResponse(_pieces(reader, start, end), 206 if wanted else 200, headers, media_type="audio/wav")


def _pieces(reader: SealedReader, start: int, end: int) -> Iterator[bytes]:
    with reader:
        yield from reader.stream(start, end)
