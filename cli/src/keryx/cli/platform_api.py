"""The platform's API as commands use it: of the local stack by default, of a cluster with `--context`, of anything with `--url` and
`--token-file`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer

from keryx.cli.cluster import PLATFORM_NAMESPACE, Cluster, ClusterError
from keryx.cli.local import files
from keryx.cli.local.nginx import CONSOLE_HOST
from keryx.cli.local.state import State
from keryx.cli.options import fail

_API = "/api/platform/v1"
_SECONDS = 60.0

TenantOption = Annotated[str | None, typer.Option(help="The tenant; not needed when there is only one.")]
UrlOption = Annotated[
    str | None,
    typer.Option(envvar="KERYX_URL", help="Address of the tenant elsewhere, as browsers open it."),
]
TokenOption = Annotated[
    Path | None,
    typer.Option(envvar="KERYX_TOKEN_FILE", help="File with the platform's bootstrap token; needed with --url."),
]


class PlatformRefused(Exception):
    """The platform said no; the message is what it said, one line an error."""


@dataclass(frozen=True)
class Target:
    """Which platform, and as whom. `way` leads to its address (http://...) for the time of a command."""

    way: AbstractContextManager[str]
    host: str | None
    token: str


def target(
    state: Path | None, tenant: str | None, url: str | None, token_file: Path | None, context: str | None = None
) -> Target:
    """Where to ask: the cluster of `context`, `url`, or the local stack; without `tenant` its only one."""
    if context is not None:
        return _in_cluster(Cluster(context), tenant)
    if url is not None:
        if token_file is None:
            fail("--url needs --token-file")
        return Target(nullcontext(url.rstrip("/")), None, _token(token_file))
    found = State.at(state)
    stack = files.read_json(found.stack)
    if not stack:
        fail(f"no stack has been started with the state folder {found.root}: `keryx up DIR` does")
    return Target(
        nullcontext(f"http://{stack['connect']}"),
        f"{_host(stack['tenants'], tenant)}:{stack['connect'].rpartition(':')[2]}",
        _token(token_file or found.keys / "bootstrap.password"),
    )


@contextmanager
def client(wanted: Target) -> Iterator[httpx.Client]:
    """A client of the platform's API; what goes wrong ends the command with one line."""
    headers = {"Authorization": f"Bearer {wanted.token}", **({"Host": wanted.host} if wanted.host else {})}
    try:
        with (
            wanted.way as base,
            httpx.Client(base_url=base + _API, headers=headers, timeout=_SECONDS, trust_env=False) as found,
        ):
            yield found
    except httpx.HTTPError as error:
        fail(f"the platform does not answer: {error}")
    except (PlatformRefused, ClusterError) as refused:
        fail(refused)


def answer(response: httpx.Response) -> dict[str, Any]:
    """The JSON of an answer. Raises PlatformRefused."""
    try:
        data = response.json() if response.content else {}
    except ValueError:
        data = {}
    if response.is_success:
        return dict(data)
    errors = [_error(error) for error in data.get("errors", ())]
    raise PlatformRefused("\n".join([data.get("detail") or f"HTTP {response.status_code}", *errors]))


def _in_cluster(cluster: Cluster, tenant: str | None) -> Target:
    """With the bootstrap token, for which the caller needs the right to read its Secret."""
    try:
        token = cluster.secret(PLATFORM_NAMESPACE, "keryx-keys", "bootstrap.token")
        host = _console_host(cluster) if tenant == "platform" else cluster.tenant(tenant).hosts[0]
    except ClusterError as error:
        fail(error)
    return Target(_to_control_plane(cluster), host, token)


@contextmanager
def _to_control_plane(cluster: Cluster) -> Iterator[str]:
    with cluster.forwarded(PLATFORM_NAMESPACE, "keryx-control-plane", 80) as address:
        yield f"http://{address}"


def _console_host(cluster: Cluster) -> str:
    settings = json.loads(cluster.secret(PLATFORM_NAMESPACE, "keryx-control-plane", "control_plane.json"))
    return str(settings["console_host"])


def _error(error: dict[str, Any]) -> str:
    if "row" in error:
        column = f", {error['column']}" if error.get("column") else ""
        return f"  row {error['row']}{column}: {error['message']}"
    return f"  {error.get('path', '')}: {error['message']}"


def _host(tenants: dict[str, Any], tenant: str | None) -> str:
    if tenant == "platform":
        return CONSOLE_HOST
    if tenant is None and len(tenants) != 1:
        fail(f"name one with --tenant: {', '.join(sorted(tenants))}")
    name = tenant or next(iter(tenants))
    if name not in tenants:
        fail(f"there is no tenant {name!r} here: {', '.join(sorted(tenants))}")
    return str(tenants[name]["hosts"][0])


def _token(path: Path) -> str:
    try:
        return path.read_text().strip()
    except OSError as error:
        fail(f"cannot read the bootstrap token {path}: {error.strerror}")
