"""`keryx call`: a call told as it goes: ringing, which prompt, music, talking.

What the centre is known to play is known again by its sound (`known`). Anything else is somebody talking; where nothing is known of the
centre, sound can only be told apart as speech, music and tones.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from keryx.cli.telephone.exchange import Exchange
from keryx.cli.telephone.hearing import classify
from keryx.cli.telephone.known import PROBE, KnownSounds, Place
from keryx.cli.telephone.line import FRAME, RATE, Line, dial

Say = Callable[[str], None]
_LOOK_SECONDS = 0.25
_WINDOW_SECONDS = 1.5
_SILENT_SECONDS = 0.6
"""Without a packet for so long nothing is heard: a line that plays nothing may send nothing."""
_UNSURE_SECONDS = 2.5
"""A second of sound that is part one thing and part the next is nobody's: only what stays unknown for longer is somebody talking."""
_KEY_AFTER_SECONDS = 0.7


async def narrate(
    exchange: Exchange, uri: str, *, caller: str, keys: str, seconds: float, known: KnownSounds, say: Say
) -> int | None:
    """Call `uri`, press `keys` one each time someone begins to speak, and tell what is heard. Returns the Q.850 cause of the end."""
    say(f"calling {uri}")
    async with dial(exchange, uri, caller=caller) as line:
        if await line.reached("ringing", "up") == "ringing":
            say("ringing")
        if await line.reached("up", within=60.0) == "up":
            say("answered")
            await _listen(line, list(keys), seconds, known, say)
        say(_ending(line))
        return line.cause


async def _listen(line: Line, keys: list[str], seconds: float, known: KnownSounds, say: Say) -> None:
    loop = asyncio.get_running_loop()
    hearing, end = Listener(line, known), loop.time() + seconds
    told, spoken_since = "", 0.0
    while line.state == "up" and loop.time() < end:
        words = await asyncio.to_thread(hearing.words, loop.time())
        if words and words != told:
            told, spoken_since = words, loop.time() if is_speech(words) else 0.0
            say(words)
        if keys and spoken_since and loop.time() - spoken_since >= _KEY_AFTER_SECONDS:
            await line.press(keys[0])
            say(f"pressed {keys.pop(0)}")
            spoken_since = 0.0
        await _until_end(line, _LOOK_SECONDS)


async def _until_end(line: Line, seconds: float) -> None:
    try:
        await line.reached("ended", within=seconds)
    except TimeoutError:
        return


def is_speech(words: str) -> bool:
    """Whether a key may be pressed to it."""
    return words == "speech" or words.startswith("“")


class Listener:
    """What is heard on a line at this moment, in words. Empty: not sure yet."""

    def __init__(self, line: Line, known: KnownSounds) -> None:
        self._line, self._known = line, known
        self._place: Place | None = None
        self._found_at = 0
        self._unsure_since: float | None = None

    def words(self, now: float) -> str:
        """`now` is the event loop's time (seconds)."""
        sure = self._heard(now)
        if sure or self._unsure_since is None:
            self._unsure_since = None if sure else now
        elif self._known and now - self._unsure_since > _UNSURE_SECONDS:
            return "talking"
        return sure

    def _heard(self, now: float) -> str:
        ears = self._line.ears
        if now - ears.heard_at > _SILENT_SECONDS:
            return "silence"
        if len(ears.packets) * FRAME < PROBE:
            return ""
        heard = classify(ears.samples(_WINDOW_SECONDS))
        if heard.kind == "silence":
            return "silence"
        if (place := self._recognised()) is not None:
            return _known_words(place)
        if heard.kind == "tone":
            return f"a tone of {heard.hertz:.0f} Hz"
        return "" if self._known else heard.kind

    def _recognised(self) -> Place | None:
        """The same sound goes on, or another one has begun."""
        ears = self._line.ears
        heard, probe = len(ears.packets) * FRAME, ears.samples(PROBE / RATE)
        if self._place is not None and KnownSounds.goes_on(self._place, heard - self._found_at, probe):
            return self._place
        self._place, self._found_at = self._known.find(probe), heard
        return self._place


def _known_words(place: Place) -> str:
    return "music on hold" if place.sound.kind == "music" else f"“{place.sound.text}”"


def _ending(line: Line) -> str:
    return "hung up" if line.state != "ended" else f"the other side ended the call (cause {line.cause})"
