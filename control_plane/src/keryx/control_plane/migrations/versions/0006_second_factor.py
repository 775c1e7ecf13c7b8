"""A second factor: one-time passwords by time, recovery codes, the roles that require them, and when a session last proved itself.

Revision ID: 0006
"""

from alembic import op

from keryx.control_plane.migrations.security import by_tenant

revision = "0006"
down_revision: str | None = "0005"

_STATEMENTS = (
    """CREATE TABLE totp (
        tenant text NOT NULL REFERENCES tenant,
        person uuid NOT NULL REFERENCES person,
        secret text,
        last_step bigint NOT NULL DEFAULT 0,
        proposed text,
        PRIMARY KEY (tenant, person))""",
    """CREATE TABLE recovery_code (
        tenant text NOT NULL REFERENCES tenant,
        person uuid NOT NULL REFERENCES person,
        hash text NOT NULL,
        PRIMARY KEY (tenant, person, hash))""",
    """CREATE TABLE totp_role (
        tenant text NOT NULL REFERENCES tenant,
        role text NOT NULL,
        PRIMARY KEY (tenant, role))""",
    "ALTER TABLE platform_session ADD COLUMN proven_at timestamptz",
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)
    for table in ("totp", "recovery_code", "totp_role"):
        by_tenant(table)
    op.execute("UPDATE schema_version SET version = 6")
