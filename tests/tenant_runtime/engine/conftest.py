"""A real Postgres with a tenant's schema."""

import pytest

from keryx.tenant_runtime.database import upgrade
from tests.support.postgres import Postgres


@pytest.fixture
def conninfo(postgres: Postgres) -> str:
    found = postgres.database()
    upgrade(found)
    return found


@pytest.fixture
def mortal_conninfo(mortal_postgres: Postgres) -> str:
    """In a Postgres that the test may kill."""
    found = mortal_postgres.database()
    upgrade(found)
    return found
