"""What a prompt is made from, as the programs tell each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Protocol

import msgspec

FORMATS = ("wav", "sln16")
"""Files of one media id: 8 kHz WAV for the telephone network, 16 kHz signed linear for wide-band legs."""


class Source(Protocol):
    """The part of `keryx.crds`' media source that is needed here."""

    @property
    def kind(self) -> Literal["text", "audio"]: ...
    @property
    def text(self) -> str | None: ...
    @property
    def language(self) -> str | None: ...
    @property
    def voice(self) -> str | None: ...
    @property
    def sha256(self) -> str | None: ...
    @property
    def uri(self) -> str | None: ...


class SourceSpec(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A `Source` on the wire. Text: `text` in `language`, by `voice` if one is named. Audio: the file at `uri`."""

    kind: Literal["text", "audio"]
    text: str | None = None
    language: str | None = None
    voice: str | None = None
    sha256: str | None = None
    uri: str | None = None


class MediaRequest(msgspec.Struct, frozen=True):
    """Media ids (32 hex digits) and what each is made from."""

    media: dict[str, SourceSpec]


class MediaAnswer(msgspec.Struct, frozen=True):
    """`missing`: a sentence for each media id that could not be made or fetched; empty when all files are there."""

    missing: dict[str, str]


def request(sources: Mapping[str, Source]) -> MediaRequest:
    """`sources` as the body of a request."""
    return MediaRequest({media_id: _spec(source) for media_id, source in sources.items()})


def _spec(source: Source) -> SourceSpec:
    return SourceSpec(
        kind=source.kind,
        text=source.text,
        language=source.language,
        voice=source.voice,
        sha256=source.sha256,
        uri=source.uri,
    )
