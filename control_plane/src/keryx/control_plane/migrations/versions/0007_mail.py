"""Where people get mail, and what is still to be sent to them.

Revision ID: 0007
"""

from alembic import op

from keryx.control_plane.migrations.security import by_tenant

revision = "0007"
down_revision: str | None = "0006"

_STATEMENTS = (
    "ALTER TABLE person ADD COLUMN email text",
    """CREATE TABLE outgoing_mail (
        tenant text NOT NULL REFERENCES tenant,
        id uuid NOT NULL,
        person uuid NOT NULL REFERENCES person,
        kind text NOT NULL,
        origin text NOT NULL,
        tries integer NOT NULL DEFAULT 0,
        next_at timestamptz NOT NULL,
        PRIMARY KEY (tenant, id))""",
    "CREATE INDEX outgoing_mail_by_time ON outgoing_mail (next_at)",
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)
    by_tenant("outgoing_mail")
    op.execute("UPDATE schema_version SET version = 7")
