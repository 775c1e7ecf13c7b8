"""A recording's whole way, with the real programs: Asterisk's files, site agent, store, worker, player."""

from __future__ import annotations

import asyncio
import hashlib
import io
import os
import time
import wave
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from psycopg import AsyncConnection

from keryx.tenant_runtime.media import MediaNotReady, SourceSpec, ensure_media
from keryx.tenant_runtime.recording.names import open_recording
from keryx.tenant_runtime.recording.notify import Finished
from tests.support.postgres import Postgres
from tests.tenant_runtime.worker.calls import Call, signs_in
from tests.tenant_runtime.worker.conftest import Journal, led
from tests.tenant_runtime.worker.programs import Runtime

pytestmark = [pytest.mark.integration, pytest.mark.timeout(60)]
Database = AsyncConnection[Any]


@asynccontextmanager
async def running(runtime: Runtime) -> AsyncIterator[Runtime]:
    """The programs started by the test are ended by it, cleanly."""
    try:
        yield runtime
    finally:
        await asyncio.to_thread(runtime.stop)


@pytest.fixture
async def runtime(conninfo: str, tmp_path: Path) -> AsyncIterator[Runtime]:
    async with running(Runtime(tmp_path, conninfo)) as runtime:
        yield runtime


def recorded(runtime: Runtime, recording: str, frequency: float, seconds: float) -> Path:
    """A track as Asterisk's recorder leaves it, closed a while ago."""
    path = runtime.recordings / f"{recording}.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        moments = np.arange(int(seconds * 8000)) / 8000
        file.writeframes((8000 * np.sin(2 * np.pi * frequency * moments)).astype("<i2").tobytes())
    os.utime(path, (time.time() - 10,) * 2)
    return path


async def until(check: Callable[[], Awaitable[Any]]) -> Any:
    """The first true answer; the test's own time limit bounds it."""
    while not (found := await check()):  # noqa: ASYNC110  # another process's row: nothing here can signal it
        await asyncio.sleep(0.05)
    return found


async def rendered(database: Database, call: Call) -> Any:
    query = (
        "SELECT uri, sha256, seconds, channels, gaps FROM recording WHERE interaction = %s AND rendered_at IS NOT NULL"
    )
    return await (await database.execute(query, (call.id,))).fetchone()


def tones(content: bytes) -> list[float]:
    """The tone of each channel, Hz."""
    with wave.open(io.BytesIO(content)) as file:
        frames = np.frombuffer(file.readframes(10**8), "<i2").reshape(-1, 2)
        rate = file.getframerate()
    return [float(np.argmax(np.abs(np.fft.rfft(frames[:, side]))) * rate / len(frames)) for side in (0, 1)]


async def test_a_call_can_be_listened_to(runtime: Runtime, journal: Any, database: Database) -> None:
    """Caller left, agent right, encrypted where it lies, and nothing left in Asterisk's folder."""
    call = Call()
    await asyncio.to_thread(runtime.start_worker)
    await asyncio.to_thread(runtime.start_agent)
    contact, agent = recorded(runtime, call.contact_track, 440, 10), recorded(runtime, call.agent_track, 700, 10)
    await journal.write(*signs_in(), *call.all())
    async with httpx.AsyncClient() as client:
        finished = Finished(client, runtime.vault)
        for track in (call.contact_track, call.agent_track):
            finished.add(runtime.agent_url, track)
        assert await finished.tell()
    uri, sha256, seconds, channels, gaps = await until(lambda: rendered(database, call))
    assert (seconds, channels, gaps) == (10.0, 2, [])
    with open_recording(runtime.store, runtime.vault, call.id) as reader:
        content = reader.read(0, reader.size)
    assert hashlib.sha256(content).hexdigest() == sha256
    assert tones(content) == pytest.approx([440, 700], abs=1)
    assert uri.endswith(f"/recordings/{call.id}.wav.enc")
    assert b"RIFF" not in runtime.store.read(f"recordings/{call.id}.wav.enc")
    assert not contact.exists()
    assert not agent.exists()


@pytest.mark.timeout(150)
async def test_an_idle_worker_keeps_one_connection(runtime: Runtime, journal: Any, database: Database) -> None:
    """A tenant has four connections at rest over all its programs."""
    await asyncio.to_thread(runtime.start_worker)
    call = Call()
    await journal.write(*signs_in(), *call.begins())

    async def projected() -> Any:
        return await (await database.execute("SELECT 1 FROM interaction")).fetchall()

    await until(projected)
    connections = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'keryx worker'"

    async def at_rest() -> bool:
        return await (await database.execute(connections)).fetchone() == (1,)

    await until(at_rest)  # a second one, taken while a step ran, is given back after a minute


