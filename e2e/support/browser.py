"""A real browser with a real microphone track: what it hears and says are tones that a test can tell apart."""

from __future__ import annotations

import contextlib
import os
import wave
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
from playwright.async_api import BrowserContext, Error, Page, async_playwright, expect

from keryx.cli.local.embed import tree
from keryx.cli.local.embed.sets import TESTS

expect.set_options(timeout=20_000)  # ms: the machine may be busy, and what is awaited is an event

_RATE = 48_000
"""Samples a second of the microphone's file: what Chromium works with, so that it need not convert."""

_LISTEN = """async ([hertz, patience]) => {
  const until = performance.now() + patience * 1000;
  const context = new AudioContext();
  await context.resume();
  const analyser = context.createAnalyser();
  analyser.fftSize = 8192;
  analyser.smoothingTimeConstant = 0;
  const levels = new Float32Array(analyser.frequencyBinCount);
  const width = context.sampleRate / analyser.fftSize;
  let voice, source, strongest = 0;
  while (performance.now() < until) {
    await new Promise((done) => setTimeout(done, 50));
    const now = document.querySelector('[data-testid="remote-audio"]')?.srcObject;
    if (!now) continue;
    if (now !== voice) {
      source?.disconnect();
      (source = context.createMediaStreamSource((voice = now))).connect(analyser);
    }
    analyser.getFloatFrequencyData(levels);
    const peak = levels.indexOf(Math.max(...levels));
    strongest = peak * width;
    if (levels[peak] > -60 && Math.abs(strongest - hertz) < 2 * width) break;
  }
  await context.close();
  return strongest;
}"""
"""Resolves with the strongest frequency (Hz) of the remote voice, also of one that is still to come: as soon as it is `hertz`, or after
`patience` seconds."""


class Browser:
    """One person's browser. `page` is Playwright's; pictures go to `pictures`."""

    def __init__(self, page: Page, pictures: Path) -> None:
        self.page = page
        self._pictures = pictures

    async def picture(self, name: str) -> None:
        """A picture of the whole page for a person to look at, as NAME.png."""
        await self.page.screenshot(path=self._pictures / f"{name}.png", full_page=True, animations="disabled")

    async def hears(self, hertz: float, within: float = 15.0) -> None:
        """Return once the strongest frequency of the remote voice is `hertz`, as the loudspeaker would get it."""
        strongest = await self.page.evaluate(_LISTEN, [hertz, within])
        assert abs(strongest - hertz) < 15, f"heard {strongest:.0f} Hz instead of {hertz:.0f}"

    async def crash(self) -> None:
        """Gone at once, as a killed browser or a dead battery: no page says good-bye."""
        chromium = self.page.context.browser
        assert chromium is not None
        session = await chromium.new_browser_cdp_session()
        with contextlib.suppress(Error):  # it cannot answer any more
            await session.send("Browser.crash")

    async def click(self, test_id: str) -> None:
        await self.page.get_by_test_id(test_id).click()


@contextlib.asynccontextmanager
async def opened(
    url: str, *, microphone_hertz: float, folder: Path, resolve: str = "*.localhost 127.0.0.1"
) -> AsyncIterator[Browser]:
    """A browser at `url` whose microphone hears `microphone_hertz`. `folder` takes its files; pictures go to KERYX_PICTURES or there.

    `resolve`: a pattern of host names and the address they have.
    """
    sound = folder / "microphone.wav"
    _write_tone(sound, microphone_hertz)
    shown = _pictures(folder)
    async with async_playwright() as driver:
        chromium = await driver.chromium.launch(executable_path=_program(), args=_flags(sound, resolve))
        context = await chromium.new_context(viewport={"width": 1280, "height": 800}, locale="fr-FR")
        await _take_sound_as_it_is(context)
        page = await context.new_page()
        try:
            await page.goto(url)
            yield Browser(page, shown)
        except BaseException:
            if chromium.is_connected():
                await context.pages[-1].screenshot(path=shown / "failure.png")
            raise
        finally:
            await chromium.close()


async def _take_sound_as_it_is(context: BrowserContext) -> None:
    """Noise suppression would take the tone away: the page has a setting for raw sound."""
    await context.add_init_script("localStorage.setItem('keryx.audio', 'raw')")


def _pictures(folder: Path) -> Path:
    shown = Path(os.environ.get("KERYX_PICTURES", folder / "pictures"))
    shown.mkdir(parents=True, exist_ok=True)
    return shown


def _program() -> Path:
    return tree.ensure(TESTS, lambda _: None) / "usr/lib/chromium/chromium-headless-shell"


def _flags(sound: Path, resolve: str) -> list[str]:
    return [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-audio-capture={sound}",
        f"--host-resolver-rules=MAP {resolve}",
        "--autoplay-policy=no-user-gesture-required",
        *(["--no-sandbox"] if os.geteuid() == 0 else []),
    ]


def _write_tone(path: Path, hertz: float) -> None:
    """One second, which Chromium repeats: whole periods, so that the tone has no seam."""
    wave_form = 8000 * np.sin(2 * np.pi * hertz * np.arange(_RATE) / _RATE)
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(_RATE)
        sound.writeframes(wave_form.astype("<i2").tobytes())
