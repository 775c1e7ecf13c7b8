"""One call on the telephone: its mouth, its ears, its keys.

The call's audio goes through an ARI external-media channel, that is plain RTP with 16-bit linear samples at 8 kHz (RFC 3550; Asterisk's
"slin", network byte order), so that what is said and heard are numpy arrays here.
"""

from __future__ import annotations

import asyncio
import contextlib
import struct
import uuid
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Literal, cast

import numpy as np
import numpy.typing as npt

from keryx.cli.telephone.exchange import Event, Exchange

RATE = 8000
"""Samples a second."""
FRAME = 160
"""Samples in a packet of 20 ms."""
_LINEAR = 11
"""Asterisk's RTP payload type of "slin" (another type is dropped without a word)."""
_ENTER_SECONDS = 5.0
_LATE_FRAMES = 4
"""So much a machine under load may be behind before words are lost; recorders put up with 100 ms."""
Samples = npt.NDArray[np.int16]
State = Literal["calling", "ringing", "up", "ended"]


@dataclass
class Ears:
    """All that was heard, in order. `changed` is set with each packet, `heard_at` is the loop's time (seconds) of the last."""

    packets: list[Samples] = field(default_factory=list)
    heard_at: float = 0.0
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def hear(self, packet: bytes, now: float) -> None:
        self.heard_at = now
        self.packets.append(np.frombuffer(packet[12:], dtype=">i2").astype(np.int16))
        self.changed.set()

    def samples(self, last_seconds: float | None = None) -> Samples:
        """What was heard, or the last of it."""
        packets = self.packets if last_seconds is None else self.packets[-int(last_seconds * RATE / FRAME) :]
        return np.concatenate(packets) if packets else np.zeros(0, np.int16)


class Line(asyncio.DatagramProtocol):
    """A call. `state` only moves forward; `cause` is the Q.850 code once ended; `answered`: it was up."""

    def __init__(self, exchange: Exchange, channel: str) -> None:
        self._exchange = exchange
        self.channel = channel
        self.state: State = "calling"
        self.cause: int | None = None
        self.answered = False
        self.ears = Ears()
        self.keys = ""
        """Keys the other side pressed."""
        self._moved = asyncio.Condition()
        self._mouth: list[Samples] = []
        self._transport: asyncio.DatagramTransport | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    # --- what a person does with a telephone --------------------------------------------------------------------

    async def press(self, keys: str) -> None:
        """Send keys as RFC 4733 events."""
        await self._exchange.ask("POST", f"/channels/{self.channel}/dtmf", dtmf=keys, duration="120", between="120")

    async def hold(self, held: bool) -> None:
        """The telephone's hold key: the other side is told that we listen no more, or again."""
        await self._exchange.ask("POST" if held else "DELETE", f"/channels/{self.channel}/hold")

    def say(self, samples: Samples) -> None:
        """Speak after all that is still to be said; silence before and after."""
        self._mouth.extend(samples[at : at + FRAME] for at in range(0, len(samples) - FRAME + 1, FRAME))

    @property
    def speaking(self) -> bool:
        """Whether something is still to be said."""
        return bool(self._mouth)

    async def hang_up(self) -> None:
        await self._exchange.ask("DELETE", f"/channels/{self.channel}", reason="normal")
        await self.reached("ended")

    async def reached(self, *states: State, within: float = 30.0) -> State:
        """Wait until the call is in one of `states` (or has ended). TimeoutError after `within` seconds."""
        async with asyncio.timeout(within), self._moved:
            await self._moved.wait_for(lambda: self.state in states or self.state == "ended")
        return self.state

    # --- what happens to it ---------------------------------------------------------------------------------------

    def on_event(self, event: Event) -> None:
        kind = event["type"]
        if kind in ("ChannelDestroyed", "StasisEnd"):
            self.cause = event.get("cause", self.cause)
            self._move("ended")
        elif kind == "ChannelDtmfReceived":
            self.keys += event["digit"]
        elif event.get("dialstatus") in ("RINGING", "PROGRESS") or _state_in(event) == "Ringing":
            self._move("ringing")

    def _move(self, state: State) -> None:
        order: list[State] = ["calling", "ringing", "up", "ended"]
        if order.index(state) > order.index(self.state):
            self.state, self.answered = state, self.answered or state == "up"
            self._keep(asyncio.ensure_future(self._tell()))

    async def _tell(self) -> None:
        async with self._moved:
            self._moved.notify_all()

    def _keep(self, task: asyncio.Task[None]) -> None:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # --- audio ------------------------------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self.ears.hear(data, asyncio.get_running_loop().time())

    async def open_audio(self) -> None:
        """Tie the answered call to our ears and mouth."""
        await self.tie()
        self._move("up")

    async def tie(self) -> None:
        """Ears and mouth for what is heard before the answer too: a bridge of the call and an external-media channel."""
        loop = asyncio.get_running_loop()
        transport, _ = await loop.create_datagram_endpoint(lambda: self, local_addr=("127.0.0.1", 0))
        port = transport.get_extra_info("sockname")[1]
        media, bridge = f"{self.channel}-media", f"{self.channel}-bridge"
        entered = asyncio.Event()
        self._exchange.listen(media, lambda event: entered.set() if event["type"] == "StasisStart" else None)
        created = await self._exchange.ask(
            "POST", "/channels/externalMedia",
            channelId=media, app="telephone", external_host=f"127.0.0.1:{port}", format="slin",
        )  # fmt: skip
        await asyncio.wait_for(entered.wait(), _ENTER_SECONDS)  # before, no bridge takes it
        await self._exchange.ask("POST", "/bridges", bridgeId=bridge, type="mixing")
        await self._exchange.ask("POST", f"/bridges/{bridge}/addChannel", channel=f"{media},{self.channel}")
        variables = created["channelvars"]
        there = (variables["UNICASTRTP_LOCAL_ADDRESS"], int(variables["UNICASTRTP_LOCAL_PORT"]))
        self._keep(asyncio.ensure_future(self._speak(there)))

    async def _speak(self, there: tuple[str, int]) -> None:
        """A packet each 20 ms by the clock of the loop, silence when there is nothing to say.

        What could not be said in time is lost, as it is with a microphone; said in a burst, a recorder would take it for stale.
        """
        loop = asyncio.get_running_loop()
        silence, start, sequence = np.zeros(FRAME, np.int16), loop.time(), 0
        while self.state != "ended" and self._transport is not None:
            late = int((loop.time() - start) * RATE / FRAME) - sequence
            if late > _LATE_FRAMES:
                del self._mouth[:late]
                sequence += late
            frame = self._mouth.pop(0) if self._mouth else silence
            header = struct.pack(
                "!BBHII", 0x80, _LINEAR, sequence & 0xFFFF, (sequence * FRAME) & 0xFFFFFFFF, 0x4B455259
            )
            self._transport.sendto(header + frame.astype(">i2").tobytes(), there)
            sequence += 1
            await asyncio.sleep(max(0.0, start + sequence * FRAME / RATE - loop.time()))

    async def close(self) -> None:
        """Leave nothing behind: the call, its bridge, its media, its socket, its tasks."""
        for path in (f"/channels/{self.channel}", f"/channels/{self.channel}-media", f"/bridges/{self.channel}-bridge"):
            await self._exchange.ask("DELETE", path)
        self._exchange.forget(self.channel)
        self._exchange.forget(f"{self.channel}-media")
        if self._transport is not None:
            self._transport.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


