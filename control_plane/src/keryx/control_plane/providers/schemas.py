"""Identity providers on the wire."""

from typing import Annotated

from pydantic import Field

from keryx.control_plane.tenants.schemas import Wire
from keryx.core.claims import Claimed


class ProviderChoice(Wire):
    """A button of the log-in page."""

    name: str
    display_name: str


class ProviderChoices(Wire):
    """The ways to log in beside a password that is known."""

    items: list[ProviderChoice]
    password_by_mail: Annotated[bool, Field(description="Whether a forgotten password can be asked for by mail")]


class PastedToken(Wire):
    """An id token, or its claims as JSON."""

    token: Annotated[str, Field(min_length=2, max_length=20_000)]


class ClaimedOut(Wire):
    """What the rules make of claims."""

    subject: str
    login: str | None
    name: str | None
    role: Annotated[str | None, Field(description="null: the person would be refused")]
    team: str | None
    site: str | None
    queues: list[str]
    skills: dict[str, int]
    matched: Annotated[list[int], Field(description="Which rules matched, by their place from 0")]

    @classmethod
    def of(cls, found: Claimed) -> "ClaimedOut":
        return cls(
            subject=found.subject,
            login=found.login,
            name=found.name,
            role=found.role,
            team=found.team,
            site=found.site,
            queues=list(found.queues),
            skills=found.skills,
            matched=list(found.matched),
        )
