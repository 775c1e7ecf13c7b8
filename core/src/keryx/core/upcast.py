"""Reading journals of older releases: each entry turns a fact as it was once written into facts as they are today.

A fact type only ever gains fields with defaults, which needs nothing here. A changed meaning is a new tag; the old
tag then stands in `UPCASTS` with a function from the old JSON object to the new one (or None, when it says nothing
any more). Golden journals in `tests/core/journals/` replay in CI.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from keryx.core.facts import AnyFact

OldFact = dict[str, Any]
UPCASTS: Mapping[str, Callable[[OldFact], OldFact | None]] = {}
"""Old tag -> how it reads today. Empty: no released fact has changed its meaning yet."""

_convert = msgspec.json.Decoder(OldFact).decode


def read_fact(data: bytes, upcasts: Mapping[str, Callable[[OldFact], OldFact | None]] = UPCASTS) -> AnyFact | None:
    """The fact in `data` (JSON) of any release; None when it has no meaning any more. msgspec.ValidationError when it
    is none."""
    raw: OldFact | None = _convert(data)
    while raw is not None and raw.get("fact") in upcasts:
        raw = upcasts[raw["fact"]](raw)
    return None if raw is None else msgspec.convert(raw, AnyFact)
