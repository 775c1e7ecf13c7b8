"""`keryx`: one command, a file for each of its subcommands."""

import typer

from keryx.cli import admin, audit, call, calls, down, logs, people, render, status, up, validate

app = typer.Typer(
    name="keryx",
    help="Declare, run and look into a contact centre.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)

for command in (
    validate.validate,
    render.render,
    render.diff,
    up.up,
    down.down,
    status.status,
    logs.logs,
    call.call,
    calls.calls,
):
    app.command()(command)
for group in (admin.app, audit.app, people.app):
    app.add_typer(group)
