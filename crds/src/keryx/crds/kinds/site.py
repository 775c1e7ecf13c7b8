"""Site: a place of the tenant with its own telephony."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .base import Country, DisplayName, HostName, Language, Spec, TimeZone


class Exposure(Spec):
    """How media reaches the site."""

    kind: Literal["ClusterNetwork", "HostNetwork", "Edge"] = Field(
        "ClusterNetwork",
        description="ClusterNetwork: the carrier reaches the pod network. HostNetwork: the node's own addresses. Edge: a shared proxy.",
    )


class SecretRef(Spec):
    """One key of a Secret of the same namespace."""

    name: HostName = Field(description="Name of the Secret.")
    key: str = Field(min_length=1, max_length=253, pattern=r"^[-._a-zA-Z0-9]+$", description="Key within the Secret.")


class TurnServer(Spec):
    """A TURN server that browsers relay media through."""

    url: str = Field(
        pattern=r"^turns?:[^\s]+$",
        max_length=300,
        description="Address, such as turns:turn.example.com:443?transport=tcp.",
    )
    username: str | None = Field(None, max_length=200, description="User name.")
    password_secret_ref: SecretRef | None = Field(None, description="Secret with the password.")


class SiteSpec(Spec):
    """A place with its own telephony."""

    display_name: DisplayName = Field(description="Name of the place, for people.")
    country: Country = Field("FR", description="How national numbers are read here, ISO 3166-1 alpha-2.")
    time_zone: TimeZone | None = Field(None, description="IANA time zone; when absent that of the settings.")
    default_language: Language | None = Field(
        None, description="Language of callers; when absent that of the settings."
    )
    exposure: Exposure = Field(Exposure(), description="How media reaches the site.")
    external_media_address: str | None = Field(
        None,
        max_length=253,
        pattern=r"^[A-Za-z0-9.:-]+$",
        description="Address that outsiders send media to, if it is not the site's own.",
    )
    turn: tuple[TurnServer, ...] = Field((), max_length=5, description="TURN servers for browsers.")
    max_concurrent_calls: int = Field(200, ge=1, le=5000, description="Calls at once; one more is answered 503.")
