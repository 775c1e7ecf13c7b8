"""`keryx admin`: the first account of a tenant or of the platform, from which all others can be made, and the way back in for
administrators whom nobody is left to help."""

from typing import Annotated, Any

import httpx
import typer

from keryx.cli.cluster import ContextOption
from keryx.cli.options import StateOption
from keryx.cli.platform_api import PlatformRefused, TenantOption, TokenOption, UrlOption, answer, client, target

PlatformOption = Annotated[bool, typer.Option("--platform", help="An administrator of the platform itself.")]
LoginArgument = Annotated[str, typer.Argument(help="Whose account.")]

app = typer.Typer(name="admin", help="Accounts of administrators.", no_args_is_help=True)


@app.callback()
def admin() -> None:
    """Accounts of administrators."""


@app.command()
def create(
    login: Annotated[str, typer.Argument(help="What the administrator will log in with.")],
    name: Annotated[str | None, typer.Option(help="The person's name.  [default: the login]")] = None,
    tenant: TenantOption = None,
    platform: PlatformOption = False,
    url: UrlOption = None,
    token_file: TokenOption = None,
    context: ContextOption = None,
    state: StateOption = None,
) -> None:
    """Make an administrator's account and print the generated password, once."""
    role = "root_administrator" if platform else "company_administrator"
    with client(target(state, _tenant(tenant, platform, url), url, token_file, context)) as api:
        made = answer(api.post("/people", json={"login": login, "name": name or login, "role": role}))
    typer.echo(f"{made['person']['login']}\t{made['password']}\t{role}")


@app.command("reset-link")
def reset_link(
    login: LoginArgument,
    tenant: TenantOption = None,
    platform: PlatformOption = False,
    url: UrlOption = None,
    token_file: TokenOption = None,
    context: ContextOption = None,
    state: StateOption = None,
) -> None:
    """Print the path, on the tenant's host, of a page where the person sets a new password: good once, for a day."""
    with client(target(state, _tenant(tenant, platform, url), url, token_file, context)) as api:
        made = answer(api.post(f"/people/{_person(api, login)['id']}/reset-link"))
    typer.echo(made["path"])


@app.command("remove-authenticator")
def remove_authenticator(
    login: LoginArgument,
    tenant: TenantOption = None,
    platform: PlatformOption = False,
    url: UrlOption = None,
    token_file: TokenOption = None,
    context: ContextOption = None,
    state: StateOption = None,
) -> None:
    """Take away a lost authenticator: all sessions of the person end, and the next log-in goes without a code."""
    with client(target(state, _tenant(tenant, platform, url), url, token_file, context)) as api:
        answer(api.delete(f"/people/{_person(api, login)['id']}/second-factor"))
    typer.echo(f"{login}: the authenticator is taken away")


def _tenant(tenant: str | None, platform: bool, url: str | None) -> str | None:
    return "platform" if platform and url is None else tenant


def _person(api: httpx.Client, login: str) -> dict[str, Any]:
    """The person of that login. Raises PlatformRefused."""
    found = answer(api.get("/people", params={"q": login, "limit": 1000}))["items"]
    person: dict[str, Any] | None = next((each for each in found if each["login"] == login.strip().lower()), None)
    if person is None:
        raise PlatformRefused(f"there is no account {login!r}")
    return person
