"""`keryx call`: be a caller. Places a real call to a running stack, or to a site of a cluster, and tells what is heard."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from keryx.cli.cluster import Cluster, ClusterError, ContextOption
from keryx.cli.local import embed, files, sounds
from keryx.cli.local.failure import LocalError
from keryx.cli.local.state import State
from keryx.cli.telephone.exchange import ExchangeError, exchange, own_address
from keryx.cli.telephone.known import KnownSounds
from keryx.cli.telephone.narration import narrate

_WITHHELD = "anonymous"
_SIP_PORT = 5060


def call(
    number: Annotated[str, typer.Argument(help="The number to call, as a customer would dial it.")],
    keys: Annotated[str, typer.Option(help="Keys to press, one each time someone speaks.")] = "",
    seconds: Annotated[float, typer.Option(help="Hang up after so many seconds.", min=1, max=3600)] = 60,
    caller: Annotated[str, typer.Option(help=f"The caller's number; {_WITHHELD!r} withholds it.")] = "+33612345678",
    sip: Annotated[str | None, typer.Option(help="host:port to call instead of the local stack's.")] = None,
    context: ContextOption = None,
    tenant: Annotated[str | None, typer.Option(help="The tenant, with --context.")] = None,
    site: Annotated[str | None, typer.Option(help="The site, with --context; not needed when there is one.")] = None,
    state: Annotated[Path | None, typer.Option(help="State folder of the local stack.")] = None,
) -> None:
    """Call a number and tell what is heard: ringing, each prompt in its words, music on hold, talking.

    With --context this machine calls the site's pod itself: sound cannot go through a forwarded port, so the pod network must be
    reachable from here, and a trunk of the tenant must name this machine's address in `identify`.
    """
    local = State.at(state)
    try:
        address = sip or (_site_address(Cluster(context), tenant, site) if context else _local_address(local))
        known = KnownSounds(() if sip or context else sounds.playable(local))
        asyncio.run(_call(number, address, caller, keys, seconds, known))
    except (ExchangeError, LocalError, ClusterError) as error:
        typer.echo(f"keryx call: {error}", err=True)
        raise typer.Exit(1) from error


async def _call(number: str, address: str, caller: str, keys: str, seconds: float, known: KnownSounds) -> None:
    async with exchange(embed.find(typer.echo), own_address(address.rpartition(":")[0])) as ours:
        uri = f"sip:{number}@{address}"
        await narrate(ours, uri, caller=caller, keys=keys, seconds=seconds, known=known, say=typer.echo)


def _site_address(cluster: Cluster, name: str | None, site: str | None) -> str:
    """host:port of the pod that takes the site's calls. ClusterError when there is none, or several sites and none is named."""
    tenant = cluster.tenant(name)
    pods = [
        pod
        for pod in cluster.objects("pods", tenant.runtime_namespace, "app.kubernetes.io/component=site")
        if pod["status"].get("podIP") and site in (None, pod["metadata"]["labels"]["keryx.dev/site"])
    ]
    sites = {pod["metadata"]["labels"]["keryx.dev/site"] for pod in pods}
    if len(sites) != 1:
        raise ClusterError(f"name a site with --site: {', '.join(sorted(sites)) or 'none of them has a pod'}")
    newest = max(pods, key=lambda pod: str(pod["metadata"]["creationTimestamp"]))
    return f"{newest['status']['podIP']}:{_SIP_PORT}"


def _local_address(state: State) -> str:
    address = files.read_json(state.stack).get("sip")
    if not isinstance(address, str):
        typer.echo(f"keryx call: no stack has been started with the state folder {state.root}", err=True)
        raise typer.Exit(1)
    return address
