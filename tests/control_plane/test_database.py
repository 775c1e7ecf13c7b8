"""What the database must hold: queries in a scope, an older program on a newer schema, its own absence."""

import ast
import asyncio
from pathlib import Path

import psycopg
import pytest

import keryx.control_plane
from keryx.control_plane.migrations.upgrade import CODE_VERSION, upgrade
from keryx.kit.settings import SettingsError
from tests.support.postgres import Postgres

from .conftest import World, make_world

LATER = CODE_VERSION + 1
SOURCE = Path(keryx.control_plane.__path__[0])
PLACES = {"repository.py", "listing.py"}
QUERIES = {"select", "insert", "update", "delete"}
SCOPES = {"TenantScope", "PlatformScope"}


def _called(tree: ast.AST) -> set[str]:
    return {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}


def _takes_scope(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    names = {argument.annotation.id for argument in node.args.args if isinstance(argument.annotation, ast.Name)}
    return bool(names & SCOPES)


def test_queries_are_made_in_repositories_that_ask_for_a_scope() -> None:
    """One query without a scope is one customer's people shown to another."""
    for path in SOURCE.rglob("*.py"):
        tree = ast.parse(path.read_text())
        if path.name not in PLACES:
            assert not _called(tree) & QUERIES, f"{path}: queries belong in a repository"
            continue
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and _called(node) & QUERIES:
                made = next(one for one in node.body if isinstance(one, ast.FunctionDef) and one.name == "__init__")
                assert _takes_scope(made), f"{path}: {node.name} is made without a scope"
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _called(node) & QUERIES:
                assert _takes_scope(node), f"{path}: {node.name} takes no scope"


@pytest.mark.integration
async def test_this_program_runs_on_a_newer_schema_unless_that_says_it_is_too_old(world: World) -> None:
    """A rollback must be possible: old code on the new schema, as long as the schema allows it."""
    with psycopg.connect(world.settings.database) as connection:
        connection.execute("UPDATE schema_version SET version = %s, compatible_from = 1", [LATER])
        connection.execute("ALTER TABLE person ADD COLUMN of_a_later_release text")
    async with world.running() as running:
        await running.add("lea")
    with psycopg.connect(world.settings.database) as connection:
        connection.execute("UPDATE schema_version SET compatible_from = %s", [LATER])
    with pytest.raises(SettingsError, match=f"schema {LATER}"):
        async with world.running():
            pass


@pytest.mark.integration
async def test_logins_say_that_the_database_is_away_and_go_on_when_it_is_back(
    mortal_postgres: Postgres, tmp_path: Path, unused_tcp_port: int
) -> None:
    async with make_world(mortal_postgres, tmp_path, unused_tcp_port).running() as running:
        made = await running.add("lea")
        credentials = {"login": "lea", "password": made["password"]}
        with psycopg.connect(mortal_postgres.superuser, autocommit=True) as superuser:
            superuser.execute("CHECKPOINT")  # these tests' Postgres does not wait for its disk
        mortal_postgres.kill()
        async with running.client() as client:
            answer = await client.post("/login", json=credentials)
            assert (answer.status_code, answer.json()["code"]) == (503, "database_away")
        await asyncio.to_thread(mortal_postgres.start)
        async with running.logged_in("lea", made["password"]):
            pass


@pytest.mark.integration
def test_an_upgrade_may_be_run_again(postgres: Postgres) -> None:
    database = postgres.database(within="keryx_control_plane")
    upgrade(database)
    upgrade(database)
    with psycopg.connect(database) as connection:
        assert connection.execute("SELECT version, compatible_from FROM schema_version").fetchall() == [
            (CODE_VERSION, 1)
        ]
