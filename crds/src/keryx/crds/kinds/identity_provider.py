"""IdentityProvider: an OpenID Connect provider that the tenant's people log in with."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from .base import DisplayName, Name, QueueName, SiteName, SkillLevel, SkillName, Spec
from .site import SecretRef

Claim = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^\s]+$")]
RoleId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{1,39}$", max_length=40)]


class SkillGrant(Spec):
    """A skill at a level."""

    skill: SkillName = Field(description="The skill.")
    level: SkillLevel = Field(description="Level, 0-10.")


class ClaimRule(Spec):
    """What people get whose claim has a value."""

    claim: Claim = Field(description="Name of the claim; dots lead into objects, as in realm_access.roles.")
    value: str = Field(
        min_length=1, max_length=200, description="The claim's value, or one of its values when it is a list."
    )
    role: RoleId | None = Field(None, description="Role: a built-in one or one of the tenant's own.")
    team: DisplayName | None = Field(None, description="Team.")
    site: SiteName | None = Field(None, description="Site.")
    queues: tuple[QueueName, ...] = Field((), max_length=100, description="Queues, at level 50.")
    skills: tuple[SkillGrant, ...] = Field((), max_length=100, description="Skills.")


class IdentityProviderSpec(Spec):
    """An OpenID Connect provider that the tenant's people log in with."""

    display_name: DisplayName = Field(description="What the button on the log-in page says.")
    issuer: str = Field(
        max_length=300,
        pattern=r"^https?://[^\s?#]+$",
        description="The provider's issuer; http only where the platform allows it.",
    )
    client_id: str = Field(min_length=1, max_length=200, description="Our client id at the provider.")
    client_secret_ref: SecretRef | None = Field(
        None, description="Secret with the client's secret; a public client has none."
    )
    scopes: tuple[Name, ...] = Field(
        ("openid", "profile", "email"), min_length=1, max_length=20, description="Scopes asked for."
    )
    login_claim: Claim = Field("preferred_username", description="Claim that becomes the login of a new account.")
    accounts: Literal["JustInTime", "Existing"] = Field(
        "JustInTime", description="JustInTime: who is not known gets an account. Existing: only who was linked before."
    )
    default_role: RoleId | None = Field(
        None, description="Role of whom no rule gives one; when absent they are refused."
    )
    rules: tuple[ClaimRule, ...] = Field(
        (),
        max_length=200,
        description="What claims give, in order; the first rule that gives a role, team or site wins.",
    )
    password_login: Literal["Allowed", "Forbidden"] = Field(
        "Forbidden", description="Whether people of this provider may also log in with a password kept here."
    )
