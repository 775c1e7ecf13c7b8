"""A SIP phone on a table: registers with its account, rings, is lifted."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from keryx.cli.telephone.exchange import Event, Exchange
from keryx.cli.telephone.line import Line

_UNREGISTER_SECONDS = 5.0
_LOOK_SECONDS = 0.05


@dataclass
class Phone:
    """Calls that ring are in `ringing`, oldest first, until lifted or refused."""

    exchange: Exchange
    ringing: asyncio.Queue[Line] = field(default_factory=asyncio.Queue)

    async def take(self, event: Event) -> None:
        channel = event["channel"]["id"]
        line = Line(self.exchange, channel)
        line.state = "ringing"
        self.exchange.listen(channel, line.on_event)
        await self.exchange.ask("POST", f"/channels/{channel}/ring")
        self.ringing.put_nowait(line)

    async def lift(self, *, within: float = 30.0) -> Line:
        """Answer the call that rings, waiting for one; TimeoutError when none rings `within` seconds."""
        line = await asyncio.wait_for(self.ringing.get(), within)
        await self.exchange.ask("POST", f"/channels/{line.channel}/answer")
        await line.open_audio()
        return line


@contextlib.asynccontextmanager
async def registered(exchange: Exchange, *, registrar: str, username: str, password: str) -> AsyncIterator[Phone]:
    """A phone registered as `username` at `registrar` (host:port). All calls into the exchange ring it."""
    phone = Phone(exchange)
    exchange.on_incoming(phone.take)
    await push(exchange, "auth", username, auth_type="userpass", username=username, password=password)
    await push(
        exchange, "registration", username,
        server_uri=f"sip:{registrar}", client_uri=f"sip:{username}@{registrar}", contact_user=username,
        outbound_auth=username, transport="udp", expiration="120", retry_interval="2",
    )  # fmt: skip
    try:
        yield phone
    finally:
        exchange.on_incoming(None)
        await _unregister(exchange, username)
        for kind in ("registration", "auth"):
            await exchange.ask("DELETE", f"/asterisk/config/dynamic/res_pjsip/{kind}/{username}")


async def _unregister(exchange: Exchange, username: str) -> None:
    """Deleting the account alone would tell the registrar nothing, and the next call would ring a phone that is gone."""
    await exchange.console(f"pjsip send unregister {username}")
    async with asyncio.timeout(_UNREGISTER_SECONDS):
        while True:
            rows = (await exchange.console("pjsip show registrations")).splitlines()
            if not any(row.strip().startswith(f"{username}/".encode()) and b" Registered" in row for row in rows):
                return
            await asyncio.sleep(_LOOK_SECONDS)  # ARI tells nothing of registrations


async def push(exchange: Exchange, kind: str, name: str, **fields: str) -> None:
    """Have the exchange know an object of PJSIP's (auth, aor, endpoint, registration) until it ends."""
    body = {"fields": [{"attribute": attribute, "value": value} for attribute, value in fields.items()]}
    await exchange.ask("PUT", f"/asterisk/config/dynamic/res_pjsip/{kind}/{name}", body=body)