def dial(exchange: Exchange, uri: str, *, caller: str) -> AbstractAsyncContextManager[Line]:
    """Call `uri` (`sip:3900@127.0.0.1:5060`) as `caller`; ends the call with the block."""
    return dial_endpoint(exchange, f"PJSIP/outside/{uri}", caller=caller)


@contextlib.asynccontextmanager
async def dial_endpoint(exchange: Exchange, endpoint: str, *, caller: str) -> AsyncIterator[Line]:
    """Call as `dial` does, through an endpoint pushed to the exchange: `PJSIP/NAME/URI`."""
    line = Line(exchange, f"tel-{uuid.uuid4().hex[:12]}")
    exchange.listen(line.channel, lambda event: _outgoing(line, event))
    try:
        await exchange.ask(
            "POST", f"/channels/{line.channel}",
            endpoint=endpoint, app="telephone", appArgs="dialled", callerId=caller, timeout="120",
        )  # fmt: skip
        yield line
    finally:
        await line.close()


@contextlib.asynccontextmanager
async def dial_listening(exchange: Exchange, uri: str) -> AsyncIterator[Line]:
    """Like `dial`, without a number of one's own, but with an open ear from the first: announcements before the answer are heard."""
    line, entered = Line(exchange, f"tel-{uuid.uuid4().hex[:12]}"), asyncio.Event()
    exchange.listen(line.channel, lambda event: _created(line, event, entered))
    try:
        await exchange.ask(
            "POST", "/channels/create",
            channelId=line.channel, endpoint=f"PJSIP/outside/{uri}", app="telephone", appArgs="dialled", formats="alaw",
        )  # fmt: skip
        await asyncio.wait_for(entered.wait(), _ENTER_SECONDS)
        await line.tie()
        await exchange.ask("POST", f"/channels/{line.channel}/dial", timeout="120")
        yield line
    finally:
        await line.close()


def _created(line: Line, event: Event, entered: asyncio.Event) -> None:
    """A created channel enters Stasis before it is dialled, and tells of its answer by its state."""
    if event["type"] == "StasisStart":
        entered.set()
    elif _state_in(event) == "Up":
        line._move("up")
    elif event["type"] != "StasisEnd":  # ChannelDestroyed follows, and says why
        line.on_event(event)


def _outgoing(line: Line, event: Event) -> None:
    """A dialled channel enters Stasis when it is answered; only then is there audio to tie."""
    if event["type"] == "StasisStart":
        line._keep(asyncio.ensure_future(line.open_audio()))
    elif event["type"] != "StasisEnd":  # ChannelDestroyed follows, and says why
        line.on_event(event)


def _state_in(event: Event) -> str | None:
    return event["channel"]["state"] if event["type"] == "ChannelStateChange" else None
