"""The audit trail: what was done by whom, chained by hashes so that a changed or removed row is found.

Each event's hash is SHA-256 over the hash before it and the event's canonical JSON. A chain is of one database: a tenant has
one in the control plane's and one in its own. A signed head (chain, seq, hash), kept elsewhere, shows that a tail was cut.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

START = bytes(32)
"""What the first event of a chain follows."""


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One act. `at` is ms UTC. `before` and `after` are JSON objects of what was changed, as far as there is any."""

    chain: str
    seq: int
    at: int
    actor_kind: str
    """person, program or nobody (a log-in that was refused)."""
    actor: str
    actor_login: str
    address: str
    session: str
    action: str
    object_kind: str
    object_id: str
    object_name: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    why: str
    """Why it was allowed."""


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """The end of a chain at some moment."""

    chain: str
    seq: int
    hash: str


class Fault(msgspec.Struct, frozen=True):
    """What is wrong at an event of a chain."""

    chain: str
    seq: int
    message: str


def canonical(event: Event) -> bytes:
    """The one spelling of an event: keys sorted, no white space, UTF-8."""
    return json.dumps(msgspec.to_builtins(event), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def link(previous: bytes, event: Event) -> bytes:
    """The event's hash."""
    return hashlib.sha256(previous + canonical(event)).digest()


def verify(chain: str, events: Iterable[tuple[Event, str]], heads: Iterable[Head]) -> Iterator[Fault]:
    """All that is wrong with a chain, given its events in order with the hashes (hex) kept beside them, and the heads that were signed
    of it. Nothing is said of an empty chain without heads."""
    known = {head.seq: head.hash for head in heads if head.chain == chain}
    previous, expected = START, 1
    for event, kept in events:
        if event.seq != expected:
            yield Fault(chain, expected, f"events {expected} to {event.seq - 1} are missing")
        elif link(previous, event).hex() != kept:
            yield Fault(chain, event.seq, "the event was changed, or the one before it was")
        if event.seq in known and known.pop(event.seq) != kept:
            yield Fault(chain, event.seq, "the event is another than the one whose head was signed")
        previous, expected = bytes.fromhex(kept), event.seq + 1
    if cut := [seq for seq in known if seq >= expected]:
        yield Fault(chain, expected, f"the end was cut: there were events up to {max(cut)} when its head was signed")
