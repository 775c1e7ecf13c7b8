"""Who hears a supervisor, told by tones on a real Asterisk. If this fails, a caller hears what was meant for the agent."""

from __future__ import annotations

import asyncio
import wave
from collections.abc import Callable
from contextlib import AsyncExitStack
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest

from keryx.cli.telephone.exchange import Exchange
from keryx.cli.telephone.hearing import level_at
from keryx.cli.telephone.line import RATE, Line, dial
from keryx.cli.telephone.phone import registered
from keryx.core import commands as c
from keryx.core.facts import WatchMode
from keryx.core.inputs import ContactArrived, LegAnswered, LegEnded, PhoneContact
from keryx.kit.ids import Ids
from tests.support.asterisk import SiteAsterisk, asterisk
from tests.tenant_runtime.telephony.test_calls import PHONES, Engine, desk_phone, engine, telephone, tone

__all__ = ["asterisk", "engine", "telephone"]

pytestmark = pytest.mark.integration
HZ = {"caller": 697, "agent": 1209, "boss": 1633}
LOUD, QUIET = 400, 100
"""Amplitudes of a tone that is said, and of one that is not."""
EVERYBODY = set(permutations(HZ, 2))
TALK = {("caller", "agent"), ("agent", "caller")}
MODES: dict[WatchMode, set[tuple[str, str]]] = {
    "listen": TALK | {("boss", "caller"), ("boss", "agent")},
    "whisper": TALK | {("boss", "caller"), ("boss", "agent"), ("agent", "boss")},
    "join": EVERYBODY,
}
"""Mode -> (who hears, whom), of all six directions."""


async def heard(lines: dict[str, Line], expected: set[tuple[str, str]]) -> None:
    """Return once, while all say their tone, exactly the expected pairs hear each other. TimeoutError says what was heard instead."""
    found: set[tuple[str, str]] = set()
    levels: dict[tuple[str, str], float] = {}
    try:
        async with asyncio.timeout(12):
            while found != expected:
                for name, line in lines.items():
                    line.say(tone(HZ[name], 0.2))
                lines["caller"].ears.changed.clear()
                await lines["caller"].ears.changed.wait()
                levels = {
                    (who, whom): level_at(lines[who].ears.samples(0.5), HZ[whom])
                    for who, whom in permutations(lines, 2)
                }
                unclear = any(QUIET < level < LOUD for level in levels.values())
                found = set() if unclear else {pair for pair, level in levels.items() if level >= LOUD}
    except TimeoutError as late:
        told = ", ".join(f"{who} hears {whom} {level:.0f}" for (who, whom), level in levels.items())
        raise TimeoutError(f"{told}; expected {sorted(expected)}") from late


def said(file: Path, hertz: int) -> float:
    with wave.open(str(file)) as sound:
        samples = np.frombuffer(sound.readframes(sound.getnframes()), np.int16)
    half = RATE // 2
    return max(level_at(samples[at : at + half], hertz) for at in range(0, len(samples) - half, half))


async def test_listen_whisper_join_and_take_over_in_all_six_directions(
    asterisk: SiteAsterisk, engine: Engine, telephone: Exchange
) -> None:
    ids = Ids(lambda: 1_795_000_000_000)
    interaction, bridge, track = ids(), ids(), ids()
    coach: str | None = None
    legs = {"agent": ids(), "boss": ids()}
    endpoints = {"agent": "p-1", "boss": "p-2"}
    submit = engine.adapter.submit
    async with AsyncExitStack() as stack:
        await engine.site.provision({**desk_phone("p-1"), **desk_phone("p-2")})
        for endpoint in endpoints.values():
            phone = await stack.enter_async_context(
                registered(
                    telephone,
                    registrar=asterisk.settings.sip_address,
                    username=endpoint,
                    password=PHONES.password(endpoint),
                )
            )
            await engine.saw(PhoneContact, is_reachable(endpoint))
        address = f"sip:3900@{asterisk.settings.sip_address}"
        caller = await stack.enter_async_context(dial(telephone, address, caller="0612345678"))
        arrived = await engine.saw(ContactArrived)
        submit([c.AnswerContact(interaction=interaction, leg=arrived.leg, bridge=bridge)])
        lines = {"caller": caller}
        for name, leg in legs.items():
            submit([
                c.CallAgent(
                    interaction=interaction, leg=leg, site="paris", endpoint=endpoints[name], agent=name, offer=None,
                    caller_ref=None,
                )
            ])  # fmt: skip
            lines[name] = await phone.lift(within=15)  # whatever rings in the telephone rings the last phone
            await engine.saw(LegAnswered, is_leg(leg))
        submit([
            c.Join(interaction=interaction, leg=legs["agent"], bridge=bridge, other_leg=arrived.leg),
            c.Record(interaction=interaction, recording=track, leg=legs["agent"], site="paris"),
        ])  # fmt: skip
        await heard(lines, TALK)
        modes: tuple[WatchMode, ...] = ("listen", "whisper", "join", "whisper", "listen")
        for mode in modes:
            before, coach = coach, ids()
            submit([watch(interaction, legs, bridge, coach, before, mode)])
            await heard(lines, MODES[mode])
        submit([
            c.HangUp(interaction=interaction, leg=legs["agent"]),
            watch(interaction, legs, bridge, ids(), coach, "join"),
        ])  # fmt: skip
        await lines["agent"].reached("ended")
        del lines["agent"]
        await heard(lines, {("caller", "boss"), ("boss", "caller")})
        submit(
            [c.HangUp(interaction=interaction, leg=legs["boss"]), c.CloseBridge(interaction=interaction, bridge=bridge)]
        )
        await lines["boss"].reached("ended")
        await caller.hang_up()
        await engine.saw(LegEnded, lambda one: one.leg == arrived.leg)
    recorded = Path(asterisk.settings.recordings_dir) / f"{track}.wav"
    assert said(recorded, HZ["agent"]) > LOUD
    assert said(recorded, HZ["boss"]) < QUIET, "what is whispered to the agent is in nobody's recording"


def is_reachable(endpoint: str) -> Callable[[PhoneContact], bool]:
    return lambda one: one.endpoint == endpoint and one.reachable


def is_leg(leg: str) -> Callable[[LegAnswered], bool]:
    return lambda one: one.leg == leg


def watch(
    interaction: str, legs: dict[str, str], bridge: str, coach: str, ended_coach: str | None, mode: WatchMode
) -> c.Watch:
    return c.Watch(
        interaction=interaction, leg=legs["boss"], bridge=bridge, agent_leg=legs["agent"], coach=coach,
        ended_coach=ended_coach, mode=mode,
    )  # fmt: skip
