"""Addresses that play a recording by themselves, for programs: they carry a signed ticket of one person for one call."""

from __future__ import annotations

from collections.abc import Sequence

from keryx.kit.tokens import TokenRefused, sign, verify

TICKET_SECONDS = 3600
_ISSUER = "gateway"


class PlayAddresses:
    """Tickets are signed with the gateway's key. What the person may do is looked up again when one is used."""

    def __init__(self, tenant_id: str, private_key: str, public_keys: Sequence[str]) -> None:
        self._audience = f"{tenant_id} recordings"
        self._private_key = private_key
        self._public_keys = public_keys

    def address(self, interaction: str, person: str) -> str:
        """Path on the tenant's host, good for an hour."""
        ticket = sign(
            self._private_key,
            issuer=_ISSUER,
            audience=self._audience,
            seconds=TICKET_SECONDS,
            sub=person,
            interaction=interaction,
        )
        return f"/api/tenant/v1/calls/{interaction}/recording?ticket={ticket}"

    def person_of(self, ticket: str, interaction: str) -> str | None:
        """Whose ticket for this call it is; None when it is not good (any more)."""
        try:
            claims = verify(
                ticket, self._public_keys, audience=self._audience, issuer=_ISSUER, longest_seconds=TICKET_SECONDS
            )
        except TokenRefused:
            return None
        return str(claims.get("sub")) if claims.get("interaction") == interaction else None
