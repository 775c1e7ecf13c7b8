"""Commands against a real Asterisk, told by what caller and agent hear; and a second engine that shuts out the first."""

import asyncio
import uuid
import wave
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from keryx.cli.local.embed import find
from keryx.cli.telephone.exchange import Exchange, exchange
from keryx.cli.telephone.line import RATE, Line, Samples, dial
from keryx.cli.telephone.phone import registered
from keryx.core import commands as c
from keryx.core.inputs import ContactArrived, Input, LegAnswered, LegEnded, LegFound, PhoneContact, PlaybackEnded
from keryx.kit.ids import Ids
from keryx.tenant_runtime.telephony import events
from keryx.tenant_runtime.telephony.adapter import Adapter
from keryx.tenant_runtime.telephony.ari import Event
from keryx.tenant_runtime.telephony.echo import ring_echo
from keryx.tenant_runtime.telephony.provisioning import Objects, Phones, changes
from keryx.tenant_runtime.telephony.site import Site
from tests.support.asterisk import SiteAsterisk, asterisk

__all__ = ["asterisk"]

pytestmark = pytest.mark.integration
CALLER_HZ, AGENT_HZ, PROMPT_HZ = 697, 1209, 440
PHONES = Phones(bytes(32))


def tone(hertz: int, seconds: float) -> Samples:
    return (8_000 * np.sin(2 * np.pi * hertz * np.arange(int(RATE * seconds)) / RATE)).astype(np.int16)


def hears(line: Line, hertz: int) -> bool:
    """Whether the tone is in the last half second."""
    heard = line.ears.samples(0.5).astype(float)
    wave_ = np.exp(-2j * np.pi * hertz * np.arange(len(heard)) / RATE)
    return len(heard) > RATE / 4 and bool(abs(np.sum(heard * wave_)) / len(heard) > 1_000)


class Engine:
    """What of an engine speaks to Asterisk: inputs are kept, decisions are the test's."""

    def __init__(self, asterisk: SiteAsterisk) -> None:
        self.site = Site(asterisk.settings, self)
        self.inputs: list[Input] = []
        self.found: tuple[LegFound, ...] | None = None
        self.changed = asyncio.Condition()
        self.adapter = Adapter({"paris": self.site}, self._guard, lambda _: "+33612345678", self._take, self._fail)
        self.work = asyncio.create_task(self.site.run())
        self._telling: set[asyncio.Task[None]] = set()

    async def may_connect(self) -> None:
        return

    def joined(self, site: Site, instance: str, legs: tuple[LegFound, ...], bridges: dict[str, str]) -> None:
        self.found = legs
        self._tell()

    def lost(self, site: Site, cause: str) -> None:
        self.found = None

    def event(self, site: Site, event: Event) -> None:
        if event["type"] == "PlaybackFinished" and not self.adapter.playback_ended(*events.playback_of(event)):
            return
        if event["type"] == "ContactStatusChange":
            endpoint, _, good = events.contact_of(event)
            self._take(PhoneContact(agent="a", site=site.name, endpoint=endpoint, reachable=good))
        if event["type"] == "ChannelDestroyed":
            self.adapter.leg_ended(str(events.leg_of(event)))
        if events.is_snoop(event):
            self.adapter.snoop_entered(str(events.leg_of(event)))
        if events.is_arrival(event):
            self.adapter.legs[str(events.leg_of(event))] = site.name
            self._take(events.arrived(event, site.name, "FR", over_limit=False))
        elif (given := events.translated(event)) is not None:
            self._take(given)

    async def saw(self, kind: type[Any], fits: Callable[[Any], bool] = lambda _: True) -> Any:
        """The first such input."""
        async with asyncio.timeout(15), self.changed:
            await self.changed.wait_for(lambda: any(isinstance(one, kind) and fits(one) for one in self.inputs))
        return next(one for one in self.inputs if isinstance(one, kind) and fits(one))

    async def connected(self) -> None:
        async with asyncio.timeout(15), self.changed:
            await self.changed.wait_for(lambda: self.found is not None)

    async def stop(self) -> None:
        self.work.cancel()
        await asyncio.gather(self.work, return_exceptions=True)
        await self.adapter.close()

    async def _guard(self) -> None:
        return

    def _take(self, given: Input) -> None:
        self.inputs.append(given)
        self._tell()

    def _fail(self, error: BaseException) -> None:
        raise error

    def _tell(self) -> None:
        async def tell() -> None:
            async with self.changed:
                self.changed.notify_all()

        task = asyncio.ensure_future(tell())
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)


