"""`keryx audit`: takes the audit trails out, and finds what was changed, removed or cut off in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import httpx
import msgspec
import typer

from keryx.cli.calls import AccountOption, CallsError, signed_in
from keryx.cli.local import files
from keryx.cli.local.state import State
from keryx.cli.options import StateOption, fail
from keryx.cli.platform_api import TenantOption, client, target
from keryx.core.audit import Event, Fault, Head, verify
from keryx.kit.audit import read_head, read_line
from keryx.kit.tokens import TokenRefused, read_keys

app = typer.Typer(name="audit", help="The audit trails of a tenant.", no_args_is_help=True)

_ISSUERS = ("control-plane", "gateway")

ExportOption = Annotated[
    list[Path] | None,
    typer.Option("--export", help="A JSON-lines export to verify, instead of asking the local stack; again for more."),
]
HeadsOption = Annotated[
    list[Path] | None, typer.Option("--heads", help="A file of signed heads, or a folder of them; again for more.")
]
KeyOption = Annotated[
    list[Path] | None,
    typer.Option("--key", help="Public key (PEM) of who signed the heads; again for more."),
]


@app.command("export")
def export(tenant: TenantOption = None, account: AccountOption = None, state: StateOption = None) -> None:
    """Print both audit trails of a tenant of the local stack as JSON lines: that of its people and rights, then its own."""
    typer.echo("\n".join(_from_stack(state, tenant, account)))


@app.command("verify")
def verify_(
    export: ExportOption = None,
    heads: HeadsOption = None,
    key: KeyOption = None,
    tenant: TenantOption = None,
    account: AccountOption = None,
    state: StateOption = None,
) -> None:
    """Say whether an event of the audit trails was changed or removed, or their end cut off before the last signed head.

    Without --export the local stack is asked, and its own signed heads are believed. Ends with 1 when something is wrong.
    """
    if export:
        lines = [line for path in export for line in _text(path).splitlines()]
        found = list(_heads(heads or [], key or []))
    else:
        lines = list(_from_stack(state, tenant, account))
        found = list(_stack_heads(State.at(state)))
    chains = _chains(lines)
    named = {head.chain for head in found if export is None and head.chain.partition("/")[0] == _tenant(chains)}
    faults = [fault for chain in sorted(chains.keys() | named) for fault in _told(chain, chains.get(chain, []), found)]
    if faults:
        raise typer.Exit(1)


def _told(chain: str, events: list[tuple[Event, str]], heads: Iterable[Head]) -> list[Fault]:
    """What is wrong with a chain, said."""
    signed = [head for head in heads if head.chain == chain]
    faults = list(verify(chain, events, signed))
    for fault in faults:
        typer.echo(f"{chain}: event {fault.seq}: {fault.message}")
    if not faults:
        typer.echo(f"{chain}: {len(events)} events, {len(signed)} signed heads, nothing changed or missing")
    return faults


def _tenant(chains: dict[str, list[tuple[Event, str]]]) -> str:
    """Whose trails were asked for: a trail that was emptied has only its heads left."""
    return next(iter(chains), "").partition("/")[0]


def _chains(lines: Iterable[str]) -> dict[str, list[tuple[Event, str]]]:
    found: dict[str, list[tuple[Event, str]]] = {}
    for number, text in enumerate(lines, 1):
        if not text.strip():
            continue
        try:
            event, kept = read_line(text)
        except (ValueError, KeyError, msgspec.ValidationError) as error:
            fail(f"line {number} is no event of an audit trail: {error}")
        found.setdefault(event.chain, []).append((event, kept))
    return found


def _from_stack(state: Path | None, tenant: str | None, account: str | None) -> Iterator[str]:
    """The lines of both trails."""
    with client(target(state, tenant, None, None)) as api:
        yield from _lines(api.get("/audit/export"))
    try:
        with signed_in(State.at(state), tenant, account) as own:
            yield from _lines(own.get("/api/tenant/v1/audit/export"))
    except (CallsError, httpx.HTTPError) as error:
        fail(error)


def _lines(response: httpx.Response) -> list[str]:
    if not response.is_success:
        fail(f"the audit trail cannot be read: {response.json().get('detail', response.status_code)}")
    return list(response.text.splitlines())


def _stack_heads(state: State) -> Iterator[Head]:
    """What the local stack's programs signed: the control plane in files of its own, gateways in the tenants' stores."""
    runtime = files.read_json(state.runtime_settings)
    yield from _heads([state.data / "audit"], [state.keys / "control_plane.pub.pem"])
    for tenant in runtime.get("tenants", ()):
        folder = Path(str(tenant["store"]).removeprefix("file://")) / "audit"
        yield from _heads([folder], [Path(path) for path in tenant["signing_keys"]["gateway"]])


def _heads(paths: Iterable[Path], keys: Iterable[Path]) -> Iterator[Head]:
    public = read_keys(keys)
    for path in paths:
        for file in sorted(path.glob("*.head*")) if path.is_dir() else [path] if path.exists() else []:
            for token in _text(file).split():
                yield _head(file, token, public)


def _head(file: Path, token: str, public: list[str]) -> Head:
    for issuer in _ISSUERS:
        with suppress(TokenRefused):  # perhaps the other signed it
            return read_head(token, public, issuer)
    return fail(f"{file} holds a head that none of the given keys signed")


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except OSError as error:
        fail(f"cannot read {path}: {error.strerror}")
    except UnicodeDecodeError:
        fail(f"{path} is no text")
