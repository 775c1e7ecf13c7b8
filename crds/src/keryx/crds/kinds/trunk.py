"""Trunk: a line to a carrier."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from .base import Country, HostName, Number, SiteName, Spec, rules
from .site import SecretRef

Codec = Literal["alaw", "ulaw", "g722", "opus"]
Network = Annotated[str, StringConstraints(pattern=r"^[0-9A-Fa-f.:]+(/[0-9]{1,3})?$", max_length=49)]


class TrunkAuth(Spec):
    """How carrier and site know each other."""

    model_config = rules(
        (
            "!has(self.kind) || self.kind != 'registration' || (has(self.username) && has(self.passwordSecretRef))",
            "registration needs username and passwordSecretRef",
        ),
    )

    kind: Literal["ip", "registration"] = Field(
        "ip", description="ip: by address. registration: by user name and password."
    )
    username: str | None = Field(None, max_length=100, description="User name, for registration.")
    password_secret_ref: SecretRef | None = Field(None, description="Secret with the password, for registration.")

    @model_validator(mode="after")
    def _registration_needs_credentials(self) -> TrunkAuth:
        if self.kind == "registration" and (self.username is None or self.password_secret_ref is None):
            raise ValueError("registration needs username and passwordSecretRef")
        return self


class TrunkSpec(Spec):
    """A line to a carrier."""

    site: SiteName = Field(description="Site the line ends at.")
    host: HostName = Field(description="Host name or address of the carrier.")
    port: int = Field(5060, ge=1, le=65535, description="Port of the carrier.")
    transport: Literal["udp", "tcp"] = Field("udp", description="How SIP is carried.")
    auth: TrunkAuth = Field(TrunkAuth(), description="How carrier and site know each other.")
    identify: tuple[Network, ...] = Field(
        (),
        max_length=50,
        description="Addresses or networks (CIDR) calls of this trunk come from; when absent the host.",
    )
    codecs: tuple[Codec, ...] = Field(
        ("alaw", "ulaw"), min_length=1, max_length=4, description="Codecs, the best first."
    )
    max_concurrent_calls: int = Field(100, ge=1, le=5000, description="Calls at once, in and out.")
    rtp_timeout_seconds: int = Field(
        300, ge=0, le=3600, description="A call without media for so long is ended, in seconds; 0 never."
    )
    caller_id: Number | None = Field(None, description="Number shown on calls out.")
    countries: tuple[Country, ...] = Field(
        (), max_length=250, description="Countries that may be called; when absent that of the site."
    )
