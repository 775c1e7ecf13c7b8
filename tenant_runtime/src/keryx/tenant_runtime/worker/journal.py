"""Reading the journal: the tail after a position, and all that once concerned an interaction."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from psycopg import AsyncConnection, AsyncCursor

from keryx.core import facts as f
from keryx.core.upcast import read_fact

_AGENT_FACTS = ["agent.state", "agent.signed_out"]


class Tail(NamedTuple):
    """Facts in order, and the last sequence number read: some entries of older releases say nothing any more."""

    facts: list[f.Recorded]
    last: int
    entries: int


async def tail(cursor: AsyncCursor[Any], after: int, limit: int) -> Tail:
    """What follows, at most `limit` entries."""
    await cursor.execute(
        "SELECT epoch, seq, fact::text FROM journal WHERE seq > %s ORDER BY seq LIMIT %s", (after, limit)
    )
    rows = await cursor.fetchall()
    return Tail(_recorded(rows), rows[-1][1] if rows else after, len(rows))


async def goes_on(connection: AsyncConnection[Any], after: int) -> bool:
    """Whether there is anything to do: asked without a lock, so that an idle centre writes nothing."""
    cursor = await connection.execute("SELECT EXISTS (SELECT FROM journal WHERE seq > %s)", (after,))
    row = await cursor.fetchone()
    return row is not None and bool(row[0])


async def of_interaction(cursor: AsyncCursor[Any], interaction: str, up_to: int) -> list[f.Recorded]:
    """Facts up to a position from which `keryx.core.ledger.project` makes the interaction's record again.

    Beside its own these are its agents' states (they end wrap-up) and the configs that were activated meanwhile.
    """
    await cursor.execute(
        "SELECT epoch, seq, fact::text FROM journal WHERE interaction = %s AND seq <= %s ORDER BY seq",
        (interaction, up_to),
    )
    own = _recorded(await cursor.fetchall())
    if not own:
        return []
    agents = sorted({one.fact.agent for one in own if isinstance(one.fact, f.OfferMade | f.TalkStarted)})
    await cursor.execute(
        "SELECT epoch, seq, fact::text FROM journal WHERE seq > %(first)s AND seq <= %(up_to)s"
        " AND interaction IS DISTINCT FROM %(interaction)s"
        " AND (fact->>'fact' = 'config.activated'"
        " OR agent = ANY(%(agents)s::uuid[]) AND fact->>'fact' = ANY(%(kinds)s))",
        {"first": own[0].seq, "up_to": up_to, "interaction": interaction, "agents": agents, "kinds": _AGENT_FACTS},
    )
    others = _recorded(await cursor.fetchall())
    return sorted(own + others, key=lambda one: one.seq)


async def config_version(cursor: AsyncCursor[Any], up_to: int) -> int:
    """The config that was live at a position; 0 before the first."""
    await cursor.execute(
        "SELECT fact->>'version' FROM journal WHERE seq <= %s AND fact->>'fact' = 'config.activated'"
        " ORDER BY seq DESC LIMIT 1",
        (up_to,),
    )
    row = await cursor.fetchone()
    return 0 if row is None else int(row[0])


def _recorded(rows: Iterable[tuple[int, int, str]]) -> list[f.Recorded]:
    read = ((epoch, seq, read_fact(fact.encode())) for epoch, seq, fact in rows)
    return [f.Recorded(epoch, seq, fact) for epoch, seq, fact in read if fact is not None]
