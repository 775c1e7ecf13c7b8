"""`keryx validate`: what is wrong with a folder of manifests, with nothing running."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from keryx import crds
from keryx.cli.options import Output, OutputOption
from keryx.crds import Problem

Folder = Annotated[
    list[Path], typer.Argument(metavar="DIR…", help="Folders or files of manifests; `-` for standard input.")
]


def validate(paths: Folder, output: OutputOption = Output.TEXT) -> None:
    """Say all that is wrong with the manifests under DIR; exit with 1 if anything is."""
    result = crds.compile(crds.load(paths, stdin=sys.stdin.buffer))
    if output is Output.JSON:
        typer.echo(json.dumps([described(problem) for problem in result.problems], ensure_ascii=False, indent=2))
    else:
        _tell(result.problems, sorted(result.tenants))
    if result.problems:
        raise typer.Exit(1)


def described(problem: Problem) -> dict[str, str]:
    """A problem for programs. A file that could not be read has its path as `name`."""
    return {
        "kind": problem.kind or "File",
        "name": problem.name or problem.file or "",
        "path": problem.path,
        "message": problem.message,
    }


def _tell(problems: tuple[Problem, ...], tenants: list[str]) -> None:
    for problem in problems:
        typer.echo(_line(problem))
    if problems:
        typer.echo(f"{len(problems)} problem{'s' if len(problems) > 1 else ''}", err=True)
    else:
        typer.echo(f"no problems; tenants: {', '.join(tenants) or 'none'}")


def _line(problem: Problem) -> str:
    place = (
        f"{problem.file}:{problem.line}: "
        if problem.file and problem.line
        else f"{problem.file}: "
        if problem.file
        else ""
    )
    named = f"{problem.kind} {problem.name}".strip()
    subject = ", ".join(part for part in (named, problem.path) if part)
    return f"{place}{subject}: {problem.message}" if subject else f"{place}{problem.message}"
