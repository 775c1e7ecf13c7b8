"""Names of declared objects that people refer to, checked against the configuration the operator told us of."""

from collections.abc import Iterator

from keryx.control_plane.directory.schemas import PersonFields
from keryx.control_plane.tenants.models import KnownConfig


class Declared:
    """Which queues, skills and sites there are. Before the first configuration nothing is known, and nothing refused."""

    def __init__(self, known: KnownConfig | None) -> None:
        self._config = known.config if known else None

    def problems(self, person: PersonFields) -> Iterator[tuple[str, str]]:
        """(field, sentence) for each name that nothing declares."""
        for queue in person.queues:
            yield from self._problem("queues", queue.queue, "queue")
        for skill in person.skills:
            yield from self._problem("skills", skill, "skill")
        if person.site:
            yield from self._problem("sites", person.site, "site")

    def _problem(self, section: str, name: str, kind: str) -> Iterator[tuple[str, str]]:
        if self._config is None:
            return
        declared = self._config.get(section)
        if isinstance(declared, dict) and name not in declared:
            field = "site" if kind == "site" else section
            yield field, f"there is no {kind} {name!r}"
