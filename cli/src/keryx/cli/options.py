"""Options that several commands share, so that they read alike everywhere."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer


class Output(StrEnum):
    """For people, or for programs."""

    TEXT = "text"
    JSON = "json"


StateOption = Annotated[Path | None, typer.Option(help="State folder of the local stack.  [default: .keryx]")]
OutputOption = Annotated[Output, typer.Option("--output", "-o", help="For people or for programs.")]


def fail(message: object) -> NoReturn:
    """One line for the person at the keyboard, and the end."""
    typer.echo(f"keryx: {message}", err=True)
    raise typer.Exit(1)
