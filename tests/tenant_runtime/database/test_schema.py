"""The schema comes up on an empty Postgres and fences the journal."""

import psycopg
import pytest

from keryx.tenant_runtime.database import upgrade
from tests.support.postgres import Postgres, postgres  # noqa: F401

pytestmark = pytest.mark.integration


@pytest.fixture
def conninfo(postgres: Postgres) -> str:  # noqa: F811
    name = postgres.database()
    upgrade(name)
    return name


def test_migrations_can_be_run_again(conninfo: str) -> None:
    """Else the second `keryx up` would not start."""
    upgrade(conninfo)


def test_an_old_epoch_cannot_write(conninfo: str) -> None:
    """Else a waked old engine would put decisions into the record that nobody acted on."""
    insert = "INSERT INTO journal (epoch, seq, at, fact) VALUES (%s, %s, now(), '{}')"
    with psycopg.connect(conninfo, autocommit=True) as connection:
        connection.execute("UPDATE lease SET epoch = 2")
        connection.execute(insert, (2, 1))
        with pytest.raises(psycopg.errors.Error, match="does not lead") as refused:
            connection.execute(insert, (1, 2))
        assert refused.value.sqlstate == "KX001"
        assert connection.execute("SELECT count(*) FROM journal").fetchone() == (1,)
