"""The ledger: what the facts of a call and of a login add up to.

A pure projection. `project(record, recorded)` gives the record of an interaction after one more fact of it; a record
made from the same facts is the same record, wherever and whenever it is made. Time is cut into half-open intervals:

- the *segments* of a party neither overlap nor leave a gap from its coming to its going (wrap-up included);
- the *intervals* of an agent partition its login.

Totals are sums of segments and nothing else. A correction (a second disposition) is one more row, never an edit.
"""

from keryx.core.ledger.agents import AgentInterval, AgentRecord, project_agent
from keryx.core.ledger.interactions import project
from keryx.core.ledger.records import (
    Decision,
    DispositionRow,
    InteractionRecord,
    Offer,
    Segment,
    SegmentKind,
    Step,
    Track,
)

__all__ = [
    "AgentInterval",
    "AgentRecord",
    "Decision",
    "DispositionRow",
    "InteractionRecord",
    "Offer",
    "Segment",
    "SegmentKind",
    "Step",
    "Track",
    "project",
    "project_agent",
]
