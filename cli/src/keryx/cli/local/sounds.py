"""What a local stack can play, read from where its Asterisk plays it: prompts with what they say, and the music on hold."""

from __future__ import annotations

import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from keryx.cli.local import files
from keryx.cli.local.state import State
from keryx.cli.telephone.known import Sound
from keryx.cli.telephone.line import RATE, Samples
from keryx.crds.config import TenantConfig, media
from keryx.crds.media import MediaSource, prompt_media_id


def playable(state: State) -> list[Sound]:
    """All prompts of the configurations that run and the packaged music, as callers of any site would hear them."""
    return [*_prompts(state), *_music(state)]


def names(config: TenantConfig) -> dict[str, str]:
    """What each media id says, or for a recording the name of its Prompt."""
    recorded = {prompt_media_id(name, config): name for name in config.prompts}
    return {one: source.text or _title(source, recorded.get(one)) for one, source in media(config).items()}


def _title(source: MediaSource, prompt: str | None) -> str:
    return f"the recording {prompt or source.uri}"


def _prompts(state: State) -> Iterator[Sound]:
    for path in sorted((state.data / "reconciler/last_good").glob("*.json")):
        said = names(TenantConfig.model_validate(files.read_json(path)["config"]))
        for file in _by_name(state.data.glob(f"sites/{path.stem}-*/share/sounds/keryx/*.wav")).values():
            if file.stem in said:
                yield Sound("prompt", said[file.stem], samples_of(file))


def _music(state: State) -> Iterator[Sound]:
    for file in _by_name(state.data.glob("sites/*/share/moh/*.wav")).values():
        yield Sound("music", file.stem, samples_of(file))


def _by_name(found: Iterator[Path]) -> dict[str, Path]:
    """The same file lies at every site."""
    return {path.name: path for path in found}


def samples_of(path: Path) -> Samples:
    """A WAV file of the telephone network's rate: 8 kHz, one channel, 16 bits."""
    with wave.open(str(path), "rb") as sound:
        if (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) != (RATE, 1, 2):
            return np.zeros(0, np.int16)
        return np.frombuffer(sound.readframes(sound.getnframes()), dtype="<i2")
