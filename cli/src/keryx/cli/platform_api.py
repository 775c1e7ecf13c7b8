"""The platform's API as commands use it: of the local stack by default, of a cluster with `--url` and `--token-file`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer

from keryx.cli.local import files
from keryx.cli.local.nginx import CONSOLE_HOST
from keryx.cli.local.state import State
from keryx.cli.options import fail

_API = "/api/platform/v1"
_SECONDS = 60.0

TenantOption = Annotated[str | None, typer.Option(help="Tenant of the local stack; not needed when there is only one.")]
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
    """Which platform, and as whom."""

    base: str
    host: str | None
    token: str


def target(state: Path | None, tenant: str | None, url: str | None, token_file: Path | None) -> Target:
    """Where to ask. Without `url` the local stack; without `tenant` its only one."""
    if url is not None:
        if token_file is None:
            fail("--url needs --token-file")
        return Target(url.rstrip("/"), None, _token(token_file))
    found = State.at(state)
    stack = files.read_json(found.stack)
    if not stack:
        fail(f"no stack has been started with the state folder {found.root}: `keryx up DIR` does")
    return Target(
        f"http://{stack['connect']}",
        f"{_host(stack['tenants'], tenant)}:{stack['connect'].rpartition(':')[2]}",
        _token(token_file or found.keys / "bootstrap.password"),
    )


@contextmanager
def client(wanted: Target) -> Iterator[httpx.Client]:
    """A client of the platform's API; what goes wrong ends the command with one line."""
    headers = {"Authorization": f"Bearer {wanted.token}", **({"Host": wanted.host} if wanted.host else {})}
    try:
        with httpx.Client(base_url=wanted.base + _API, headers=headers, timeout=_SECONDS, trust_env=False) as found:
            yield found
    except httpx.HTTPError as error:
        fail(f"{wanted.base} does not answer: {error}")
    except PlatformRefused as refused:
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