async def test_nothing_is_lost_when_programs_are_killed(runtime: Runtime, journal: Any, database: Database) -> None:
    """Files that ended while no program ran, and no engine told of them, are found by the sweep."""
    call = Call()
    await journal.write(*signs_in(), *call.all())
    recorded(runtime, call.contact_track, 440, 10)
    recorded(runtime, call.agent_track, 700, 10)
    await asyncio.to_thread(runtime.start_worker)
    await asyncio.to_thread(runtime.start_agent)
    runtime.kill("agent")
    runtime.kill("worker")
    await asyncio.to_thread(runtime.start_agent)
    await asyncio.to_thread(runtime.start_worker)
    row = await until(lambda: rendered(database, call))
    assert row[4] == []
    assert not list(runtime.recordings.iterdir())
    assert await (await database.execute("SELECT count(*) FROM track_file")).fetchone() == (2,)


async def test_a_recorder_that_still_writes_is_left_alone(runtime: Runtime, journal: Any, database: Database) -> None:
    """A file taken too early would lose the end of the call."""
    call = Call()
    await journal.write(*signs_in(), *call.begins(), *call.talks())
    path = recorded(runtime, call.contact_track, 440, 10)
    await asyncio.to_thread(runtime.start_worker)
    await asyncio.to_thread(runtime.start_agent)
    other = Call(call.start + 100_000)
    recorded(runtime, other.contact_track, 440, 10)
    recorded(runtime, other.agent_track, 440, 10)
    await journal.write(*other.all())
    await until(lambda: rendered(database, other))
    assert path.exists()


async def test_a_killed_database_costs_nothing(mortal_postgres: Postgres, tmp_path: Path) -> None:
    """Postgres dies in the middle of a call: its record is complete and single all the same, seconds after it is back."""
    call, conninfo = Call(), led(mortal_postgres.database())
    async with running(Runtime(tmp_path, conninfo)) as runtime:
        await asyncio.to_thread(runtime.start_worker)
        async with await AsyncConnection.connect(conninfo, autocommit=True) as before:
            journal = Journal(before)
            await journal.write(*signs_in(), *call.begins())
        async with await AsyncConnection.connect(mortal_postgres.superuser, autocommit=True) as superuser:
            await superuser.execute("CHECKPOINT")  # these tests' Postgres does not wait for its disk
        mortal_postgres.kill()
        await asyncio.to_thread(mortal_postgres.start)
        async with await AsyncConnection.connect(conninfo, autocommit=True) as after:
            await journal.goes_on(after).write(*call.talks(), *call.ends(), *call.wraps_up())

            async def settled() -> Any:
                return await (await after.execute("SELECT outcome, wait_ms FROM interaction WHERE settled")).fetchall()

            assert await until(settled) == [("answered", 6000)]


async def test_prompts_reach_every_site(runtime: Runtime) -> None:
    """A config is live only when each of its sentences can be heard at each site."""
    await asyncio.to_thread(runtime.start_worker)
    await asyncio.to_thread(runtime.start_agent)
    good = {f"{number:032x}": SourceSpec(kind="text", text=f"Position {number}", language="fr") for number in range(5)}
    bad = {"f" * 32: SourceSpec(kind="text", text="nuqneH", language="klingonais")}
    sites = {"paris": runtime.agent_url}
    async with httpx.AsyncClient() as client:
        ask = {"worker_url": runtime.worker_url, "site_urls": sites}
        await ensure_media(client, runtime.vault, sources=good, **ask)  # type: ignore[arg-type]
        with pytest.raises(MediaNotReady, match="klingonais"):
            await ensure_media(client, runtime.vault, sources=good | bad, **ask)  # type: ignore[arg-type]
        refused = await client.post(
            f"{runtime.worker_url}/v1/media", content=b"{", headers={"Authorization": "Bearer x"}
        )
        assert refused.status_code == 401
    names = {path.name for path in (runtime.sounds / "keryx").iterdir()}
    assert names == {f"{media_id}.{form}" for media_id in good for form in ("wav", "sln16")}
