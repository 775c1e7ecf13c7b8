"""Two people who talk on the real stack: a caller on the carrier's Asterisk, an agent with a SIP phone. Each says a tone of its own."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from random import Random

import numpy as np

from e2e.support.desk import Desk, signed_in
from e2e.support.hearing import AGENT_HZ, CALLER_HZ, LOUD, hears
from e2e.support.stack import Account, Stack
from keryx.cli.local import embed
from keryx.cli.telephone.exchange import Exchange, exchange
from keryx.cli.telephone.hearing import level_at, tone
from keryx.cli.telephone.line import FRAME, RATE, Line, dial
from keryx.cli.telephone.phone import Phone, registered

_PACKETS = int(0.1 * RATE / FRAME)
"""Of a tenth of a second: so finely is looked for what was not heard."""
_LONGEST_CALL_SECONDS = 300


@dataclass
class Worker:
    """An agent at the desk with a SIP phone on the table."""

    account: Account
    sip: str
    """Where the centre is called."""
    connect: str
    """Where programs reach it."""
    desk: Desk
    phone: Phone

    async def free(self, within: float = 20.0) -> None:
        """Be available for the next call, out of whatever the last one left."""
        async with asyncio.timeout(within):
            view = await self.desk.until(lambda view: not view.get("current"))
            if view.get("wrapUp"):
                await self.desk.ask("wrap_up_done", interaction=view["wrapUp"]["interaction"])
            await self.desk.until(lambda view: not view.get("wrapUp"))
            if self.desk.view["state"] != "available":
                await self.desk.do("ready")
            await self.desk.until(lambda view: view["state"] == "available" and view["phone"]["reachable"])


@dataclass
class Ear:
    """What one side heard of the other since it was made."""

    line: Line
    hertz: float
    begun: float
    packets: int

    def share(self) -> float:
        """The share (0-1) of the time since in which the other side's tone was there."""
        heard = self.line.ears.packets[self.packets :]
        pieces = [heard[at : at + _PACKETS] for at in range(0, len(heard), _PACKETS)]
        good = sum(len(piece) for piece in pieces if level_at(np.concatenate(piece), self.hertz) > LOUD)
        return good * FRAME / RATE / (time.monotonic() - self.begun)


@dataclass
class Conversation:
    """A call that is up. `number` is the caller's, unlike anyone else's."""

    stack: Stack
    worker: Worker
    caller: Line
    agent: Line
    number: str
    interaction: str

    async def both_hear(self, within: float = 15.0) -> None:
        await asyncio.gather(hears(self.caller, AGENT_HZ, within), hears(self.agent, CALLER_HZ, within))

    def listen(self) -> tuple[Ear, Ear]:
        """From now on: the caller's ear and the agent's."""
        now = time.monotonic()
        return (
            Ear(self.caller, AGENT_HZ, now, len(self.caller.ears.packets)),
            Ear(self.agent, CALLER_HZ, now, len(self.agent.ears.packets)),
        )

    async def hang_up(self) -> None:
        """By the agent, on the desk."""
        await self.worker.desk.do("hang_up", interaction=self.interaction)
        assert await self.caller.reached("ended") == "ended"
        await self.worker.desk.until(lambda view: not view.get("current"))


@contextlib.asynccontextmanager
async def telephones() -> AsyncIterator[tuple[Exchange, Exchange]]:
    """The carrier's exchange and the one on the agents' tables."""
    program = embed.find(lambda _: None)
    async with exchange(program) as carrier, exchange(program) as table:
        yield carrier, table


@contextlib.asynccontextmanager
async def at_work(stack: Stack, table: Exchange, login: str = "alice") -> AsyncIterator[Worker]:
    """An agent who is available, until the block ends."""
    status, accounts = await asyncio.gather(asyncio.to_thread(stack.status), asyncio.to_thread(stack.accounts))
    account = accounts[login]
    host = status["url"].removeprefix("http://").partition(":")[0]
    sip = {"registrar": status["sip"], "username": account.sip_user, "password": account.sip_password}
    async with signed_in(status["connect"], host, account.login, account.password) as desk:
        async with registered(table, **sip) as phone:
            if not desk.view.get("signedIn"):
                await desk.do("sign_in", phone="sip")
            await desk.until(lambda view: view.get("state") and view["phone"]["reachable"])
            worker = Worker(account, status["sip"], status["connect"], desk, phone)
            await worker.free()
            yield worker
        await desk.until(
            lambda view: not view["phone"]["reachable"]
        )  # it is off the table: the next call finds no old one
        await desk.do("sign_out")


@contextlib.asynccontextmanager
async def conversation(
    stack: Stack, carrier: Exchange, worker: Worker, chance: Random, called: str
) -> AsyncIterator[Conversation]:
    """`called` rings at the agent, who answers; the block begins when both hear each other. What is left is ended with it."""
    number = f"+336{chance.randrange(10**8):08d}"
    async with dial(carrier, f"sip:{called}@{worker.sip}", caller=number) as caller:
        caller.say(tone(CALLER_HZ, _LONGEST_CALL_SECONDS))
        view = await worker.desk.until(lambda view: view.get("offer"), within=40)
        assert view["offer"]["callerNumber"] == number
        agent = await worker.phone.lift()
        try:
            agent.say(tone(AGENT_HZ, _LONGEST_CALL_SECONDS))
            await asyncio.gather(hears(caller, AGENT_HZ), hears(agent, CALLER_HZ))
            current = (await worker.desk.until(lambda view: view.get("current")))["current"]
            yield Conversation(stack, worker, caller, agent, number, current["interaction"])
        finally:
            await agent.close()
