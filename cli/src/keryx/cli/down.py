"""`keryx down`: end the local stack; nothing of it is left running."""

import typer

from keryx.cli.local.state import State
from keryx.cli.local.supervise import Supervisor
from keryx.cli.options import StateOption


def down(state: StateOption = None) -> None:
    """End the local stack. Its data stays in the state folder."""
    folder = State.at(state)
    if not folder.root.exists():
        typer.echo("nothing is running")
        return
    Supervisor(folder).stop()
    typer.echo("stopped")
