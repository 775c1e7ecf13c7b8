"""`keryx people`: the people of a tenant, by the platform's API."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer

from keryx.cli.cluster import ContextOption
from keryx.cli.options import Output, OutputOption, StateOption, fail
from keryx.cli.platform_api import PlatformRefused, TenantOption, TokenOption, UrlOption, answer, client, target

app = typer.Typer(name="people", help="The people of a tenant.", no_args_is_help=True)


@app.command("import")
def import_(
    source: Annotated[Path, typer.Argument(help="A CSV file, or a folder: its people/*.csv, else its *.csv.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what would happen.")] = False,
    tenant: TenantOption = None,
    url: UrlOption = None,
    token_file: TokenOption = None,
    context: ContextOption = None,
    state: StateOption = None,
) -> None:
    """Import people from CSV. Each file is taken whole or not at all; who was changed by hand since is left alone.

    Prints the generated passwords of new accounts, once: login, password, role.
    """
    paths = csv_files(source)
    with client(target(state, tenant, url, token_file, context)) as api:
        for path in paths:  # all are tried before one is imported
            import_file(api, path, dry_run=True)
        for path in paths:
            _tell(path, import_file(api, path, dry_run=dry_run))


@app.command("list")
def list_(
    output: OutputOption = Output.TEXT,
    tenant: TenantOption = None,
    url: UrlOption = None,
    token_file: TokenOption = None,
    context: ContextOption = None,
    state: StateOption = None,
) -> None:
    """List the people of a tenant."""
    with client(target(state, tenant, url, token_file, context)) as api:
        items = list(_everyone(api))
    if output == Output.JSON:
        typer.echo(json.dumps(items, indent=2, ensure_ascii=False))
        return
    for person in items:
        queues = ", ".join(f"{each['queue']}:{each['level']}" for each in person["queues"])
        state_word = "" if person["active"] else "deactivated"
        typer.echo("\t".join((person["login"], person["name"], person["role"], queues, state_word)).rstrip())


def _everyone(api: httpx.Client) -> Iterator[dict[str, Any]]:
    cursor: str | None = None
    while True:
        page = answer(api.get("/people", params={"limit": 1000} | ({} if cursor is None else {"cursor": cursor})))
        yield from page["items"]
        cursor = page["next"]
        if cursor is None:
            return


def csv_files(source: Path) -> list[Path]:
    """The CSV files that `source` names: itself, or those of a folder."""
    if source.is_file():
        return [source]
    found = sorted(source.glob("people/*.csv")) or sorted(source.glob("*.csv"))
    if not found:
        fail(f"{source}: there is no CSV file here")
    return found


def import_file(api: httpx.Client, path: Path, *, dry_run: bool) -> dict[str, Any]:
    """Import one file, or only tell what would happen; what the platform did. Raises PlatformRefused with every error."""
    headers = {"Content-Type": "text/csv"}
    try:
        return answer(
            api.post("/people/import", content=path.read_bytes(), params={"dry_run": dry_run}, headers=headers)
        )
    except PlatformRefused as refused:
        raise PlatformRefused(f"{path}: {refused}") from refused


def _tell(path: Path, report: dict[str, Any]) -> None:
    for account in report["created"]:
        typer.echo("\t".join((account["login"], account["password"] or "", account["role"])))
    counts = {name: len(report[name]) for name in ("created", "updated", "unchanged", "kept")}
    would = "would be " if report["dryRun"] else ""
    told = ", ".join(f"{count} {would}{name}" for name, count in counts.items() if count) or "nobody in it"
    typer.echo(f"{path}: {told}", err=True)
    if report["kept"]:
        typer.echo(f"  left as people changed them: {', '.join(report['kept'])}", err=True)
