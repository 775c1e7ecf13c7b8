"""`keryx logs`: what the programs of the local stack said."""

import subprocess
from typing import Annotated

import typer

from keryx.cli.local.state import State
from keryx.cli.options import StateOption, fail


def logs(
    names: Annotated[
        list[str] | None, typer.Argument(help="Programs, as `keryx status` names them; all when none.")
    ] = None,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on as they speak.")] = False,
    lines: Annotated[int, typer.Option("--lines", "-n", min=1, help="How many of the last lines of each.")] = 50,
    state: StateOption = None,
) -> None:
    """Show what the programs of the local stack said."""
    folder = State.at(state).log
    known = {path.stem: path for path in sorted(folder.glob("*.log"))}
    unknown = [name for name in names or () if name not in known]
    if unknown or not known:
        fail(f"no log of {', '.join(unknown)}; there are: {', '.join(known)}" if known else f"no logs in {folder}")
    chosen = [str(known[name]) for name in names or known]
    command = ["tail", f"--lines={lines}", *(["--follow=name", "--retry"] if follow else []), "--", *chosen]
    try:
        subprocess.run(command, check=False)
    except KeyboardInterrupt:
        raise typer.Exit(0) from None
