"""`keryx calls`: what became of the calls, as the records tell it. Signs in with an account, as anyone would."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, Any

import httpx
import typer

from keryx.cli.cluster import PLATFORM_NAMESPACE, Cluster, ClusterError, ClusterTenant, ContextOption
from keryx.cli.local import files
from keryx.cli.local.state import State
from keryx.cli.options import Output, OutputOption, StateOption, fail

_PAGE = 200
_SECONDS = 20.0
_SEES_ALL = ("company_administrator", "supervisor", "site_administrator")
"""Roles by preference: who sees the most calls of a tenant."""

Json = dict[str, Any]

AccountOption = Annotated[str | None, typer.Option(help="Login to ask as; else one that sees all.")]


class CallsError(Exception):
    """The calls could not be read; the message is one sentence."""


@dataclass(frozen=True)
class Account:
    login: str
    password: str
    role: str


def calls(
    output: OutputOption = Output.TEXT,
    tenant: Annotated[str | None, typer.Option(help="Only this tenant's calls.")] = None,
    account: AccountOption = None,
    password: Annotated[
        str | None, typer.Option(envvar="KERYX_PASSWORD", help="Its password, with --context; asked for when absent.")
    ] = None,
    context: ContextOption = None,
    queue: Annotated[str | None, typer.Option(help="Only calls that were in this queue.")] = None,
    entry: Annotated[str | None, typer.Option(help="Only calls to this entry.")] = None,
    outcome: Annotated[str | None, typer.Option(help="Only calls with this outcome.")] = None,
    limit: Annotated[int, typer.Option(help="The latest so many calls of each tenant.", min=1)] = 1000,
    state: StateOption = None,
) -> None:
    """List the calls, latest first: who called, who answered, how long it took, how it ended."""
    wanted = {name: value for name, value in (("queue", queue), ("entry", entry), ("outcome", outcome)) if value}
    try:
        if context is not None:
            records = read_cluster(Cluster(context), tenant, _asking(account, password), wanted, limit)
        else:
            found = State.at(state)
            records = [
                record
                for name, host in _hosts(found, tenant).items()
                for record in read(found, name, host, account, wanted, limit)
            ]
    except (CallsError, ClusterError, httpx.HTTPError) as error:
        fail(error)
    typer.echo(json.dumps(records, indent=2, ensure_ascii=False) if output == Output.JSON else _text(records))


def read(state: State, tenant: str, host: str, account: str | None, wanted: dict[str, str], limit: int) -> list[Json]:
    """The latest calls of a tenant, as `keryx calls --output json` prints them."""
    stack = files.read_json(state.stack)
    chosen = choose(accounts(state), account)
    with _signed_in(stack["connect"], host, chosen) as client:
        address = f"http://{client.headers['host']}"
        return [plain(record, address) for record in _pages(client, wanted, limit)]


def read_cluster(
    cluster: Cluster, tenant: str | None, account: Account, wanted: dict[str, str], limit: int
) -> list[Json]:
    """The latest calls of a tenant of a cluster, through forwarded ports. The addresses of recordings are the tenant's own."""
    found = cluster.tenant(tenant)
    with _signed_in_cluster(cluster, found, account) as client:
        return [plain(record, f"https://{found.hosts[0]}") for record in _pages(client, wanted, limit)]


def _asking(login: str | None, password: str | None) -> Account:
    if login is None:
        raise CallsError("name the login to ask as with --account")
    return Account(login, password or typer.prompt(f"Password of {login}", hide_input=True, err=True), "")


def accounts(state: State) -> list[Account]:
    """The accounts file: login, password, role first in each line."""
    if not state.accounts.exists():
        raise CallsError(f"there is no accounts file at {state.accounts}: is the stack up?")
    lines = [line.split("\t") for line in state.accounts.read_text().splitlines()]
    return [Account(*fields[:3]) for fields in lines if len(fields) >= 3 and fields[0] != "login"]


def choose(known: list[Account], login: str | None) -> Account:
    """The account to ask as: the one named, else the one that sees most."""
    if login is not None:
        found = [one for one in known if one.login == login]
        if not found:
            raise CallsError(f"the accounts file has no login {login!r}")
        return found[0]
    if not known:
        raise CallsError("the accounts file holds no account")
    return min(known, key=lambda one: _SEES_ALL.index(one.role) if one.role in _SEES_ALL else len(_SEES_ALL))


def plain(record: Json, address: str) -> Json:
    """A record of the API as this command tells it: snake_case, agents by login, recordings by full address."""
    told: Json = _snake(record)
    for recording in told["recordings"]:
        recording["uri"] = address + recording["uri"]
    return told


