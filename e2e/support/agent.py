"""An agent with a SIP phone on the table, who works from the desk: the page's API, a real registration, real sound."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager

from e2e.support.desk import Desk, View, signed_in
from e2e.support.stack import Account, Stack
from keryx.cli.local import embed
from keryx.cli.telephone.exchange import Exchange, exchange
from keryx.cli.telephone.hearing import tone
from keryx.cli.telephone.line import Line, dial
from keryx.cli.telephone.phone import Phone, registered

CALLER = "+33612345678"
_SPOKEN_SECONDS = 120


class Agent:
    """`desk` is what the page would show and do, `phone` rings."""

    def __init__(self, desk: Desk, phone: Phone, hertz: float) -> None:
        self.desk, self.phone, self._hertz = desk, phone, hertz

    async def ready(self) -> None:
        await self.desk.do("ready")
        await self.desk.until(lambda view: view.get("state") == "available")

    async def answer(self) -> Line:
        """Lift the phone when it rings, and say this agent's tone."""
        await self.desk.until(lambda view: view.get("offer"), within=40)
        line = await self.phone.lift()
        line.say(tone(self._hertz, _SPOKEN_SECONDS))
        await self.desk.until(lambda view: view.get("current"))
        return line

    @property
    def interaction(self) -> str:
        return str(self.desk.view["current"]["interaction"])

    async def do(self, name: str, **args: object) -> View:
        """A command about the call that is on."""
        return await self.desk.do(name, interaction=self.interaction, **args)

    async def finish(self, code: str, comment: str | None = None) -> None:
        """Give a disposition and end the wrap-up."""
        view = await self.desk.until(lambda view: view.get("wrapUp"))
        interaction = view["wrapUp"]["interaction"]
        await self.desk.do("disposition", interaction=interaction, code=code, comment=comment)
        await self.desk.do("wrap_up_done", interaction=interaction)
        await self.desk.until(lambda view: not view.get("wrapUp"))


def desk_of(stack: Stack, login: str) -> AbstractAsyncContextManager[Desk]:
    account = stack.accounts()[login]
    return signed_in(stack.connect, stack.host, account.login, account.password)


@contextlib.asynccontextmanager
async def at_phone(stack: Stack, login: str, hertz: float) -> AsyncIterator[Agent]:
    """Signed in for the time of the block, the phone registered, not yet ready."""
    account = stack.accounts()[login]
    async with (
        exchange(embed.find(lambda _: None)) as table,
        desk_of(stack, login) as desk,
        registered(table, registrar=stack.sip, **await _sip_account(desk, account)) as phone,
    ):
        if desk.view.get("signedIn"):  # a test before this one broke off
            await _leave(desk)
        await desk.do("sign_in", phone="sip")
        await desk.until(lambda view: view.get("phone", {}).get("reachable"))
        agent = Agent(desk, phone, hertz)
        try:
            yield agent
        finally:
            await asyncio.shield(_leave(desk))


async def _sip_account(desk: Desk, account: Account) -> dict[str, str]:
    """Of the accounts file; a supervisor, who is not in it with one, has it made as at the desk."""
    if account.sip_user:
        return {"username": account.sip_user, "password": account.sip_password}
    made = await desk.do("sip_account")
    return {"username": made["username"], "password": made["password"]}


async def at_rest(stack: Stack, login: str) -> None:
    """Signed out, whatever a test before has left."""
    async with desk_of(stack, login) as desk:
        if desk.view.get("signedIn"):
            await _leave(desk)


async def _leave(desk: Desk) -> None:
    """Whatever the test left: hang up, end the wrap-up, sign out."""
    if current := desk.view.get("current"):
        await desk.ask("hang_up", interaction=current["interaction"])
    await desk.ask("sign_out")
    if wrap_up := desk.view.get("wrapUp"):
        await desk.ask("wrap_up_done", interaction=wrap_up["interaction"])
    await desk.until(lambda view: not view.get("signedIn"))


def dial_in(stack: Stack, carrier: Exchange, number: str, caller: str = CALLER) -> AbstractAsyncContextManager[Line]:
    return dial(carrier, f"sip:{number}@{stack.sip}", caller=caller)
