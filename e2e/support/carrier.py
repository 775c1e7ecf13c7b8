"""A carrier: an exchange that takes a registration, calls what registered, and is called by it."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from keryx.cli.local import embed
from keryx.cli.telephone.exchange import Event, Exchange, exchange
from keryx.cli.telephone.phone import Phone, push

ADDRESS = "127.0.0.3"
_LOOK_SECONDS = 0.1
_CONTACT = re.compile(rb"Contact:\s+[^/\s]+/(sip:\S+)")


@dataclass
class Carrier:
    """`phone` is whoever outside is called, unless the number is among the `busy` ones."""

    exchange: Exchange
    phone: Phone
    username: str
    busy: set[str] = field(default_factory=set)

    async def registered(self, within: float = 30.0) -> str:
        """The contact the customer registered, as soon as it is there: `sip:USER@HOST:PORT;line=...`."""
        async with asyncio.timeout(within):
            while (found := _CONTACT.search(await self.exchange.console("pjsip show contacts"))) is None:  # noqa: ASYNC110 - nothing announces it
                await asyncio.sleep(_LOOK_SECONDS)
        return found[1].decode()

    async def contact(self, number: str) -> str:
        """What to dial so that `number` is called at the registered contact."""
        registered = await self.registered()
        return f"PJSIP/{self.username}/sip:{number}@{registered.partition('@')[2]}"

    async def take(self, event: Event) -> None:
        """The customer calls a number outside."""
        channel, number = event["channel"]["id"], event["args"][1]
        if number in self.busy:
            await self.exchange.ask("DELETE", f"/channels/{channel}", reason="busy")
        else:
            await self.phone.take(event)


@contextlib.asynccontextmanager
async def carrier(username: str, password: str) -> AsyncIterator[Carrier]:
    """For the time of the block, with one customer."""
    async with exchange(embed.find(lambda _: None), ADDRESS) as running:
        await push(running, "auth", username, auth_type="userpass", username=username, password=password)
        await push(running, "aor", username, max_contacts="1", remove_existing="yes")
        await push(
            running, "endpoint", username,
            auth=username, aors=username, context="incoming", disallow="all", allow="alaw", direct_media="no",
            trust_id_inbound="yes",
        )  # fmt: skip
        outside = Carrier(running, Phone(running), username)
        running.on_incoming(outside.take)
        yield outside
