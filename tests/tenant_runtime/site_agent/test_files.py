"""The site agent's files: nothing half-written is played, nothing is deleted before it is safe elsewhere."""

from __future__ import annotations

import os
import socket
import time
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from keryx.tenant_runtime.recording.names import track_name
from keryx.tenant_runtime.recording.sealed import SealedReader
from keryx.tenant_runtime.recording.wav import header
from keryx.tenant_runtime.site_agent.prompts import PromptFetcher
from keryx.tenant_runtime.site_agent.tracks import TrackUploader
from keryx.tenant_runtime.store import Store
from keryx.tenant_runtime.vault import Vault

ID = "a" * 32
VAULT = Vault(bytes(range(32)))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(f"file://{tmp_path}/store")


def test_prompts_are_placed_whole(store: Store, tmp_path: Path) -> None:
    """What a killed agent left half-written is never played and never trusted."""
    for form in ("wav", "sln16"):
        store.write(f"media/{ID}.{form}", form.encode())
    folder = tmp_path / "sounds/keryx"
    folder.mkdir(parents=True)
    (folder / f"{ID}.wav.part").write_bytes(b"w")
    fetcher = PromptFetcher(tmp_path / "sounds", store)
    assert fetcher.fetch([ID]) == {}
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {f"{ID}.wav": b"wav", f"{ID}.sln16": b"sln16"}
    assert all(path.stat().st_mode & 0o777 == 0o644 for path in folder.iterdir())


def test_a_prompt_that_is_nowhere_is_named(store: Store, tmp_path: Path) -> None:
    missing = PromptFetcher(tmp_path / "sounds", store).fetch([ID, "../../etc/passwd"])
    assert set(missing) == {ID, "../../etc/passwd"}


def nobody_listens() -> str:
    """An address that refuses: the worker is away."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"


async def test_a_track_stays_until_the_worker_knows_of_it(store: Store, tmp_path: Path) -> None:
    """Uploaded, but the worker is away: the file is the only note of what is to do, so it must not go."""
    recording = str(uuid4())
    path = tmp_path / f"{recording}.wav"
    content = header(8000, 1, 8000) + os.urandom(16000)
    path.write_bytes(content)
    os.utime(path, (time.time() - 10,) * 2)
    async with httpx.AsyncClient(base_url=nobody_listens()) as client:
        uploader = TrackUploader(tmp_path, store, VAULT, client, ("acme", "paris"))
        uploader.finished([recording])
        for _ in range(2):
            with pytest.raises(httpx.ConnectError):
                await uploader.sweep()
    assert path.exists()
    with SealedReader(VAULT, store.open(track_name(recording))) as reader:
        assert reader.read(0, reader.size) == content
    assert store.names("tracks") == {f"{recording}.wav.enc"}


async def test_a_fresh_file_is_not_touched(store: Store, tmp_path: Path) -> None:
    """Its recorder may still be closing it, whatever the engine said."""
    recording = str(uuid4())
    (tmp_path / f"{recording}.wav").write_bytes(header(8000, 1, 0))
    (tmp_path / "notes.wav").write_bytes(b"not ours")
    async with httpx.AsyncClient(base_url=nobody_listens()) as client:
        uploader = TrackUploader(tmp_path, store, VAULT, client, ("acme", "paris"))
        uploader.finished([recording])
        assert await uploader.sweep() == 0
        await uploader.drain(5)
    assert store.names("tracks") == set()
