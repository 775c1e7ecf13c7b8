"""`keryx call`: be a caller. Places a real call to a running stack and tells what is heard."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from keryx.cli.local import embed, files, sounds
from keryx.cli.local.failure import LocalError
from keryx.cli.local.state import State
from keryx.cli.telephone.exchange import ExchangeError, exchange
from keryx.cli.telephone.known import KnownSounds
from keryx.cli.telephone.narration import narrate

_WITHHELD = "anonymous"


def call(
    number: Annotated[str, typer.Argument(help="The number to call, as a customer would dial it.")],
    keys: Annotated[str, typer.Option(help="Keys to press, one each time someone speaks.")] = "",
    seconds: Annotated[float, typer.Option(help="Hang up after so many seconds.", min=1, max=3600)] = 60,
    caller: Annotated[str, typer.Option(help=f"The caller's number; {_WITHHELD!r} withholds it.")] = "+33612345678",
    sip: Annotated[str | None, typer.Option(help="host:port to call instead of the local stack's.")] = None,
    state: Annotated[Path | None, typer.Option(help="State folder of the local stack.")] = None,
) -> None:
    """Call a number and tell what is heard: ringing, each prompt in its words, music on hold, talking."""
    local = State.at(state)
    address = sip or _local_address(local)
    known = KnownSounds(() if sip else sounds.playable(local))
    try:
        asyncio.run(_call(f"sip:{number}@{address}", caller, keys, seconds, known))
    except (ExchangeError, LocalError) as error:
        typer.echo(f"keryx call: {error}", err=True)
        raise typer.Exit(1) from error


async def _call(uri: str, caller: str, keys: str, seconds: float, known: KnownSounds) -> None:
    async with exchange(embed.find(typer.echo)) as ours:
        await narrate(ours, uri, caller=caller, keys=keys, seconds=seconds, known=known, say=typer.echo)


def _local_address(state: State) -> str:
    address = files.read_json(state.stack).get("sip")
    if not isinstance(address, str):
        typer.echo(f"keryx call: no stack has been started with the state folder {state.root}", err=True)
        raise typer.Exit(1)
    return address