def _hosts(state: State, tenant: str | None) -> dict[str, str]:
    tenants = files.read_json(state.stack).get("tenants", {})
    if not tenants:
        raise CallsError(f"no stack has been started with the state folder {state.root}")
    if tenant is not None and tenant not in tenants:
        raise CallsError(f"there is no tenant {tenant!r} here")
    return {name: found["hosts"][0] for name, found in tenants.items() if tenant in (None, name)}


@contextmanager
def signed_in(state: State, tenant: str | None, account: str | None) -> Iterator[httpx.Client]:
    """A client of one tenant of the local stack, signed in with an account of it. CallsError."""
    hosts = _hosts(state, tenant)
    if len(hosts) != 1:
        raise CallsError(f"name one with --tenant: {', '.join(sorted(hosts))}")
    connect = files.read_json(state.stack)["connect"]
    with _signed_in(connect, next(iter(hosts.values())), choose(accounts(state), account)) as client:
        yield client


@contextmanager
def _signed_in(connect: str, host: str, account: Account) -> Iterator[httpx.Client]:
    """A client with a session of its own, ended afterwards. `connect` is where, `host` which tenant."""
    port = connect.rpartition(":")[2]
    with _client(connect, f"{host}:{port}") as client, _session(client, _token(client, account)):
        yield client


@contextmanager
def _signed_in_cluster(cluster: Cluster, tenant: ClusterTenant, account: Account) -> Iterator[httpx.Client]:
    """As `_signed_in`; the control plane and the tenant's gateway are two Services there."""
    host = tenant.hosts[0]
    with (
        cluster.forwarded(PLATFORM_NAMESPACE, "keryx-control-plane", 80) as address,
        _client(address, host) as platform,
    ):
        token = _token(platform, account)
    with (
        cluster.forwarded(tenant.runtime_namespace, "gateway", 8080) as address,
        _client(address, host) as client,
        _session(client, token),
    ):
        yield client


def _client(connect: str, host: str) -> httpx.Client:
    return httpx.Client(base_url=f"http://{connect}", headers={"Host": host}, timeout=_SECONDS, trust_env=False)


def _token(client: httpx.Client, account: Account) -> str:
    login = {"login": account.login, "password": account.password}
    token = _answer(client.post("/api/platform/v1/login", json=login))["token"]
    if token is None:
        raise CallsError(f"{account.login} has to change the password first: log in with a browser")
    return str(token)


@contextmanager
def _session(client: httpx.Client, token: str) -> Iterator[None]:
    _answer(client.post("/api/tenant/v1/session", json={"token": token}))
    try:
        yield
    finally:
        client.delete("/api/tenant/v1/session")


def _pages(client: httpx.Client, wanted: dict[str, str], limit: int) -> Iterator[Json]:
    cursor: str | None = ""
    while limit > 0 and cursor is not None:
        parameters = {**wanted, "limit": str(min(limit, _PAGE)), **({"cursor": cursor} if cursor else {})}
        page = _answer(client.get("/api/tenant/v1/calls/records", params=parameters))
        yield from page["items"]
        limit -= len(page["items"])
        cursor = page["next"]


def _answer(response: httpx.Response) -> Json:
    if response.is_success:
        return dict(response.json()) if response.content else {}
    try:
        told = response.json()["detail"]
    except (ValueError, KeyError):
        told = f"it answered {response.status_code}"
    raise CallsError(f"{response.url.path}: {told}")


def _snake(value: Any) -> Any:
    match value:
        case {"id": _, "login": login, "name": _}:
            return login or value["id"]
        case dict():
            return {re.sub(r"(?<!^)([A-Z])", r"_\1", key).lower(): _snake(one) for key, one in value.items()}
        case list():
            return [_snake(one) for one in value]
        case _:
            return value


def _text(records: list[Json]) -> str:
    if not records:
        return "no calls yet"
    lines = [("started", "caller", "entry", "queue", "agent", "outcome", "wait", "talk", "disposition")]
    lines += [
        (
            record["started_at"][:19].replace("T", " "), record["caller"] or "withheld", record["entry"] or "-",
            record["last_queue"] or "-", record["last_agent"] or "-", record["outcome"] or "going on",
            f"{record['wait_ms'] / 1000:.0f} s", f"{record['talk_ms'] / 1000:.0f} s", record["disposition"] or "-",
        )
        for record in records
    ]  # fmt: skip
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )
