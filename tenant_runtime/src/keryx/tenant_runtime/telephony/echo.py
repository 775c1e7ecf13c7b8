"""An agent's phone that hears itself: a call between the phone and Asterisk's echo, which is no interaction and leaves no fact."""

from __future__ import annotations

from typing import Any, Protocol

ECHO_CONTEXT = "keryx-echo"
"""Of the static dialplan, which also ends the call after some seconds."""
_RING_SECONDS = 10


class Asks(Protocol):
    """A site's Asterisk."""

    async def request(
        self, key: str, method: str, path: str, query: dict[str, str | None] | None = None, body: Any = None
    ) -> Any: ...


async def ring_echo(site: Asks, endpoint: str) -> None:
    """Ring a browser's phone, which answers by itself, and give it back what it says. AriAway, AriRefused."""
    query: dict[str, str | None] = {
        "endpoint": f"PJSIP/{endpoint}", "context": ECHO_CONTEXT, "extension": "echo", "priority": "1",
        "timeout": str(_RING_SECONDS), "callerId": "anonymous",
    }  # fmt: skip
    headers = {"X-Keryx-Echo": "yes", "X-Keryx-Auto-Answer": "yes"}
    variables = {f"PJSIP_HEADER(add,{name})": value for name, value in headers.items()}
    await site.request(endpoint, "POST", "channels", query, {"variables": variables})
