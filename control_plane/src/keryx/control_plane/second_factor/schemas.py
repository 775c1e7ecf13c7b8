"""Second factors on the wire."""

from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from keryx.control_plane.tenants.schemas import Wire

Code = Annotated[str, StringConstraints(min_length=6, max_length=40)]
"""Six digits of an authenticator, or a recovery code."""


class Enrolment(Wire):
    """A secret for an authenticator, told in this answer only. It counts once a code of it was shown to be right."""

    secret: str
    uri: Annotated[str, Field(description="otpauth: URI, what a QR code shows")]


class TypedCode(Wire):
    """What the authenticator shows."""

    code: Annotated[Code, Field(repr=False)]


class RecoveryCodes(Wire):
    """Codes that stand for the authenticator, each once; told in this answer only."""

    recovery_codes: list[str]


class Proof(Wire):
    """Who one is, shown again: by a code, or by the password for people without an authenticator."""

    code: Annotated[Code | None, Field(repr=False)] = None
    password: Annotated[str | None, Field(min_length=1, max_length=1000, repr=False)] = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.code is None) == (self.password is None):
            raise ValueError("give either a code or a password")
        return self


class SecondFactorOut(Wire):
    """A person's second factor."""

    totp: Annotated[bool, Field(description="Whether the person has an authenticator")]
    required: Annotated[bool, Field(description="Whether their role requires one")]
    recovery_codes_left: int


class RoleRequirement(Wire):
    """Whether people of a role must have a second factor."""

    required: bool


class RoleRequirementOut(RoleRequirement):
    """The requirement, and how many active people of the role would have to set one up at their next log-in."""

    role: str
    without: int