@pytest.fixture
async def engine(asterisk: SiteAsterisk) -> AsyncIterator[Engine]:
    one = Engine(asterisk)
    await one.connected()
    yield one
    await one.stop()


@pytest.fixture
async def telephone() -> AsyncIterator[Exchange]:
    async with exchange(find(print)) as running:
        yield running


def make_prompt(asterisk: SiteAsterisk, name: str, seconds: float) -> None:
    path = Path(asterisk.settings.sounds_dir) / f"keryx/{name}.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(tone(PROMPT_HZ, seconds).tobytes())


def desk_phone(endpoint: str) -> Objects:
    password = PHONES.password(endpoint)
    fields = {
        "context": "keryx-nowhere", "disallow": "all", "allow": "alaw", "aors": endpoint, "auth": endpoint,
        "direct_media": "no", "rtp_symmetric": "yes",
    }  # fmt: skip
    wished: Objects = {
        ("auth", endpoint): (("auth_type", "userpass"), ("username", endpoint), ("password", password)),
        ("aor", endpoint): (("max_contacts", "1"), ("remove_existing", "yes")),
        ("endpoint", endpoint): tuple(fields.items()),
    }
    return changes({}, wished)[0]


async def both_hear(caller: Line, agent: Line) -> None:
    """Each hears the other, within some seconds."""
    async with asyncio.timeout(8):
        while not (hears(caller, AGENT_HZ) and hears(agent, CALLER_HZ)):
            caller.say(tone(CALLER_HZ, 0.2))
            agent.say(tone(AGENT_HZ, 0.2))
            caller.ears.changed.clear()
            await caller.ears.changed.wait()


async def until_hears(line: Line, hertz: int) -> None:
    async with asyncio.timeout(8):
        while not hears(line, hertz):
            line.ears.changed.clear()
            await line.ears.changed.wait()


async def silent(line: Line) -> None:
    """Half a second of packets comes and has nothing in it: silent, not dead."""
    async with asyncio.timeout(8):
        while True:
            before = len(line.ears.packets)
            while len(line.ears.packets) < before + 25:
                line.ears.changed.clear()
                await line.ears.changed.wait()
            if np.abs(np.concatenate(line.ears.packets[before:])).max() < 50:
                return


