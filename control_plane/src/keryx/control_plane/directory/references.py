"""Names of declared objects that people refer to, checked against the configuration the operator told us of."""

from collections.abc import Collection, Iterator

from keryx.control_plane.directory.schemas import PersonFields
from keryx.control_plane.tenants.models import KnownConfig


class Declared:
    """Which queues, skills, sites and roles there are. Before the first configuration only roles are known, and nothing else
    is refused."""

    def __init__(self, known: KnownConfig | None, roles: Collection[str]) -> None:
        self._config = known.config if known else None
        self._roles = roles

    def problems(self, person: PersonFields, before: PersonFields | None = None) -> Iterator[tuple[str, str]]:
        """(field, sentence) for each name that nothing declares, except those the person had `before`: what a declaration no
        longer has is not lost with the next edit."""
        known = set(self._names(before)) if before else set()
        for field, name, sentence in self._all(person):
            if (field, name) not in known:
                yield field, sentence

    def _names(self, person: PersonFields) -> Iterator[tuple[str, str]]:
        for field, name, _ in self._all(person):
            yield field, name

    def _all(self, person: PersonFields) -> Iterator[tuple[str, str, str]]:
        if person.role not in self._roles:
            yield "role", person.role, f"there is no role {person.role!r}; there are {', '.join(self._roles)}"
        for queue in person.queues:
            yield from self._problem("queues", queue.queue, "queue")
        for skill in person.skills:
            yield from self._problem("skills", skill, "skill")
        if person.site:
            yield from self._problem("sites", person.site, "site")

    def _problem(self, section: str, name: str, kind: str) -> Iterator[tuple[str, str, str]]:
        if self._config is None:
            return
        declared = self._config.get(section)
        if isinstance(declared, dict) and name not in declared:
            field = "site" if kind == "site" else section
            yield field, name, f"there is no {kind} {name!r}"
