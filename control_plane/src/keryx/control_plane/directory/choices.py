"""What the fields of people offer: what is declared, the teams there are, and what people still carry that nothing declares."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from keryx.control_plane.directory.listing import Listing
from keryx.control_plane.tenants.models import KnownConfig
from keryx.control_plane.tenants.schemas import Wire


class Choice(Wire):
    """A declared object; `group` of a skill only."""

    name: str
    display_name: str
    group: str | None = None


class Undeclared(Wire):
    """Names that people carry and nothing declares (any more): kept, and not offered."""

    queues: list[str]
    skills: list[str]
    sites: list[str]


class Choices(Wire):
    """Everything a person's fields can be chosen from."""

    teams: Annotated[list[str], Field(description="Of people the asker may see; a new name begins a new team")]
    sites: list[Choice]
    queues: list[Choice]
    skills: list[Choice]
    languages: Annotated[list[str], Field(description="Spoken to contacts, the default one first")]
    undeclared: Undeclared


async def choices(listing: Listing, known: KnownConfig | None) -> Choices:
    """The choices of whoever `listing` is for. Before the first configuration nothing is declared."""
    config: Mapping[str, object] = known.config if known else {}
    declared = {section: _declared(config.get(section)) for section in ("sites", "queues", "skills")}
    carried = await listing.carried() if known else {}
    missing = {
        section: [name for name in carried.get(section, []) if name not in {each.name for each in declared[section]}]
        for section in declared
    }
    return Choices(
        teams=await listing.teams(), **declared, languages=_languages(config), undeclared=Undeclared(**missing)
    )


def _declared(section: object) -> list[Choice]:
    if not isinstance(section, dict):
        return []
    found = [
        Choice(name=name, display_name=spec.get("displayName") or name, group=spec.get("group"))
        for name, spec in section.items()
    ]
    return sorted(found, key=lambda each: (each.group or "", each.display_name.casefold()))


def _languages(config: Mapping[str, object]) -> list[str]:
    settings, tenant = config.get("settings"), config.get("tenant")
    own = settings if isinstance(settings, dict) else {}
    bounds = tenant if isinstance(tenant, dict) else {}
    first = own.get("defaultLanguage")
    named = own.get("languages") or bounds.get("languages") or []
    return list(dict.fromkeys([*([first] if first else []), *named]))
