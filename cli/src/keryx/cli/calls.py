"""`keryx calls`: the records of a running stack, asked of its gateway like any other client does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer
from rich.console import Console
from rich.table import Table

from keryx.cli.local import files
from keryx.cli.local.state import State

_PAGE = 200
_TIMEOUT_SECONDS = 30.0
_SEEING_ALL = ("company_administrator", "root_administrator", "site_administrator", "supervisor")


class Output(StrEnum):
    TABLE = "table"
    JSON = "json"


class CallsError(Exception):
    """The records cannot be had; the message is one line for a person."""


@dataclass(frozen=True)
class Account:
    login: str
    password: str
    role: str


def calls(
    output: Annotated[Output, typer.Option(help="How to print them.")] = Output.TABLE,
    tenant: Annotated[str | None, typer.Option(help="Tenant id; the first one by default.")] = None,
    login: Annotated[str | None, typer.Option(help="As whom to ask; by default someone who sees all calls.")] = None,
    limit: Annotated[int, typer.Option(help="The latest so many; 0 for all.", min=0)] = 0,
    state: Annotated[Path | None, typer.Option(help="State folder of the local stack.")] = None,
) -> None:
    """List calls, latest first: outcome, waits, talks, agents, recordings."""
    try:
        found = list(_calls(State.at(state), tenant, login, limit))
    except (CallsError, httpx.HTTPError) as error:
        typer.echo(f"keryx calls: {error}", err=True)
        raise typer.Exit(1) from error
    if output is Output.JSON:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        Console().print(_table(found))


def _calls(state: State, tenant: str | None, login: str | None, limit: int) -> Iterator[dict[str, Any]]:
    stack = files.read_json(state.stack)
    if "connect" not in stack:
        raise CallsError(f"no stack has been started with the state folder {state.root}")
    host = _host(stack, tenant)
    account = _account(state.accounts, login)
    origin = f"http://{host}:{stack['connect'].rpartition(':')[2]}"
    address = f"http://{stack['connect']}"
    headers = {"Host": origin.removeprefix("http://"), "Origin": origin}
    with httpx.Client(base_url=address, headers=headers, timeout=_TIMEOUT_SECONDS) as client:
        _log_in(client, account)
        for number, record in enumerate(_records(client, limit), start=1):
            yield _record(record, origin)
            if number == limit:
                return


def _host(stack: dict[str, Any], tenant: str | None) -> str:
    tenants: dict[str, dict[str, list[str]]] = stack["tenants"]
    name = tenant or next(iter(tenants))
    if name not in tenants:
        raise CallsError(f"there is no tenant {name!r} here (there is {', '.join(tenants)})")
    return tenants[name]["hosts"][0]


def _account(path: Path, login: str | None) -> Account:
    """The account to ask as: `login`'s, else the first whose role sees every call."""
    try:
        lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except OSError as error:
        raise CallsError(f"the accounts cannot be read from {path}: {error.strerror}") from error
    accounts = [Account(*fields[:3]) for fields in lines if len(fields) >= 3]
    for account in accounts:
        if account.login == login if login else account.role in _SEEING_ALL:
            return account
    raise CallsError(f"no account {login!r} in {path}" if login else f"no account in {path} sees all calls")


def _log_in(client: httpx.Client, account: Account) -> None:
    answer = client.post("/api/platform/v1/login", json={"login": account.login, "password": account.password})
    _expect(answer, f"logging in as {account.login}")
    _expect(client.post("/api/tenant/v1/session", json={"token": answer.json()["token"]}), "beginning a session")


def _records(client: httpx.Client, limit: int) -> Iterator[dict[str, Any]]:
    """All pages, and the session ended after them."""
    cursor: str | None = None
    try:
        while True:
            size = min(limit, _PAGE) if limit else _PAGE
            wanted = {"limit": str(size)} | ({"cursor": cursor} if cursor else {})
            answer = client.get("/api/tenant/v1/calls/records", params=wanted)
            _expect(answer, "asking for calls")
            page = answer.json()
            yield from page["items"]
            cursor = page["next"]
            if cursor is None:
                return
    finally:
        client.delete("/api/tenant/v1/session")


def _expect(answer: httpx.Response, what: str) -> None:
    if answer.is_success:
        return
    try:
        detail = answer.json()["detail"]
    except (ValueError, KeyError, TypeError):
        detail = f"answered {answer.status_code}"
    raise CallsError(f"{what}: {detail}")


def _record(record: dict[str, Any], origin: str) -> dict[str, Any]:
    """One interaction as it is printed: snake_case, agents by login, recordings by an address that plays them."""
    plain: dict[str, Any] = _plain(record)
    for recording in plain["recordings"]:
        if recording["uri"].startswith("/"):
            recording["uri"] = origin + recording["uri"]
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {"id", "login", "name"}:
        return value["login"] or value["id"]
    return {_snake(key): _plain(item) for key, item in value.items()}


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)


def _table(found: list[dict[str, Any]]) -> Table:
    table = Table()
    for column in ("started", "entry", "caller", "queue", "agent", "outcome", "wait", "talk", "disposition", "rec."):
        table.add_column(column)
    for one in found:
        table.add_row(
            one["started_at"],
            one["entry"],
            one["caller"],
            one["last_queue"],
            one["last_agent"],
            one["outcome"] or "…",
            _seconds(one["wait_ms"]),
            _seconds(one["talk_ms"]),
            one["disposition"],
            "yes" if one["recordings"] else "",
        )
    return table


def _seconds(milliseconds: int) -> str:
    return f"{milliseconds / 1000:.1f} s"
