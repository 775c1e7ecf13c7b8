"""No engine lives: new calls ring, are taken when one comes in time, and else get what their entry says for an outage."""

import asyncio
import json
import os
import signal
import time
import wave
from random import Random

import numpy as np
import pytest

from e2e.faults.faults import away, back
from e2e.faults.trial import NUMBER, Tell
from e2e.support.conversation import at_work, conversation, telephones
from e2e.support.records import ended
from e2e.support.stack import Stack
from keryx.cli.telephone.exchange import Exchange
from keryx.cli.telephone.hearing import similarity
from keryx.cli.telephone.line import Samples, dial, dial_listening
from keryx.crds.config import TenantConfig, media_id

pytestmark = [pytest.mark.e2e, pytest.mark.fault, pytest.mark.timeout(240)]

RINGS_SECONDS = 8.0
PATIENCE_SECONDS = 25.0
CONGESTION = 34
"""The Q.850 cause that a SIP 503 is told as."""
ALIKE = 0.8
EDGE = 2000
"""Samples at both ends that the opening and the closing of the line may cost."""


@pytest.mark.soak
async def test_taken_when_an_engine_lives_in_time(centre: Stack, chance: Random, record_property: Tell) -> None:
    """If this fails, a caller who calls in the second of a crash is lost."""
    async with telephones() as (carrier, table), at_work(centre, table) as worker:
        pid = await asyncio.to_thread(centre.pid, "engine")
        os.kill(pid, signal.SIGKILL)
        await asyncio.sleep(chance.uniform(0.0, 1.0))  # when in the outage the call comes
        called = time.monotonic()
        async with conversation(centre, carrier, worker, chance, NUMBER) as talk:
            record_property("taken", f"talking {time.monotonic() - called:.1f} s after calling")
            await talk.hang_up()
        await back(centre, "engine", not_pid=pid)
        await worker.free()
        assert (await ended(centre, talk.interaction))["outcome"] == "answered"


async def test_an_outage_is_told(centre: Stack, record_property: Tell) -> None:
    """If this fails, a centre whose engine is away leaves its callers in silence."""
    target = str((await asyncio.to_thread(centre.status))["sip"])
    async with telephones() as (carrier, _), away(centre, "engine"):
        began = time.monotonic()
        await asyncio.gather(
            is_refused(carrier, f"sip:3913@{target}"),
            hears_the_announcement(carrier, f"sip:3911@{target}", known(centre, "outage-announcement")),
        )
        record_property("both", f"announcement and refusal after {time.monotonic() - began:.1f} s")


async def is_refused(carrier: Exchange, uri: str) -> None:
    async with dial(carrier, uri, caller="+33612345678") as line:
        begun = time.monotonic()
        assert await line.reached("ringing", within=5.0) == "ringing"
        await line.reached("ended", within=PATIENCE_SECONDS)
        assert time.monotonic() - begun > RINGS_SECONDS - 1
        assert line.cause == CONGESTION


async def hears_the_announcement(carrier: Exchange, uri: str, announcement: Samples) -> None:
    async with dial_listening(carrier, uri) as line:
        await line.reached("ended", within=PATIENCE_SECONDS)
        assert line.cause == CONGESTION
        assert not line.answered, "the caller would pay for an announcement"
        alike = similarity(line.ears.samples(), announcement[EDGE:-EDGE])
        assert alike > ALIKE, f"what was heard is the announcement to {alike:.0%}"


def known(stack: Stack, entry: str) -> Samples:
    """What the entry's outage says, as the site has it."""
    kept = json.loads((stack.state / "data/reconciler/last_good/acme.json").read_text())
    config = TenantConfig.model_validate(kept["config"])
    announcement = config.entries[entry].on_outage.announcement
    assert announcement is not None
    name = media_id(announcement, config, "fr")
    with wave.open(str(stack.state / f"data/sites/acme-paris/share/sounds/keryx/{name}.wav")) as sound:
        assert sound.getframerate() == 8000
        return np.frombuffer(sound.readframes(sound.getnframes()), dtype="<i2")
