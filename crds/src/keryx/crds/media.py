"""Media: what is said or played, named by what it is made from, so that its id is known before the audio exists."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

from pydantic import BaseModel

from .kinds.announcement import Announcement
from .kinds.flow import Say
from .kinds.prompt import PromptSpec
from .sentences import standard_sentences

if TYPE_CHECKING:
    from .config import TenantConfig


class Spoken(Protocol):
    """What plays a sentence or a prompt: an Announcement, or a step that is one."""

    @property
    def text(self) -> str | None: ...
    @property
    def prompt(self) -> str | None: ...
    @property
    def language(self) -> str | None: ...


class MediaSource(NamedTuple):
    """What a media id is made from. kind text: `text` said in `language` by `voice`. kind audio: the file at `uri` with `sha256`."""

    kind: Literal["text", "audio"]
    text: str | None = None
    language: str | None = None
    voice: str | None = None
    sha256: str | None = None
    uri: str | None = None


def media_id(announcement: Spoken, config: TenantConfig, language: str) -> str:
    """Id (32 hex digits) of what `announcement` plays to a contact of `language`. KeyError: its prompt is not in `config`."""
    return source_id(source_of(announcement, config, language))


def prompt_media_id(prompt: str, config: TenantConfig) -> str:
    """Id of what the Prompt named `prompt` plays."""
    return source_id(_prompt_source(config.prompts[prompt], config))


def say_media_id(text: str, language: str) -> str:
    """Id of the sentence `text` said in `language`."""
    return source_id(text_source(text, language))


def media(config: TenantConfig) -> dict[str, MediaSource]:
    """All that this config can play: announcements in each language it speaks, prompts, the standard sentences."""
    return {source_id(source): source for source in _sources(config)}


def source_id(source: MediaSource) -> str:
    """Id of `source`: an audio file by its content alone, a sentence by its words, language and voice."""
    known = source._replace(uri=None) if source.kind == "audio" else source
    spelled = json.dumps(known._asdict(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(spelled.encode()).hexdigest()[:32]


def text_source(text: str, language: str) -> MediaSource:
    """`text` said in `language` by the engine's usual voice."""
    return MediaSource("text", text=text, language=language)


def source_of(announcement: Spoken, config: TenantConfig, language: str) -> MediaSource:
    """What `announcement` is made from, for a contact of `language`."""
    if announcement.text is not None:
        return text_source(announcement.text, announcement.language or language)
    return _prompt_source(config.prompts[str(announcement.prompt)], config)


def _prompt_source(prompt: PromptSpec, config: TenantConfig) -> MediaSource:
    if prompt.text is not None:
        language = prompt.text.language or config.settings.default_language
        return MediaSource("text", text=prompt.text.text, language=language, voice=prompt.text.voice)
    assert prompt.audio is not None  # the model has exactly one of the two
    return MediaSource("audio", sha256=prompt.audio.sha256, uri=prompt.audio.uri)


def _sources(config: TenantConfig) -> Iterator[MediaSource]:
    languages = spoken_languages(config)
    for prompt in config.prompts.values():
        yield _prompt_source(prompt, config)
    for holder in (config.entries, config.queues, config.flows, config.recording_policies):
        for spec in holder.values():
            for found in _spoken(spec):
                yield from (source_of(found, config, language) for language in languages)
    for language in languages:
        yield from (text_source(sentence, language) for sentence in standard_sentences(language))


def spoken_languages(config: TenantConfig) -> tuple[str, ...]:
    """Every language a contact can have here: those of the settings, of entries, of sites, and what flows set."""
    entries = (entry.language for entry in config.entries.values())
    sites = (site.default_language for site in config.sites.values())
    steps = (step.set_variable for flow in config.flows.values() for step in flow.steps)
    chosen = (step.value for step in steps if step is not None and step.variable == "language")
    return tuple(dict.fromkeys(x for x in (*config.languages(), *entries, *sites, *chosen) if x))


def _spoken(value: object) -> Iterator[Announcement | Say]:
    """Every announcement and Say step within a spec, found by type so that a new field needs no edit here."""
    if isinstance(value, Announcement | Say):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _spoken(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _spoken(item)
