"""What plays to legs: words, music, whispers.

A channel that plays a file is never given another command before its playback has ended: the command would wait as long as the
file plays. So whoever moves a leg makes it `quiet` first.
"""

from __future__ import annotations

import asyncio

from keryx.kit.signals import log
from keryx.tenant_runtime.telephony.ari import AriAway, AriRefused
from keryx.tenant_runtime.telephony.places import Places

_STOPPED_SECONDS = 2.0
_OWN = ("music-", "whisper-")
"""Playbacks that the core knows nothing of."""


class Sound:
    """Told by `ended` and `leg_gone` what Asterisk reports."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._playing: dict[str, str] = {}
        self._ended: dict[str, asyncio.Event] = {}
        self._music: dict[str, str] = {}
        """Leg -> the queue's own music; empty: the packaged one."""
        self._ringing: set[str] = set()
        """Legs that hear the ringing tone."""
        self._again: dict[str, asyncio.Task[None]] = {}
        self._count = 0

    async def close(self) -> None:
        for task in self._again.values():
            task.cancel()
        await asyncio.gather(*self._again.values(), return_exceptions=True)

    # --- what Asterisk reported -------------------------------------------------------------------------------------

    def ended(self, playback: str, leg: str) -> bool:
        """A playback is over; whether the core may know of it."""
        if ended := self._ended.pop(playback, None):
            ended.set()
        if self._playing.get(leg) == playback:
            del self._playing[leg]
        if playback.startswith("music-") and leg in self._music and leg in self._places.of:
            self._play_again(leg)
        return not playback.startswith(_OWN)

    def leg_gone(self, leg: str) -> None:
        self._music.pop(leg, None)
        self._ringing.discard(leg)
        playback = self._playing.pop(leg, None)
        if playback is not None and (ended := self._ended.pop(playback, None)):
            ended.set()

    def is_playing(self, leg: str, playback: str) -> None:
        """What the engine before us had begun to play."""
        self._playing[leg] = playback
        self._ended[playback] = asyncio.Event()

    # --- playing ----------------------------------------------------------------------------------------------------

    async def play(self, leg: str, playback: str, media: tuple[str, ...]) -> None:
        self.is_playing(leg, playback)
        sounds = ",".join(f"sound:keryx/{one}" for one in media)
        try:
            await self._places.ask(leg, "POST", f"play/{playback}", {"media": sounds})
        except (AriRefused, AriAway):
            self.ended(playback, leg)
            raise

    async def whisper(self, leg: str, media: tuple[str, ...]) -> asyncio.Event | None:
        """Say something to `leg`; set when it is over, None when it is so already."""
        playback = self._own("whisper", leg)
        await self.play(leg, playback, media)
        return self._ended.get(playback)

    async def start_music(self, leg: str, music: str | None) -> None:
        """`music`: a queue's own; None: the packaged one."""
        self._music[leg] = music or ""
        if music is None:
            await self._places.ask(leg, "POST", "moh")
        else:
            await self.play(leg, self._own("music", leg), (music,))

    async def start_ringing(self, leg: str) -> None:
        """The country's ringing tone, on a leg that is up; else the caller's own telephone rings."""
        self._ringing.add(leg)
        await self._places.ask(leg, "POST", "ring")

    async def quiet(self, leg: str) -> None:
        """Nothing plays to `leg` any more, neither music nor words nor ringing."""
        await self.stop_music(leg)
        if leg in self._ringing:
            self._ringing.discard(leg)
            await self._places.ask(leg, "DELETE", "ring")
        playback = self._playing.get(leg)
        if playback is not None:
            await self.stop(leg, playback)

    async def stop_music(self, leg: str) -> None:
        """The packaged one; a queue's own is a playback."""
        music = self._music.pop(leg, None)
        if music == "":
            await self._places.ask(leg, "DELETE", "moh")

    def no_more_music(self, leg: str) -> None:
        """`leg` is being hung up: a queue's own music that ends by that does not begin again."""
        self._music.pop(leg, None)

    async def stop(self, leg: str, playback: str) -> None:
        """Stop a playback and await its end, so that the channel takes commands again."""
        ended = self._ended.get(playback)
        if ended is None:
            return
        try:
            await self._places.site(leg).request(leg, "DELETE", f"playbacks/{playback}")
            async with asyncio.timeout(_STOPPED_SECONDS):
                await ended.wait()
        except AriRefused as refused:
            log.debug("playback_gone", leg=leg, status=refused.status)
            self.ended(playback, leg)
        except TimeoutError:
            log.warning("playback_does_not_end", leg=leg)
            self.ended(playback, leg)

    def _play_again(self, leg: str) -> None:
        """A queue's own music has come to its end: from the beginning."""
        if leg not in self._again:
            task = self._again[leg] = asyncio.create_task(self._repeat(leg), name=f"music of {leg}")
            task.add_done_callback(lambda _: self._again.pop(leg, None))

    async def _repeat(self, leg: str) -> None:
        if music := self._music.get(leg):
            try:
                await self.play(leg, self._own("music", leg), (music,))
            except (AriRefused, AriAway) as error:
                log.debug("music_ended", leg=leg, error=str(error))

    def _own(self, kind: str, leg: str) -> str:
        self._count += 1
        return f"{kind}-{leg}-{self._count}"
