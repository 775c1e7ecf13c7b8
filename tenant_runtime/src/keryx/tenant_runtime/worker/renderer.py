"""Rendering: once a call is over and its tracks are in the store, one stereo file of them.

A step of the worker's loop, exactly once in its effect: the file's name and content follow from the tracks, it appears whole
or not at all, and the row says "rendered" only afterwards. Two workers, or one that is killed, do at most the work twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
from psycopg import AsyncCursor
from psycopg.types.json import Jsonb

from keryx.core.ledger import Track
from keryx.kit import signals
from keryx.tenant_runtime.recording.names import rendered_name, track_name
from keryx.tenant_runtime.recording.render import CHANNELS, Rendered, Source, render
from keryx.tenant_runtime.recording.sealed import SealedReader, SealedWriter
from keryx.tenant_runtime.recording.tracks import TracksAnswer, TrackStored
from keryx.tenant_runtime.recording.wav import NotSignedLinear, layout
from keryx.tenant_runtime.store import Store
from keryx.tenant_runtime.vault import Vault, VaultSealed
from keryx.tenant_runtime.worker.rows import milliseconds


@dataclass(frozen=True)
class Job:
    """One interaction's tracks; `stored` are those whose file is there."""

    interaction: UUID
    tracks: tuple[Track, ...]
    stored: frozenset[str]


async def find(cursor: AsyncCursor[Any]) -> Job | None:
    """The next recording whose tracks have all come, or have been waited for long enough."""
    await cursor.execute(
        "SELECT interaction FROM recording WHERE rendered_at IS NULL AND failure IS NULL AND (due_at < now()"
        " OR NOT EXISTS (SELECT FROM track LEFT JOIN track_file USING (recording)"
        " WHERE track.interaction = recording.interaction AND track_file.recording IS NULL))"
        " ORDER BY due_at LIMIT 1"
    )
    row = await cursor.fetchone()
    if row is None:
        return None
    await cursor.execute(
        "SELECT recording::text, leg, site, party, role, policy, started_at, ended_at, pauses,"
        " track_file.recording IS NOT NULL FROM track LEFT JOIN track_file USING (recording)"
        " WHERE interaction = %s ORDER BY n",
        (row[0],),
    )
    rows = await cursor.fetchall()
    return Job(row[0], tuple(map(_track, rows)), frozenset(one[0] for one in rows if one[9]))


def make(job: Job, store: Store, vault: Vault) -> Rendered:
    """Render the job's file into the store. Blocks. OSError when the store fails."""
    with ExitStack() as files, store.writing(rendered_name(job.interaction)) as target:
        sources = [Source(track, _file(files, store, vault, track, job.stored)) for track in job.tracks]
        with SealedWriter(vault, target) as sealed:
            return render(sources, sealed.write)


async def save(cursor: AsyncCursor[Any], job: Job, rendered: Rendered, uri: str) -> None:
    """The recording is there for everyone to play."""
    await cursor.execute(
        "UPDATE recording SET rendered_at = now(), uri = %s, sha256 = %s, seconds = %s, channels = %s, gaps = %s,"
        " tracks = %s WHERE interaction = %s",
        (
            uri,
            rendered.sha256,
            rendered.milliseconds / 1000,
            CHANNELS,
            Jsonb(msgspec.to_builtins(rendered.gaps)),
            len(job.stored),
            job.interaction,
        ),
    )


async def give_up(cursor: AsyncCursor[Any], job: Job, reason: str) -> None:
    """It can never be rendered: say why instead of trying for ever."""
    await cursor.execute("UPDATE recording SET failure = %s WHERE interaction = %s", (reason, job.interaction))


async def tracks_stored(cursor: AsyncCursor[Any], tracks: Sequence[TrackStored]) -> None:
    """A site agent has uploaded tracks. One that comes after its recording was rendered without it has it rendered again."""
    await cursor.executemany(
        "INSERT INTO track_file (recording, uri, sha256, bytes, milliseconds) VALUES (%s, %s, %s, %s, %s)"
        " ON CONFLICT (recording) DO UPDATE SET uri = EXCLUDED.uri, sha256 = EXCLUDED.sha256, bytes = EXCLUDED.bytes,"
        " milliseconds = EXCLUDED.milliseconds",
        [(one.recording, one.uri, one.sha256, one.bytes, one.milliseconds) for one in tracks],
    )
    await cursor.executemany(
        "UPDATE recording SET rendered_at = NULL, failure = NULL FROM track WHERE track.recording = %s"
        " AND recording.interaction = track.interaction AND (recording.gaps @> %s OR recording.failure IS NOT NULL)",
        [(one.recording, Jsonb([{"recording": one.recording, "cause": "missing"}])) for one in tracks],
    )


async def which_ended(cursor: AsyncCursor[Any], recordings: list[str]) -> TracksAnswer:
    await cursor.execute(
        "SELECT recording::text, ended_at IS NOT NULL FROM track WHERE recording = ANY(%s::uuid[])", (recordings,)
    )
    known = dict(await cursor.fetchall())
    ended = [one for one in recordings if known.get(one)]
    return TracksAnswer(ended, [one for one in recordings if one not in known])


def _track(row: tuple[Any, ...]) -> Track:
    recording, leg, site, party, role, policy, started_at, ended_at, pauses, _ = row
    return Track(
        recording=recording,
        leg=leg,
        site=site,
        party=party,
        role=role,
        policy=policy,
        started_at=milliseconds(started_at) or 0,
        ended_at=milliseconds(ended_at),
        pauses=tuple((begin, end) for begin, end in pauses),
    )


def _file(files: ExitStack, store: Store, vault: Vault, track: Track, stored: frozenset[str]) -> SealedReader | None:
    """The track's file; one that is no recording counts as missing and is said in the log."""
    if track.recording not in stored:
        return None
    reader = files.enter_context(SealedReader(vault, store.open(track_name(track.recording))))
    try:
        layout(reader)
    except (NotSignedLinear, VaultSealed) as error:
        signals.log.error("track_cannot_be_read", recording=track.recording, reason=str(error))
        return None
    return reader
