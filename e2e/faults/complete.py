"""A call's record after a fault: complete, single, and true to what was said."""

from __future__ import annotations

import asyncio
import itertools
from collections import defaultdict
from datetime import datetime
from typing import Any

from e2e.support.conversation import Conversation
from e2e.support.hearing import AGENT_HZ, CALLER_HZ, LOUD, QUIET, channels, levels
from e2e.support.records import Record, played, recorded
from e2e.support.stack import Stack

_SLACK_SECONDS = 0.7
"""Between a talk by the record and its recording: the bridge, the last packets."""
_HEARD_SHARE = 0.95


async def complete(talk: Conversation, within: float = 60.0) -> Record:
    """The record of a talk that two people had and the agent ended: one record, no gap, each voice in its own channel."""
    record = await recorded(talk.stack, talk.interaction, within)
    await single(talk.stack, talk.number, talk.interaction)
    assert (record["outcome"], record["first_agent"]) == ("answered", talk.worker.account.login), record
    partitioned(record)
    (recording,) = record["recordings"]
    assert (recording["channels"], recording["gaps"]) == (2, []), recording
    assert abs(recording["seconds"] - record["talk_ms"] / 1000) < _SLACK_SECONDS, (recording, record["talk_ms"])
    each_in_its_own_channel(await played(talk.worker.connect, recording["uri"]))
    return record


async def single(stack: Stack, number: str, interaction: str) -> None:
    """Nobody else called from that number: one call, one record."""
    calls = await asyncio.to_thread(stack.calls)
    found = [call["interaction_id"] for call in calls if call["caller"] == number]
    assert found == [interaction], found


def partitioned(record: Record) -> None:
    """Each party's segments follow one another without gap or overlap; the contact's fill the whole call."""
    parties: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for segment in record["segments"]:
        parties[segment["role"], segment["party"]].append(segment)
    for segments in parties.values():
        segments.sort(key=lambda segment: (segment["from"], segment["to"]))
        for one, following in itertools.pairwise(segments):
            assert one["to"] == following["from"], (one, following)
    ((_, contact),) = [item for item in parties.items() if item[0][0] == "contact"]
    assert (contact[0]["from"], contact[-1]["to"]) == (record["started_at"], record["ended_at"]), record
    waited = sum(_milliseconds(segment) for segment in contact if segment["kind"] in ("wait", "offer"))
    assert waited == record["wait_ms"], record


def each_in_its_own_channel(sound: bytes) -> None:
    """From the first to the last word each voice is there all the time, and never on the other's side."""
    left, right, rate = channels(sound)
    for samples, own, other in ((left, CALLER_HZ, AGENT_HZ), (right, AGENT_HZ, CALLER_HZ)):
        heard = [level > LOUD for level in levels(samples, rate, own)]
        said = heard[heard.index(True) : -1]
        assert said.count(True) >= _HEARD_SHARE * len(said), heard
        assert max(levels(samples, rate, other)) < QUIET


def _milliseconds(segment: dict[str, Any]) -> int:
    length = datetime.fromisoformat(segment["to"]) - datetime.fromisoformat(segment["from"])
    return round(length.total_seconds() * 1000)
