"""What the engine keeps in the tenant's database beside the journal: snapshots, and whose phone an endpoint is."""

from __future__ import annotations

from keryx.core.facts import AnyFact
from keryx.core.state import State, decode_state
from keryx.core.upcast import read_fact
from keryx.tenant_runtime.engine.database import Connection

KEPT_SNAPSHOTS = 3


async def save_snapshot(connection: Connection, seq: int, epoch: int, state: bytes) -> None:
    await connection.execute(
        "INSERT INTO snapshot (seq, epoch, state) VALUES (%s, %s, %s) ON CONFLICT (seq) DO NOTHING", (seq, epoch, state)
    )
    await connection.execute(
        "DELETE FROM snapshot WHERE seq NOT IN (SELECT seq FROM snapshot ORDER BY seq DESC LIMIT %s)", (KEPT_SNAPSHOTS,)
    )


async def last_snapshot(connection: Connection) -> tuple[int, State]:
    """The newest snapshot and the sequence number it was taken at."""
    cursor = await connection.execute("SELECT seq, state FROM snapshot ORDER BY seq DESC LIMIT 1")
    row = await cursor.fetchone()
    return (int(row[0]), decode_state(bytes(row[1]))) if row else (0, State())


async def facts_after(connection: Connection, seq: int) -> tuple[int, list[AnyFact]]:
    """The journal's tail and the newest sequence number."""
    cursor = await connection.execute("SELECT seq, fact::text FROM journal WHERE seq > %s ORDER BY seq", (seq,))
    rows = await cursor.fetchall()
    facts = [read_fact(text.encode()) for _, text in rows]
    return (int(rows[-1][0]) if rows else seq), [fact for fact in facts if fact is not None]


async def phones(connection: Connection) -> dict[str, str]:
    """Endpoint -> agent, oldest first."""
    cursor = await connection.execute("SELECT endpoint, agent::text FROM phone ORDER BY made_at")
    rows: list[tuple[str, str]] = await cursor.fetchall()
    return dict(rows)


async def add_phone(connection: Connection, endpoint: str, agent: str, gone: list[str]) -> None:
    await connection.execute(
        "INSERT INTO phone (endpoint, agent) VALUES (%s, %s) ON CONFLICT (endpoint) DO NOTHING", (endpoint, agent)
    )
    await connection.execute("DELETE FROM phone WHERE endpoint = ANY(%s)", (gone,))
