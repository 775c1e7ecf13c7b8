"""Databases of tenants on a real Postgres. A second run must change nothing, and no tenant may look into another's."""

import psycopg
import pytest

from keryx.crds.kinds.database_server import DatabaseServerSpec
from keryx.operator.database import Server
from tests.support.postgres import Postgres

pytestmark = pytest.mark.integration


def _server(postgres: Postgres) -> Server:
    spec = DatabaseServerSpec.model_construct(host=str(postgres.folder), port=5432, ssl_mode="prefer")
    return Server(spec, "keryx", "")


async def test_a_tenant_has_its_database_and_nobody_elses_as_often_as_it_is_ensured(postgres: Postgres) -> None:
    server = _server(postgres)
    for _ in range(2):
        await server.ensure("keryx_t_acme", "keryx_t_acme", "first", connections=3)
        await server.ensure("keryx_t_umbra", "keryx_t_umbra", "other")
    await server.ensure("keryx_t_acme", "keryx_t_acme", "second", connections=3)
    base = f"host={postgres.folder} user=keryx_t_acme password=second"
    with psycopg.connect(f"{base} dbname=keryx_t_acme") as connection:
        connection.execute("CREATE TABLE mine (id int)")
        limit = connection.execute("SELECT rolconnlimit FROM pg_roles WHERE rolname = 'keryx_t_acme'").fetchone()
    assert limit == (3,)
    with pytest.raises(psycopg.OperationalError, match="permission denied"):
        psycopg.connect(f"{base} dbname=keryx_t_umbra")
    await server.remove("keryx_t_acme", "keryx_t_acme")
    await server.remove("keryx_t_acme", "keryx_t_acme")
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(f"{base} dbname=keryx_t_acme")
    await server.remove("keryx_t_umbra", "keryx_t_umbra")
