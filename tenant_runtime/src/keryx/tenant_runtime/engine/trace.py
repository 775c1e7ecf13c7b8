"""A call is one trace: its id is the interaction's own, so that engines that take over go on with it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from opentelemetry import trace
from opentelemetry.trace import NonRecordingSpan, Span, SpanContext, TraceFlags

from keryx.core import facts as f
from keryx.kit.signals import tracer

_IDS = ("agent", "queue", "leg", "step", "outcome", "cause", "result")
_SHOWN = tuple[str, ...]


class Traces:
    """Open spans by interaction. `follow` is told every fact."""

    def __init__(self) -> None:
        self._open: dict[str, Span] = {}

    def follow(self, facts: Sequence[f.AnyFact]) -> None:
        for fact in facts:
            interaction = getattr(fact, "interaction", None)
            if interaction:
                self._one(interaction, fact)

    def _one(self, interaction: str, fact: f.AnyFact) -> None:
        span = self._open.get(interaction)
        if span is None:
            if isinstance(fact, f.DispositionGiven | f.WrapUpExtended | f.AgentStateChanged):
                return  # after the call
            span = self._open[interaction] = _begin(interaction, fact.at)
        attributes = {name: value for name in _IDS if isinstance(value := getattr(fact, name, None), str)}
        span.add_event(str(type(fact).__struct_config__.tag), attributes, timestamp=fact.at * 1_000_000)
        if isinstance(fact, f.InteractionEnded | f.InteractionRejected):
            span.end(fact.at * 1_000_000)
            del self._open[interaction]


def _begin(interaction: str, at: int) -> Span:
    whole = uuid.UUID(interaction).int
    root = SpanContext(whole, whole & (2**64 - 1), is_remote=True, trace_flags=TraceFlags(TraceFlags.SAMPLED))
    parent = trace.set_span_in_context(NonRecordingSpan(root))
    return tracer.start_span(
        "interaction", context=parent, start_time=at * 1_000_000, attributes={"interaction": interaction}
    )
