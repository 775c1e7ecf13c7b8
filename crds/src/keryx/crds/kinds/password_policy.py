"""Rules for passwords: named profiles, and a tenant's own settings over one of them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final, Literal

from pydantic import Field

from .base import Spec

Profile = Literal["nist-63b-4", "pci-dss-4", "iso-27001", "hermes"]


@dataclass(frozen=True)
class PasswordRules:
    """What holds in the end. Counts are of characters; 0 means: no such rule."""

    min_length: int
    lower: int = 0
    upper: int = 0
    digit: int = 0
    special: int = 0
    validity_days: int = 0
    change_at_first_login: bool = False
    max_failures: int = 6
    block_minutes: int = 15
    history: int = 0
    blocklist: bool = True
    idle_minutes: int = 0
    session_hours: int = 12


PROFILES: Final[dict[Profile, PasswordRules]] = {
    # NIST SP 800-63B-4 §3.1.1: fifteen characters alone, a blocklist, no composition, no rotation.
    "nist-63b-4": PasswordRules(min_length=15),
    # PCI DSS 4.0.1 §8.2.8, 8.3.4-8.3.9: twelve, letters and digits, 90 days, the last four, ten failures, idle 15 minutes.
    "pci-dss-4": PasswordRules(
        12, lower=1, digit=1, validity_days=90, change_at_first_login=True, max_failures=10, history=4, idle_minutes=15
    ),
    # ISO/IEC 27002:2022 §5.17 asks for quality, change at first use and no reuse, and leaves the numbers to us.
    "iso-27001": PasswordRules(
        12, 1, 1, 1, 1, validity_days=180, change_at_first_login=True, max_failures=5, history=5, idle_minutes=30
    ),
    # What the field's older products ask for.
    "hermes": PasswordRules(8, 1, 1, 1, 1, validity_days=90, change_at_first_login=True, blocklist=False),
}


class PasswordPolicy(Spec):
    """A named profile of rules for passwords, and settings that stand in place of the profile's."""

    profile: Profile = Field("nist-63b-4", description="Named set of rules: length, severity, validity, lock-out.")
    min_length: int | None = Field(None, ge=8, le=64, description="Fewest characters.")
    lower: int | None = Field(None, ge=0, le=8, description="Fewest lower-case letters.")
    upper: int | None = Field(None, ge=0, le=8, description="Fewest upper-case letters.")
    digit: int | None = Field(None, ge=0, le=8, description="Fewest digits.")
    special: int | None = Field(None, ge=0, le=8, description="Fewest characters that are neither letter nor digit.")
    validity_days: int | None = Field(
        None, ge=0, le=3650, description="Days until a password must be changed; 0: never."
    )
    change_at_first_login: bool | None = Field(
        None, description="Whether a password that somebody else gave must be changed at the first log-in."
    )
    max_failures: int | None = Field(
        None, ge=3, le=20, description="Wrong passwords in a row that block the log-in for a while."
    )
    block_minutes: int | None = Field(
        None, ge=1, le=15, description="First block, in minutes; each further one is twice as long, an hour at most."
    )
    history: int | None = Field(None, ge=0, le=24, description="How many former passwords may not be used again.")
    blocklist: bool | None = Field(
        None, description="Whether common passwords, and the person's own name, are refused."
    )
    idle_minutes: int | None = Field(
        None, ge=0, le=1440, description="Minutes without use after which the platform's session ends; 0: never."
    )
    session_hours: int | None = Field(None, ge=1, le=24, description="Hours after which a session ends, however busy.")

    def rules(self) -> PasswordRules:
        """The profile's rules with this policy's own settings in their place."""
        profile = PROFILES[self.profile]
        own = {each.name: getattr(self, each.name) for each in fields(PasswordRules)}
        return PasswordRules(
            **{name: getattr(profile, name) if value is None else value for name, value in own.items()}
        )
