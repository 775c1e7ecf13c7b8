"""Logging in, on the wire."""

from typing import Annotated

from pydantic import Field

from keryx.control_plane.directory.schemas import PersonOut
from keryx.control_plane.tenants.schemas import Wire


class Credentials(Wire):
    """What a person types."""

    login: Annotated[str, Field(min_length=1, max_length=200)]
    password: Annotated[str, Field(min_length=1, max_length=1000)]


class Admitting(Wire):
    """A token that admits to the tenant's runtime, once, within five minutes."""

    token: str


class Admitted(Admitting):
    """A login that succeeded."""

    person: PersonOut


class Me(Wire):
    """The person of the session and what their role allows."""

    person: PersonOut
    actions: list[str]
