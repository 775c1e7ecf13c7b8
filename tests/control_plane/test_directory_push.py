"""Telling the engine. A lost push leaves a dismissed agent at the desk, or a new one unable to log in."""

import asyncio
from collections.abc import Callable

import pytest

from keryx.core.directory import Directory

from .conftest import Engine, Running, World, serving

pytestmark = pytest.mark.integration


async def _until(condition: Callable[[], bool], seconds: float = 10) -> None:
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - what is awaited lies beyond a socket
            await asyncio.sleep(0.02)


async def _until_stored(running: Running, tenant: str, people: int) -> None:
    engine = running.world.engine
    await _until(lambda: tenant in engine.directories and len(engine.directories[tenant].people) == people)


async def test_people_reach_the_engine_whole_first_then_as_steps(world: World) -> None:
    async with serving(world.engine, world.engine_port), world.running() as running:
        await running.add("lea", team="blue", queues=[{"queue": "commercial", "level": 80}])
        await _until_stored(running, "acme", 1)
        await running.add("max")
        await _until_stored(running, "acme", 2)
    directory = world.engine.directories["acme"]
    lea = next(person for person in directory.people.values() if person.login == "lea")
    assert (lea.queues[0].queue, lea.queues[0].level, directory.teams) == ("commercial", 80, ("blue",))
    assert "PATCH" in world.engine.pushes
    assert "globex" not in world.engine.directories


async def test_what_changed_while_the_engine_was_away_is_told_after_a_restart_too(world: World) -> None:
    async with world.running() as running:
        await running.add("lea")
        await running.add("max")
    async with serving(world.engine, world.engine_port), world.running() as running:
        await _until_stored(running, "acme", 2)


async def test_an_engine_that_comes_back_is_told_within_seconds(world: World) -> None:
    async with world.running() as running:
        await running.add("lea")
        async with serving(world.engine, world.engine_port):
            await _until_stored(running, "acme", 1)


async def test_an_engine_that_lost_its_database_is_told_everything_again(world: World) -> None:
    async with serving(world.engine, world.engine_port):
        async with world.running() as running:
            await running.add("lea")
            await _until_stored(running, "acme", 1)
            await _until(lambda: world.engine.pushes[-1:] == ["PUT"])
        world.engine.directories.clear()
        async with world.running() as running:
            await _until_stored(running, "acme", 1)


async def test_an_engine_that_remembers_more_than_we_do_follows_us_again(world: World) -> None:
    world.engine.directories["acme"] = Directory(tenant="acme", version=41)
    async with serving(world.engine, world.engine_port), world.running() as running:
        await running.add("lea")
        await _until_stored(running, "acme", 1)
    assert world.engine.directories["acme"].version == 42


async def test_only_the_control_plane_may_push(world: World) -> None:
    stranger = Engine(public_key=world.settings.operator_keys[0].read_text())
    async with serving(stranger, world.engine_port), world.running() as running:
        await running.add("lea")
        await _until(lambda: stranger.refused > 0)
    assert stranger.directories == {}
