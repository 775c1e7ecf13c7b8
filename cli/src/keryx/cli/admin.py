"""`keryx admin`: the first account of a tenant or of the platform, from which all others can be made."""

from typing import Annotated

import typer

from keryx.cli.cluster import ContextOption
from keryx.cli.options import StateOption
from keryx.cli.platform_api import TenantOption, TokenOption, UrlOption, answer, client, target

app = typer.Typer(name="admin", help="Accounts of administrators.", no_args_is_help=True)


@app.callback()
def admin() -> None:
    """Accounts of administrators."""


@app.command()
def create(
    login: Annotated[str, typer.Argument(help="What the administrator will log in with.")],
    name: Annotated[str | None, typer.Option(help="The person's name.  [default: the login]")] = None,
    tenant: TenantOption = None,
    platform: Annotated[bool, typer.Option("--platform", help="An administrator of the platform itself.")] = False,
    url: UrlOption = None,
    token_file: TokenOption = None,
    context: ContextOption = None,
    state: StateOption = None,
) -> None:
    """Make an administrator's account and print the generated password, once."""
    role = "root_administrator" if platform else "company_administrator"
    wanted = target(state, "platform" if platform and url is None else tenant, url, token_file, context)
    with client(wanted) as api:
        made = answer(api.post("/people", json={"login": login, "name": name or login, "role": role}))
    typer.echo(f"{made['person']['login']}\t{made['password']}\t{role}")
