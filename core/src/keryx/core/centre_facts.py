"""What happened to the centre itself: configuration, directory, leadership, sites."""

from __future__ import annotations

from keryx.core.fact import Fact


class ConfigActivated(Fact, frozen=True, kw_only=True, tag="config.activated"):
    """From now on decisions are made by this TenantConfig."""

    version: int
    hash: str


class DirectoryActivated(Fact, frozen=True, kw_only=True, tag="directory.activated"):
    version: int


class LeadershipTaken(Fact, frozen=True, kw_only=True, tag="leadership.taken"):
    """A new engine leads; `epoch` fences every later fact."""

    epoch: int
    holder: str


class SiteUp(Fact, frozen=True, kw_only=True, tag="site.up"):
    """The site's Asterisk is connected; `instance` changes when it restarted."""

    site: str
    instance: str


class SiteDown(Fact, frozen=True, kw_only=True, tag="site.down"):
    site: str
    cause: str
    since: int | None = None
    """When the site was last heard of, if that is earlier than `at`."""
