"""The one place where a tenant's calls are decided: an input comes in, the core decides, facts are journaled, commands follow.

All of it happens in one go within the event loop, so nothing can come between a decision and its place in the journal. What must be on
disk first is awaited by the commands themselves, not by the next decision.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from prometheus_client import Counter, Histogram

from keryx.core import facts as f
from keryx.core.centre import Centre, Outcome
from keryx.core.commands import AnyCommand
from keryx.core.facts import DURABLE_BEFORE_EFFECT
from keryx.core.inputs import Due, Input, Refused
from keryx.core.react import react
from keryx.kit.clock import Clock
from keryx.kit.signals import log
from keryx.tenant_runtime.engine.journal import Journal

_DECIDED = Histogram(
    "keryx_decision_seconds", "Time to decide one input", ["tenant"], buckets=(0.0005, 0.001, 0.002, 0.005, 0.01, 0.05, 0.1)
)  # fmt: skip
_FAULTS = Counter(
    "keryx_decision_faults_total", "Inputs the core could not decide: a fault in Keryx", ["tenant", "input"]
)
_LONGEST_TIMER_SECONDS = 3600.0

Ticket = asyncio.Future[None]
"""Done once the facts of a decision are on disk."""
Submit = Callable[[Sequence[AnyCommand], Ticket | None], None]
Follow = Callable[[Sequence[f.AnyFact]], None]


class Loop:
    """Give inputs to `report` (nothing to refuse) or `request` (Refused, and durable when it returns)."""

    def __init__(self, centre: Centre, clock: Clock, journal: Journal, submit: Submit, follow: Follow) -> None:
        self.centre = centre
        self._clock = clock
        self._journal = journal
        self._submit = submit
        self._follow = follow
        self._timer: asyncio.TimerHandle | None = None
        self._stopped = False

    def report(self, given: Input) -> None:
        """A report never raises: what the core cannot decide is a fault of ours, told loudly, and the calls go on."""
        try:
            self.decide(lambda now: self.centre.handle(given, now), type(given).__name__)
        except Refused as refused:
            log.info("report_refused", input=type(given).__name__, code=refused.code)
        except Exception as error:
            _FAULTS.labels(self.centre.tenant_id, type(given).__name__).inc()
            log.error("decision_fault", input=type(given).__name__, exc_info=error)
            self._arm()

    async def request(self, given: Input) -> None:
        """Refused changes nothing. Returns when it is durable, if it must be."""
        if self.decide(lambda now: self.centre.handle(given, now), type(given).__name__):
            await self._journal.durable()

    def decide(self, decision: Callable[[int], Outcome], name: str) -> bool:
        """Decide and see to what follows; whether some of it must be durable first."""
        if self._stopped:
            raise Refused("engine_stopping", "The engine is stopping.")
        with _DECIDED.labels(self.centre.tenant_id).time():
            outcome = decision(self._clock.now())
        if outcome.fault is not None:
            _FAULTS.labels(self.centre.tenant_id, name).inc()
            log.error("decision_fault", input=name, exc_info=outcome.fault)
        return self._apply(outcome)

    def stop(self) -> None:
        self._stopped = True
        if self._timer is not None:
            self._timer.cancel()

    def start(self) -> None:
        """Timers run from here."""
        self._arm()

    def _apply(self, outcome: Outcome) -> bool:
        facts = outcome.facts
        self._journal.append(facts, outcome.personal)
        durable = any(type(fact) in DURABLE_BEFORE_EFFECT for fact in facts)
        commands = [command for fact in facts for command in react(fact, self.centre.state)]
        if commands:
            self._submit(commands, self._journal.ticket() if durable else None)
        if facts:
            self._follow(facts)
        self._arm()
        return durable

    def _arm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        deadline = self.centre.next_deadline()
        if deadline is None or self._stopped or self.centre.config is None:
            return
        seconds = min(max(0.0, (deadline - self._clock.now()) / 1000), _LONGEST_TIMER_SECONDS)
        self._timer = asyncio.get_running_loop().call_later(seconds + 0.001, self._due)

    def _due(self) -> None:
        self._timer = None
        self.report(Due())
