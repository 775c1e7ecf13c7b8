"""The worker's part: make the files of every media id that has none in the store yet."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Mapping

import fsspec

from keryx.tenant_runtime.media.audio import AudioRefused, playable
from keryx.tenant_runtime.media.source import FORMATS, SourceSpec
from keryx.tenant_runtime.media.speech import SpeechFailed, SpeechProvider
from keryx.tenant_runtime.store import Store

FOLDER = "media"
_AT_ONCE = 2
_BYTES_AT_MOST = 200_000_000
_MEDIA_ID = re.compile(r"[0-9a-f]{32}")


class MediaRefused(Exception):
    """A prompt cannot be made; the message is a sentence."""


class MediaMaker:
    """Makes and keeps one tenant's prompts. A media id is a hash of its source, so what was made once is never made again."""

    def __init__(self, store: Store, speech: SpeechProvider) -> None:
        self._store = store
        self._speech = speech
        self._turns = asyncio.Semaphore(_AT_ONCE)

    async def make(self, sources: Mapping[str, SourceSpec]) -> dict[str, str]:
        """Make what is missing; a sentence by media id for what could not be made."""
        there = await asyncio.to_thread(self._store.names, FOLDER)
        wanted = {key: one for key, one in sources.items() if not {f"{key}.{form}" for form in FORMATS} <= there}
        problems = await asyncio.gather(*(self._try(media_id, source) for media_id, source in wanted.items()))
        return {media_id: problem for media_id, problem in zip(wanted, problems, strict=True) if problem is not None}

    async def _try(self, media_id: str, source: SourceSpec) -> str | None:
        async with self._turns:
            try:
                await asyncio.to_thread(self._make, media_id, source)
            except (MediaRefused, SpeechFailed, AudioRefused, OSError) as error:
                return str(error)
        return None

    def _make(self, media_id: str, source: SourceSpec) -> None:
        if not _MEDIA_ID.fullmatch(media_id):
            raise MediaRefused(f"not a media id: {media_id!r}")
        content = self._spoken(source) if source.kind == "text" else _fetched(source)
        for form, made in playable(content).items():
            self._store.write(f"{FOLDER}/{media_id}.{form}", made)

    def _spoken(self, source: SourceSpec) -> bytes:
        if not source.text or not source.language:
            raise MediaRefused("a text prompt needs a text and a language")
        return self._speech.speak(source.text, source.language, source.voice)


def _fetched(source: SourceSpec) -> bytes:
    """The audio file at `uri`, checked against its SHA-256."""
    if not source.uri:
        raise MediaRefused("an audio prompt needs a uri")
    with fsspec.open(source.uri, "rb") as file:
        content: bytes = file.read(_BYTES_AT_MOST + 1)
    if len(content) > _BYTES_AT_MOST:
        raise MediaRefused(f"{source.uri} is larger than {_BYTES_AT_MOST // 1_000_000} MB")
    if source.sha256 and hashlib.sha256(content).hexdigest() != source.sha256.lower():
        raise MediaRefused(f"{source.uri} is not the file that was declared: its SHA-256 differs")
    return content
