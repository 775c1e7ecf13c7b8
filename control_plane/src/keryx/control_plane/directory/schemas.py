"""People on the wire, and the rules each field obeys wherever it comes from (API or CSV)."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from keryx.control_plane.directory.models import PersonRow
from keryx.control_plane.tenants.schemas import Wire

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$")]
"""Name of a declared object (queue, skill, site), as manifests have it."""
Login = Annotated[
    str,
    StringConstraints(strip_whitespace=True, to_lower=True, pattern=r"^[A-Za-z0-9][A-Za-z0-9._@+-]{0,99}$"),
]
RoleId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{1,39}$")]
"""A built-in role or one of the tenant's own."""
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Email = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, max_length=254, pattern=r"^[^@\s<>,;]{1,64}@[A-Za-z0-9.-]+\.[A-Za-z0-9-]+$"
    ),
]
"""An address as SMTP takes it; whether anybody reads it is known when a link was used."""
Password = Annotated[str, StringConstraints(min_length=1, max_length=1000)]
"""What is asked of it stands in the tenant's password policy."""


class Assignment(Wire):
    """A person in a queue."""

    queue: Name
    level: Annotated[int, Field(ge=0, le=100, description="The highest free agent is offered first")] = 50
    wait_threshold_s: Annotated[
        int,
        Field(ge=0, le=86_400, description="Counts as free here only when the contact has waited so long (seconds)"),
    ] = 0
    enabled: bool = True


class PersonFields(Wire):
    """What is known of a person apart from the login."""

    name: Text
    role: RoleId = "agent"
    team: Text | None = None
    site: Name | None = None
    languages: Annotated[list[Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]], Field(min_length=1)] = Field(
        default_factory=lambda: ["fr"]
    )
    extension: Annotated[str, StringConstraints(pattern=r"^[0-9]{2,10}$")] | None = None
    email: Email | None = None
    phone: Annotated[str, StringConstraints(pattern=r"^(browser|sip)$")] = "browser"
    skills: dict[Name, Annotated[int, Field(ge=0, le=10)]] = Field(default_factory=dict)
    queues: list[Assignment] = Field(default_factory=list)


class NewPerson(PersonFields):
    """A person to add; without a password one is made and told once."""

    login: Login
    password: Password | None = None


class PersonChange(Wire):
    """What to change; what is not named stays."""

    name: Text | None = None
    role: RoleId | None = None
    team: Text | None = None
    site: Name | None = None
    languages: Annotated[list[Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]], Field(min_length=1)] | None = (
        None
    )
    extension: Annotated[str, StringConstraints(pattern=r"^[0-9]{2,10}$")] | None = None
    email: Email | None = None
    phone: Annotated[str, StringConstraints(pattern=r"^(browser|sip)$")] | None = None
    skills: dict[Name, Annotated[int, Field(ge=0, le=10)]] | None = None
    queues: list[Assignment] | None = None
    active: bool | None = None


class PersonOut(PersonFields):
    """A person as administrators see them."""

    id: UUID
    login: str
    active: bool
    revision: int
    created_at: datetime

    @classmethod
    def of(cls, row: PersonRow) -> "PersonOut":
        return cls.model_validate(row.model_dump(include=set(cls.model_fields)))


class People(Wire):
    """A page of the people the asker may see."""

    items: list[PersonOut]
    total: Annotated[int, Field(description="How many there are on all pages")]
    next: Annotated[str | None, Field(description="`cursor` of the next page; null on the last")]


class WithPassword(Wire):
    """A person and the password that was made for them, told this once."""

    person: PersonOut
    password: str | None = None


class CsvProblem(Wire):
    """What is wrong in a CSV. `row` is the line in the file, the header being 1."""

    row: int
    column: str | None
    message: str


class NewAccount(Wire):
    """An account an import made, with its password, told this once (a dry run makes none)."""

    login: str
    role: str
    password: str | None = None


class ImportReport(Wire):
    """What an import did, or in a dry run would do."""

    dry_run: bool
    created: list[NewAccount]
    updated: list[str]
    unchanged: list[str]
    kept: Annotated[list[str], Field(description="Changed by people since the last import, therefore left alone")]
