"""Logging in and one's own account, on the wire."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from keryx.control_plane.directory.schemas import PersonOut
from keryx.control_plane.identity.models import PlatformSession
from keryx.control_plane.second_factor.schemas import Code, SecondFactorOut
from keryx.control_plane.tenants.schemas import Wire
from keryx.crds.kinds.password_policy import PasswordPolicy, PasswordRules, Profile

Must = Literal["change_password", "enrol_totp"]
_Typed = Annotated[str, Field(min_length=1, max_length=1000, repr=False)]


class Credentials(Wire):
    """What a person types."""

    login: Annotated[str, Field(min_length=1, max_length=200)]
    password: _Typed
    code: Annotated[Code | None, Field(repr=False, description="Of the authenticator, or a recovery code")] = None


class Admitting(Wire):
    """A token that admits to the tenant's runtime, once, within five minutes."""

    token: str


class Admitted(Wire):
    """A login that succeeded. While `next` names something, the session is good for that alone and there is no token."""

    token: str | None
    person: PersonOut
    next: Must | None


class Me(Wire):
    """The person of the session and what their role allows."""

    person: PersonOut
    actions: list[str]
    language: Annotated[str | None, Field(description="Language of the pages, once the person chose one")]
    password_expires_at: datetime | None
    next: Must | None
    second_factor: SecondFactorOut


class Preferences(Wire):
    """What people choose for themselves."""

    language: Literal["fr", "en"]


class PasswordChange(Wire):
    """One's own new password, with the present one."""

    current: _Typed
    new: _Typed


class PasswordByLink(Wire):
    """A new password, by a link that works once."""

    token: Annotated[str, Field(min_length=1, max_length=200, repr=False)]
    password: _Typed


class Link(Wire):
    """Where the person sets a password, told in this answer only."""

    path: Annotated[str, Field(description="On the tenant's host")]
    expires_at: datetime


class Rules(Wire):
    """The rules passwords obey, for forms that check while one types. Counts are of characters; 0: no such rule."""

    profile: Profile
    min_length: int
    lower: int
    upper: int
    digit: int
    special: int
    validity_days: int
    change_at_first_login: bool
    max_failures: int
    block_minutes: int
    history: int
    blocklist: bool
    idle_minutes: int
    session_hours: int

    @classmethod
    def of(cls, profile: Profile, rules: PasswordRules) -> "Rules":
        return cls(profile=profile, **vars(rules))


class Policy(Wire):
    """The password policy as declared, what it comes to, and all named profiles."""

    declared: PasswordPolicy
    effective: Rules
    profiles: list[Rules]


class PolicyEffect(Wire):
    """Whom another policy would touch. Whether a password is long enough is known of none: they are kept as hashes."""

    people: Annotated[int, Field(description="Active people of the tenant")]
    expired: Annotated[int, Field(description="Who would have to change an old password at the next log-in")]
    given: Annotated[int, Field(description="Who would have to change a password somebody gave them")]


class SessionOut(Wire):
    """A log-in of one's own."""

    id: UUID
    created_at: datetime
    seen_at: datetime | None
    expires_at: datetime
    address: str
    user_agent: str
    current: bool

    @classmethod
    def of(cls, row: PlatformSession, current: UUID) -> "SessionOut":
        known = row.model_dump(include={"id", "created_at", "seen_at", "expires_at", "address", "user_agent"})
        return cls(**known, current=row.id == current)


class Sessions(Wire):
    """One's own log-ins, the latest first."""

    items: list[SessionOut]