async def test_a_call_from_welcome_to_talk_hold_and_end(
    asterisk: SiteAsterisk, engine: Engine, telephone: Exchange
) -> None:
    """The spine: what a caller hears, who hears whom, and that a playing channel takes commands at once, that mute is silence."""
    make_prompt(asterisk, "welcome", 30)
    ids = Ids(lambda: 1_795_000_000_000)
    interaction, bridge, playback, leg = ids(), ids(), ids(), ids()
    await engine.site.provision(desk_phone("p-1"))
    account = {"registrar": asterisk.settings.sip_address, "username": "p-1", "password": PHONES.password("p-1")}
    async with (
        registered(telephone, **account) as phone,
        dial(telephone, f"sip:3900@{asterisk.settings.sip_address}", caller="0612345678") as caller,
    ):
        arrived = await engine.saw(ContactArrived)
        assert (arrived.dialled, arrived.caller_e164) == ("3900", "+33612345678")
        submit = engine.adapter.submit
        submit([
            c.AnswerContact(interaction=interaction, leg=arrived.leg, bridge=bridge),
            c.PlayTo(interaction=interaction, leg=arrived.leg, playback=playback, media=("welcome",)),
        ])  # fmt: skip
        await caller.reached("up")
        await until_hears(caller, PROMPT_HZ)
        await engine.saw(PhoneContact, lambda one: one.reachable)
        submit(
            [
                c.CallAgent(
                    interaction=interaction, leg=leg, site="paris", endpoint="p-1", agent="a", offer="o", caller_ref="r"
                )
            ]
        )
        agent = await phone.lift(within=15)
        await engine.saw(LegAnswered, lambda one: one.leg == leg)
        recording = str(uuid.uuid4())
        submit([
            c.Join(interaction=interaction, leg=leg, bridge=bridge, other_leg=arrived.leg, whisper=()),
            c.Record(interaction=interaction, recording=recording, leg=leg, site="paris"),
        ])  # fmt: skip
        await engine.saw(PlaybackEnded, lambda one: one.playback == playback)
        await both_hear(caller, agent)
        submit([c.Hold(interaction=interaction, leg=leg, contact_leg=arrived.leg, bridge=bridge)])
        submit([c.Unhold(interaction=interaction, leg=leg, contact_leg=arrived.leg, bridge=bridge)])
        await both_hear(caller, agent)
        agent.say(tone(AGENT_HZ, 20))
        submit([c.Mute(interaction=interaction, leg=leg, muted=True)])
        await silent(caller)
        submit([c.Mute(interaction=interaction, leg=leg, muted=False)])
        await until_hears(caller, AGENT_HZ)
        submit([c.HangUp(interaction=interaction, leg=leg), c.CloseBridge(interaction=interaction, bridge=bridge)])
        await agent.reached("ended")
        await caller.hang_up()
        await engine.saw(LegEnded, lambda one: one.leg == arrived.leg)
        recorded = Path(asterisk.settings.recordings_dir) / f"{recording}.wav"
        with wave.open(str(recorded)) as file:
            said = np.frombuffer(file.readframes(file.getnframes()), np.int16).astype(float)
        spectrum = np.abs(np.fft.rfft(said))
        assert abs(np.argmax(spectrum) * RATE / len(said) - AGENT_HZ) < 20, "the track is what the agent said"


async def test_a_second_engine_shuts_out_the_first_and_finds_the_call(
    asterisk: SiteAsterisk, engine: Engine, telephone: Exchange
) -> None:
    """After a takeover the talk must be found, and the old engine's hands must be tied at Asterisk itself."""
    ids = Ids(lambda: 1_795_000_000_000)
    interaction, bridge = ids(), ids()
    async with dial(telephone, f"sip:3900@{asterisk.settings.sip_address}", caller="0612345678") as caller:
        arrived = await engine.saw(ContactArrived)
        engine.adapter.submit([c.AnswerContact(interaction=interaction, leg=arrived.leg, bridge=bridge)])
        await caller.reached("up")
        engine.work.cancel()  # it would connect again: only its lease, which is not here, keeps it from that
        await asyncio.gather(engine.work, return_exceptions=True)
        heir = Engine(asterisk)
        await heir.connected()
        (found,) = heir.found or ()
        assert (found.leg, found.interaction, found.state, found.ours) == (arrived.leg, interaction, "up", False)
        await caller.hang_up()
        await heir.saw(LegEnded, lambda one: one.leg == arrived.leg)
        await heir.stop()


async def test_an_echo_gives_a_phone_its_own_voice_and_is_nobodys_call(
    asterisk: SiteAsterisk, engine: Engine, telephone: Exchange
) -> None:
    """Else an agent learns from the first caller that the headset is dead, or a new engine takes the test for a contact."""
    await engine.site.provision(desk_phone("p-1"))
    account = {"registrar": asterisk.settings.sip_address, "username": "p-1", "password": PHONES.password("p-1")}
    async with registered(telephone, **account) as phone:
        await engine.saw(PhoneContact, lambda one: one.reachable)
        await ring_echo(engine.site, "p-1")
        agent = await phone.lift(within=15)
        agent.say(tone(AGENT_HZ, 20))
        await until_hears(agent, AGENT_HZ)
        engine.work.cancel()
        await asyncio.gather(engine.work, return_exceptions=True)
        heir = Engine(asterisk)
        await heir.connected()
        assert heir.found == ()
        await agent.hang_up()
        await heir.stop()
