"""The tenant's directory and configuration as pushed, read from the tenant's database whenever they change.

While the database is away the last known stay in force: a deactivation that was pushed holds, and desks go on.
"""

from __future__ import annotations

import asyncio

from keryx.core.directory import Directory, Person
from keryx.crds.config import TenantConfig


class People:
    """The directory in force here."""

    def __init__(self, tenant_id: str) -> None:
        self._directory = Directory(tenant=tenant_id, version=0)
        self._changed = asyncio.Event()

    @property
    def directory(self) -> Directory:
        return self._directory

    @directory.setter
    def directory(self, directory: Directory) -> None:
        self._directory = directory
        self._changed.set()
        self._changed = asyncio.Event()

    async def soon_active(self, person_id: str, within: float) -> Person | None:
        """The person, waiting `within` seconds for a directory that names them: who was just added may already be logged in."""
        try:
            async with asyncio.timeout(within):
                while self.active(person_id) is None:
                    await self._changed.wait()
        except TimeoutError:
            return None
        return self.active(person_id)

    def active(self, person_id: str) -> Person | None:
        """The person, unless unknown or deactivated."""
        person = self.directory.people.get(person_id)
        return person if person is not None and person.active else None


class Declared:
    """The tenant's configuration in force here; None until one was pushed."""

    def __init__(self) -> None:
        self.config: TenantConfig | None = None
        self.version = 0
