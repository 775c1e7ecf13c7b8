"""Signing the ends of the chains each hour, into files outside the database: a tail that is cut later is found."""

import asyncio
from pathlib import Path

from keryx.control_plane.audit.models import chain_of
from keryx.control_plane.audit.repository import heads
from keryx.control_plane.database import Database
from keryx.control_plane.scope import PlatformScope
from keryx.core.audit import Head
from keryx.kit.audit import HEAD_SECONDS, sign_head
from keryx.kit.signals import log


class HeadSigner:
    """Appends to `folder`/TENANT.heads, a signed head a line."""

    def __init__(self, database: Database, folder: Path, private_key: str, issuer: str) -> None:
        self._database, self._folder, self._key, self._issuer = database, folder, private_key, issuer
        self._signed: dict[str, int] = {}

    async def run(self) -> None:
        """Sign now and each hour, until cancelled."""
        while True:
            try:
                await self.sign()
            except Exception as error:
                log.warning("audit_heads_not_signed", reason=f"{type(error).__name__}: {error}")
            await asyncio.sleep(HEAD_SECONDS)

    async def sign(self) -> None:
        """Sign the heads that have moved."""
        scope = PlatformScope()
        async with self._database.transaction(scope) as session:
            found = await heads(session, scope)
        for head in found:
            if self._signed.get(head.tenant) != head.seq:
                told = Head(chain=chain_of(head.tenant), seq=head.seq, hash=bytes(head.hash).hex())
                await asyncio.to_thread(self._append, head.tenant, sign_head(self._key, self._issuer, told))
                self._signed[head.tenant] = head.seq

    def _append(self, tenant: str, token: str) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / f"{tenant}.heads").open("a") as file:
            file.write(token + "\n")
