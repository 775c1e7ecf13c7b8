"""Roles of a tenant's own.

Revision ID: 0002
"""

from alembic import op

from keryx.control_plane.migrations.security import by_tenant

revision = "0002"
down_revision: str | None = "0001"


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE role (
            tenant text NOT NULL REFERENCES tenant,
            id text NOT NULL,
            name text NOT NULL,
            description text NOT NULL,
            levels jsonb NOT NULL,
            rights text[] NOT NULL,
            scope jsonb NOT NULL,
            exceptions jsonb NOT NULL,
            revision integer NOT NULL,
            PRIMARY KEY (tenant, id)
        )
        """
    )
    by_tenant("role")
    op.execute("ALTER TABLE person DROP CONSTRAINT person_role_check")
    op.execute("UPDATE schema_version SET version = 2")
