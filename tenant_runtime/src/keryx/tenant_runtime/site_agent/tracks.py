"""Finished tracks: from Asterisk's folder, encrypted, into the tenant's store.

The folder itself is the list of what is to do: a file is deleted only after the store has it whole and the worker has noted it.
Whoever is killed in between begins that file again; encrypting, uploading and noting it twice changes nothing.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from uuid import UUID

import httpx
import msgspec
from prometheus_client import Counter, Gauge

from keryx.kit import signals
from keryx.tenant_runtime.recording.names import track_name
from keryx.tenant_runtime.recording.sealed import SealedWriter
from keryx.tenant_runtime.recording.tracks import TracksAnswer, TracksAsked, TracksStored, TrackStored
from keryx.tenant_runtime.recording.wav import NotSignedLinear, layout
from keryx.tenant_runtime.store import Store
from keryx.tenant_runtime.vault import Vault

_QUIET_SECONDS = 1.5
"""A recorder writes many times a second; a file untouched for this long is closed, or its leg sends nothing."""
_ORPHAN_SECONDS = 24 * 3600.0
_SWEEP_SECONDS = 5.0
_SOON_SECONDS = 0.5
_UNFINISHED_SECONDS = 3600.0
_BLOCK_BYTES = 1024 * 1024
_NOTED_AT_ONCE = 20
_SUFFIXES = frozenset({".wav", ".wav16"})
_PLAIN_NAME = re.compile(r"[0-9a-f-]{36}")

_WAITING = Gauge("keryx_site_agent_tracks_waiting", "Track files not yet in the store", ["tenant", "site"])
_STORED = Counter("keryx_site_agent_tracks_stored_total", "Track files brought into the store", ["tenant", "site"])


class StoreIncomplete(OSError):
    """The store does not have what it was given."""


class TrackUploader:
    """Watches one folder. `client` has the worker's address as base URL and carries the tenant's token."""

    def __init__(
        self, folder: Path, store: Store, vault: Vault, client: httpx.AsyncClient, labels: tuple[str, str]
    ) -> None:
        self._folder = folder
        self._store = store
        self._vault = vault
        self._client = client
        self._labels = labels
        self._told: set[str] = set()
        self._wake = asyncio.Event()

    def finished(self, recordings: Iterable[str]) -> None:
        """The engine says that the recorders of these tracks have ended."""
        self._told.update(recordings)
        self._wake.set()

    async def run(self) -> None:
        """Until cancelled. What fails is tried again at the next sweep."""
        await asyncio.to_thread(self._store.remove_unfinished, "tracks", _UNFINISHED_SECONDS)
        while True:
            try:
                await self.sweep()
            except (OSError, httpx.HTTPError, msgspec.DecodeError) as error:
                signals.log.warning(
                    "tracks_tried_again", site=self._labels[1], reason=f"{type(error).__name__}: {error}"
                )
            await self._rest()

    async def drain(self, seconds: float) -> None:
        """Bring what is finished, for at most so long. What is still recorded stays for the next start."""
        try:
            async with asyncio.timeout(seconds):
                await self.sweep()
        except (OSError, httpx.HTTPError, msgspec.DecodeError) as error:
            signals.log.warning("tracks_left_behind", site=self._labels[1], reason=f"{type(error).__name__}: {error}")

    async def sweep(self) -> int:
        """Bring every finished track into the store; how many there were."""
        files = await asyncio.to_thread(self._files)
        _WAITING.labels(*self._labels).set(len(files))
        self._told &= files.keys()
        quiet = {recording: path for recording, path in files.items() if _age_seconds(path) >= _QUIET_SECONDS}
        ended = await self._ended(quiet)
        for begin in range(0, len(ended), _NOTED_AT_ONCE):
            await self._bring({one: quiet[one] for one in ended[begin : begin + _NOTED_AT_ONCE]})
        return len(ended)

    async def _rest(self) -> None:
        """Longer when nothing is known to wait."""
        if self._told:
            await asyncio.sleep(_SOON_SECONDS)
            return
        self._wake.clear()
        try:
            await asyncio.wait_for(self._wake.wait(), _SWEEP_SECONDS)
        except TimeoutError:
            return

    def _files(self) -> dict[str, Path]:
        """Track files by recording id."""
        if not self._folder.is_dir():
            return {}
        found = (path for path in sorted(self._folder.iterdir()) if path.suffix in _SUFFIXES)
        return {path.stem: path for path in found if _PLAIN_NAME.fullmatch(path.stem) and _is_id(path.stem)}

    async def _ended(self, quiet: dict[str, Path]) -> list[str]:
        """Those nobody records into any more: told by the engine, or found in the records. Old orphans count too."""
        unsure = [recording for recording in quiet if recording not in self._told]
        ended = [recording for recording in quiet if recording in self._told]
        if unsure:
            answer = await self._client.post("/v1/tracks/ended", content=msgspec.json.encode(TracksAsked(unsure)))
            answer.raise_for_status()
            known = msgspec.json.decode(answer.content, type=TracksAnswer)
            ended += known.ended
            ended += [one for one in known.unknown if _age_seconds(quiet[one]) > _ORPHAN_SECONDS]
        return ended

    async def _bring(self, files: Mapping[str, Path]) -> None:
        tracks = await asyncio.to_thread(lambda: [self._upload(*one) for one in files.items()])
        answer = await self._client.post("/v1/tracks", content=msgspec.json.encode(TracksStored(tracks)))
        answer.raise_for_status()
        for track in tracks:
            files[track.recording].unlink(missing_ok=True)
            self._told.discard(track.recording)
            signals.log.info(
                "track_stored", recording=track.recording, site=self._labels[1], milliseconds=track.milliseconds
            )
        _STORED.labels(*self._labels).inc(len(tracks))

    def _upload(self, recording: str, path: Path) -> TrackStored:
        """Encrypt into the store, a block at a time; StoreIncomplete when the store has less than it was given."""
        name, digest, size = track_name(recording), hashlib.sha256(), 0
        with path.open("rb") as source, self._store.writing(name) as target:
            with SealedWriter(self._vault, target) as sealed:
                while block := source.read(_BLOCK_BYTES):
                    digest.update(block)
                    size += len(block)
                    sealed.write(block)
            written = target.tell()
        if self._store.size(name) != written:
            raise StoreIncomplete(f"{name}: {self._store.size(name)} bytes of {written}")
        return TrackStored(
            recording=recording,
            uri=self._store.uri(name),
            sha256=digest.hexdigest(),
            bytes=size,
            milliseconds=_milliseconds(path),
        )


class _PlainFile:
    def __init__(self, path: Path) -> None:
        self._path = path
        self.size = path.stat().st_size

    def read(self, start: int, end: int) -> bytes:
        with self._path.open("rb") as file:
            file.seek(start)
            return file.read(end - start)


def _milliseconds(path: Path) -> int:
    """How long it is; 0 when it holds no sound that can be read (it is kept all the same)."""
    try:
        return layout(_PlainFile(path)).milliseconds
    except NotSignedLinear:
        return 0


def _age_seconds(path: Path) -> float:
    """Since it was last written; 0 when it is gone."""
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _is_id(name: str) -> bool:
    try:
        UUID(name)
    except ValueError:
        return False
    return True
