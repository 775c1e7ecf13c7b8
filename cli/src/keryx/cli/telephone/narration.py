"""`keryx call`: a call told as it goes: ringing, speech, music, talking."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from keryx.cli.telephone.exchange import Exchange
from keryx.cli.telephone.hearing import Heard, classify
from keryx.cli.telephone.line import Line, dial

Say = Callable[[str], None]
_WINDOW_SECONDS = 1.5
_KEY_AFTER_SECONDS = 0.7


async def narrate(exchange: Exchange, uri: str, *, caller: str, keys: str, seconds: float, say: Say) -> int | None:
    """Call `uri`, press `keys` one after another while someone speaks, and tell what is heard. Returns the Q.850 cause of the end."""
    say(f"calling {uri}")
    async with dial(exchange, uri, caller=caller) as line:
        if await line.reached("ringing", "up") == "ringing":
            say("ringing")
        if await line.reached("up", within=60.0) == "up":
            say("answered")
            await _listen(line, list(keys), seconds, say)
        say(_ending(line))
        return line.cause


async def _listen(line: Line, keys: list[str], seconds: float, say: Say) -> None:
    loop = asyncio.get_running_loop()
    told, music_before, end = "", False, loop.time() + seconds
    speech_since: float | None = None
    while line.state == "up" and loop.time() < end:
        line.ears.changed.clear()
        await _packet_or_end(line)
        heard = classify(line.ears.samples(_WINDOW_SECONDS))
        music_before = music_before or heard.kind == "music"
        if (words := _words(heard, music_before)) != told:
            told = words
            say(words)
        speech_since = (speech_since or loop.time()) if heard.kind == "speech" else None
        if keys and speech_since and loop.time() - speech_since > _KEY_AFTER_SECONDS:
            await line.press(keys[0])
            say(f"pressed {keys.pop(0)}")
            speech_since = None


async def _packet_or_end(line: Line) -> None:
    """Return at the next packet, or after a quarter of a second without one (a hung-up line sends none)."""
    try:
        await asyncio.wait_for(line.ears.changed.wait(), 0.25)
    except TimeoutError:
        return


def _words(heard: Heard, music_before: bool) -> str:
    if heard.kind == "tone":
        return f"a tone of {heard.hertz:.0f} Hz"
    if heard.kind == "speech" and music_before:
        return "talking"
    return heard.kind


def _ending(line: Line) -> str:
    return "hung up" if line.state != "ended" else f"the other side ended the call (cause {line.cause})"
