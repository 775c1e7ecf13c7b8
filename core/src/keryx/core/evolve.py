"""`evolve(state, fact)`: what a fact changes. Looks at nothing but state and fact, so a replayed journal gives the
same state.

One small function a fact type, found by a table. A fact about an interaction that is not there (any more) changes
nothing: journals may be joined to a snapshot that already contains their first facts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from keryx.core import facts as f
from keryx.core.evolve_agents import AGENT_CHANGES
from keryx.core.evolve_contacts import CONTACT_CHANGES
from keryx.core.evolve_talks import TALK_CHANGES
from keryx.core.floor_changes import FLOOR_CHANGES
from keryx.core.state import Site, State
from keryx.core.watch_changes import WATCH_CHANGES


def evolve(state: State, fact: f.AnyFact) -> State:
    """The state after `fact`. Changes `state` in place and returns it. IllegalTransition when the tables forbid it."""
    change = _CHANGES.get(type(fact))
    if change is not None:
        change(state, fact)
    state.last_at = max(state.last_at, fact.at)
    return state


def _config(state: State, fact: f.ConfigActivated) -> None:
    state.config_version, state.config_hash = fact.version, fact.hash


def _directory(state: State, fact: f.DirectoryActivated) -> None:
    state.directory_version = fact.version


def _leader(state: State, fact: f.LeadershipTaken) -> None:
    state.epoch = fact.epoch


def _site_up(state: State, fact: f.SiteUp) -> None:
    state.sites[fact.site] = Site(name=fact.site, up=True, instance=fact.instance, since=fact.at)


def _site_down(state: State, fact: f.SiteDown) -> None:
    instance = state.sites[fact.site].instance if fact.site in state.sites else ""
    state.sites[fact.site] = Site(
        name=fact.site, up=False, instance=instance, since=fact.at if fact.since is None else fact.since
    )


_CHANGES: Mapping[type[f.Fact], Callable[[State, Any], None]] = {
    f.ConfigActivated: _config,
    f.DirectoryActivated: _directory,
    f.LeadershipTaken: _leader,
    f.SiteUp: _site_up,
    f.SiteDown: _site_down,
    **CONTACT_CHANGES,
    **TALK_CHANGES,
    **AGENT_CHANGES,
    **FLOOR_CHANGES,
    **WATCH_CHANGES,
}
