"""What is kept of a call: its record and what its recording plays."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Protocol

import httpx

from e2e.support.stack import Unavailable

Record = dict[str, Any]


class Recorded(Protocol):
    """A stack or a tenant whose records can be read."""

    def calls(self) -> list[Record]: ...


async def ended(stack: Recorded, which: str, within: float = 20.0) -> Record:
    """The record of a call once it has ended. `which`: the interaction, or the caller's number."""
    return await _until(stack, which, lambda record: bool(record["ended_at"]), within)


async def recorded(stack: Recorded, interaction: str, within: float = 20.0) -> Record:
    """The record of a call once its recording is rendered."""
    return await _until(stack, interaction, lambda record: bool(record["recordings"] and record["ended_at"]), within)


async def _until(stack: Recorded, which: str, true: Callable[[Record], bool], within: float) -> Record:
    last: Record | str = "unknown"
    try:
        async with asyncio.timeout(within):
            while True:
                try:
                    calls = await asyncio.to_thread(stack.calls)
                except Unavailable as away:  # what a fault took away comes back
                    last = str(away)
                    continue
                last = next((call for call in calls if which in (call["interaction_id"], call["caller"])), last)
                if isinstance(last, dict) and true(last):
                    return last
    except TimeoutError as late:
        raise TimeoutError(f"the record of {which} is still {last}") from late


async def ended_call(stack: Recorded, true: Callable[[Record], Any], within: float = 30.0) -> Record:
    """The latest call that is over and of which `true` holds, as soon as there is one."""
    calls: list[Record] = []
    try:
        async with asyncio.timeout(within):
            while True:
                calls = await asyncio.to_thread(stack.calls)
                if (found := next((call for call in calls if call["ended_at"] and true(call)), None)) is not None:
                    return found
    except TimeoutError as late:
        raise TimeoutError(f"no such call; the latest: {calls[:1]}") from late


async def played(connect: str, uri: str) -> bytes:
    """What a recording's address plays, asked for as a program without a name server would."""
    address = httpx.URL(uri)
    headers = {"Host": address.netloc.decode()}
    async with httpx.AsyncClient(base_url=f"http://{connect}", headers=headers, trust_env=False) as http:
        return (await http.get(address.raw_path.decode())).raise_for_status().content
