"""Password policy: age, history, change at first log-in; sessions people can see; links to set a password once.

Revision ID: 0004
"""

from alembic import op

from keryx.control_plane.migrations.security import by_tenant

revision = "0004"
down_revision: str | None = "0003"

_STATEMENTS = (
    "ALTER TABLE person ADD COLUMN password_changed_at timestamptz",
    "UPDATE person SET password_changed_at = created_at",
    "ALTER TABLE person ADD COLUMN password_given boolean NOT NULL DEFAULT false",
    "ALTER TABLE person ADD COLUMN language text",
    "ALTER TABLE login_attempts ADD COLUMN blocks integer NOT NULL DEFAULT 0",
    "ALTER TABLE platform_session ADD COLUMN seen_at timestamptz",
    "ALTER TABLE platform_session ADD COLUMN idle_seconds integer NOT NULL DEFAULT 0",
    "ALTER TABLE platform_session ADD COLUMN address text NOT NULL DEFAULT ''",
    "ALTER TABLE platform_session ADD COLUMN user_agent text NOT NULL DEFAULT ''",
    "ALTER TABLE platform_session ADD COLUMN must text",
    "CREATE INDEX platform_session_by_person ON platform_session (tenant, person)",
    """CREATE TABLE password_history (
        tenant text NOT NULL REFERENCES tenant,
        person uuid NOT NULL REFERENCES person,
        at timestamptz NOT NULL,
        hash text NOT NULL,
        PRIMARY KEY (tenant, person, at))""",
    """CREATE TABLE reset_link (
        tenant text NOT NULL REFERENCES tenant,
        secret_hash bytea NOT NULL,
        person uuid NOT NULL REFERENCES person,
        expires_at timestamptz NOT NULL,
        PRIMARY KEY (tenant, secret_hash))""",
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)
    for table in ("password_history", "reset_link"):
        by_tenant(table)
    op.execute("UPDATE schema_version SET version = 4")
