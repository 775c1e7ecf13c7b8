"""`keryx render` and `keryx diff`: what the operator makes of a folder, and what that would change on a cluster."""

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
import yaml

from keryx.cli.local.declarations import sentence
from keryx.cli.options import Output, OutputOption, fail
from keryx.crds.kinds.database_server import DatabaseServerSpec
from keryx.kit.settings import SettingsError
from keryx.operator.api import ApiError, Cluster, connected
from keryx.operator.applying import left_over, look
from keryx.operator.compare import difference
from keryx.operator.offline import render_folder
from keryx.operator.seen import place_of
from keryx.operator.settings import OperatorSettings, read_settings

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="Folder of manifests.")]
ContextOption = Annotated[
    str | None, typer.Option(help="Context of the kubeconfig; the operator's settings come from there.")
]
SettingsOption = Annotated[
    Path | None, typer.Option(help="The operator's settings (operator.json).  [default: those of the chart]")
]
NamespaceOption = Annotated[str, typer.Option(help="Namespace of the operator.")]
_CONFIG_MAP = "keryx-operator"


def render(
    folder: Folder,
    settings: SettingsOption = None,
    context: ContextOption = None,
    namespace: NamespaceOption = "keryx-system",
    output: OutputOption = Output.TEXT,
) -> None:
    """Print the very objects that the operator applies for the tenants in DIR. Keys it makes itself are not among them."""
    found = (
        asyncio.run(_surroundings(settings, context, namespace)) if context else _Surroundings(_read(settings), {}, {})
    )
    objects = [one for each in _rendered(folder, found).values() for one in each]
    if output is Output.JSON:
        typer.echo(json.dumps(objects, ensure_ascii=False, indent=2))
    else:
        typer.echo(yaml.safe_dump_all(objects, sort_keys=False, allow_unicode=True), nl=False)


def diff(
    folder: Folder,
    context: ContextOption = None,
    settings: SettingsOption = None,
    namespace: NamespaceOption = "keryx-system",
) -> None:
    """Say what the operator would change on the cluster for the tenants in DIR; exit with 1 if anything."""
    lines = asyncio.run(_differences(folder, settings, context, namespace))
    for line in lines:
        typer.echo(line)
    if lines:
        raise typer.Exit(1)
    typer.echo("no differences")


@dataclass(frozen=True)
class _Surroundings:
    """What the folder does not say: the operator's settings, the database servers, where tenants are placed."""

    settings: OperatorSettings
    servers: dict[str, DatabaseServerSpec]
    places: dict[str, str]


def _read(path: Path | None) -> OperatorSettings:
    try:
        return read_settings(path) if path else OperatorSettings()
    except SettingsError as error:
        fail(error)


def _rendered(folder: Path, found: _Surroundings) -> dict[str, list[dict[str, Any]]]:
    made, problems = render_folder(folder, found.settings, found.servers, found.places)
    for problem in problems:
        typer.echo(f"problem: {sentence(problem)}", err=True)
    if not made:
        fail(f"{folder} declares no tenant that can be run; `keryx validate {folder}` says why")
    return made


async def _surroundings(settings: Path | None, context: str | None, namespace: str) -> _Surroundings:
    async with connected(context) as cluster:
        return await _ask(cluster, settings, namespace)


async def _ask(cluster: Cluster, settings: Path | None, namespace: str) -> _Surroundings:
    try:
        servers, _ = await cluster.list("DatabaseServer")
        tenants, _ = await cluster.list("Tenant")
        installed = None if settings else await cluster.get("ConfigMap", namespace, _CONFIG_MAP)
    except ApiError as error:
        fail(f"the cluster refuses: {error}")
    own = OperatorSettings.model_validate_json(installed["data"]["operator.json"]) if installed else _read(settings)
    return _Surroundings(
        own,
        {one["metadata"]["name"]: DatabaseServerSpec.model_validate(one["spec"]) for one in servers},
        {one["spec"]["id"]: (one.get("status") or {}).get("databaseServer", "") for one in tenants},
    )


async def _differences(folder: Path, settings: Path | None, context: str | None, namespace: str) -> list[str]:
    async with connected(context) as cluster:
        found = await _ask(cluster, settings, namespace)
        lines: list[str] = []
        for tenant_id, objects in _rendered(folder, found).items():
            lines += await _of_tenant(cluster, tenant_id, objects, found.settings.routes.kind)
        return lines


async def _of_tenant(cluster: Cluster, tenant_id: str, objects: list[dict[str, Any]], routes: str) -> list[str]:
    """A line an object: made, deleted, or the first place that differs."""
    live = await look(cluster, tenant_id, routes)
    lines = []
    for one in objects:
        kind, namespace, name = place = place_of(one)
        there = live.get(place) or await cluster.get(kind, namespace, name)
        if there is None:
            lines.append(f"{kind} {name}: would be made")
        elif told := difference(there, one):
            lines.append(f"{kind} {name}: {told}")
    gone = left_over(live, {place_of(one) for one in objects})
    return [*lines, *(f"{kind} {name}: would be deleted" for kind, _, name in gone)]
