"""`keryx status`: where a stack or a cluster's tenant is, what its declarations say, and how its processes or pods are."""

import json
from typing import Annotated, Any

import typer

from keryx.cli import cluster_status
from keryx.cli.cluster import Cluster, ClusterError, ContextOption
from keryx.cli.local import files
from keryx.cli.local.state import State
from keryx.cli.local.supervise import Supervisor
from keryx.cli.options import Output, OutputOption, StateOption, fail


def status(
    output: OutputOption = Output.TEXT,
    context: ContextOption = None,
    tenant: Annotated[str | None, typer.Option(help="The tenant, with --context.")] = None,
    state: StateOption = None,
) -> None:
    """Show where to log in, whether the manifests are good, and how the processes are. Exit 1 when nothing runs."""
    if context is not None:
        _of_cluster(context, tenant, output)
        return
    found = read(State.at(state))
    typer.echo(json.dumps(found, indent=2, ensure_ascii=False) if output == Output.JSON else _text(found))
    if not found["processes"]:
        raise typer.Exit(1)


def _of_cluster(context: str, tenant: str | None, output: Output) -> None:
    try:
        found = cluster_status.read(Cluster(context), tenant)
    except ClusterError as error:
        fail(error)
    text = json.dumps(found, indent=2, ensure_ascii=False) if output == Output.JSON else cluster_status.text(found)
    typer.echo(text)
    if not found["ready"]:
        raise typer.Exit(1)


def read(state: State) -> dict[str, Any]:
    """What `keryx status --output json` prints."""
    stack = files.read_json(state.stack)
    processes = [vars(process) for process in Supervisor(state).processes()]
    return {
        "url": stack.get("url"),
        "connect": stack.get("connect"),
        "accounts": str(state.accounts),
        "sip": stack.get("sip"),
        "tenants": stack.get("tenants", {}),
        "config": files.read_json(state.config_status).get("tenants", {}),
        "problems": files.read_json(state.config_status).get("problems", []),
        "processes": processes,
    }


def _text(found: dict[str, Any]) -> str:
    if not found["processes"]:
        return "nothing is running"
    lines = [f"open      {found['url']}", f"accounts  {found['accounts']}", f"sip       {found['sip']}", ""]
    for tenant, config in found["config"].items():
        lines.append(f"{tenant}: configuration {config['version']}, {config['state']}")
        lines += [f"  {sentence(problem)}" for problem in config["problems"]]
    lines += [f"  {sentence(problem)}" for problem in found["problems"]]
    lines.append("")
    width = max(len(process["name"]) for process in found["processes"])
    lines += [f"{process['name']:{width}}  {process['pid']:>7}  {process['state']}" for process in found["processes"]]
    return "\n".join(lines)


def sentence(problem: dict[str, Any]) -> str:
    """A problem as a person reads it: object, field, what is wrong."""
    place = f"{problem['kind']} {problem['name']}".strip()
    field = f", {problem['path']}" if problem.get("path") else ""
    return f"{place}{field}: {problem['message']}"
